using Atelier.Clients.AiHubMix;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixVideoRequestMapperTests
{
    [Theory]
    [InlineData("sora-2", null, nameof(VideoFamily.Sora))]
    [InlineData("veo-3.1-generate-preview", "videos", nameof(VideoFamily.Veo))]
    [InlineData("wan2.6-t2v", null, nameof(VideoFamily.Wan))]
    [InlineData("wan2.7-t2v", null, nameof(VideoFamily.Wan))]
    [InlineData("wan2.7-i2v", null, nameof(VideoFamily.DashScope))]
    [InlineData("happyhorse-1.0-t2v", null, nameof(VideoFamily.DashScope))]
    [InlineData("doubao-seedance-2-0-260128", null, nameof(VideoFamily.Seedance))]
    [InlineData("kling-v9", null, nameof(VideoFamily.Kling))]
    [InlineData("brand-new-model", "kling", nameof(VideoFamily.Kling))]
    [InlineData("brand-new-model", "veo", nameof(VideoFamily.Veo))]
    [InlineData("brand-new-model", null, null)]
    public void The_family_is_told_by_name_or_by_route(string model, string? route, string? family) =>
        AiHubMixModels.Video(model, route)?.ToString().ShouldBe(family);

    [Fact]
    public void Sora_gets_its_seconds_as_text_and_the_picture_as_a_file()
    {
        var request = Map<SoraVideoRequest>(AiHubMixInputs.WithPictures("sora-2", """{"prompt":"p","duration":8,"size":"720x1280"}""", "image"));

        (request.Model, request.Prompt, request.Seconds, request.Size).ShouldBe(("sora-2", "p", "8", "720x1280"));
        request.ReferenceFile.ShouldNotBeNull();
        request.InputReference.ShouldBeNull();
    }

    [Fact]
    public void Veo_gets_its_seconds_as_a_number_and_pixels() =>
        Map<VeoVideoRequest>(AiHubMixInputs.Of(
                "veo-3.1-generate-preview", """{"prompt":"p","duration":8,"aspect_ratio":"9:16","resolution":"1080p","generate_audio":true,"seed":4294967295}"""))
            .ShouldBe(new VeoVideoRequest
            {
                Model = "veo-3.1-generate-preview",
                Prompt = "p",
                Seconds = 8,
                Size = "1080x1920",
                GenerateAudio = true,
                Seed = 4294967295,
            });

    [Fact]
    public void Wan_keeps_its_name_without_a_picture() =>
        Map<WanVideoRequest>(AiHubMixInputs.Of("wan2.6-t2v", """{"prompt":"p","duration":5,"size":"1280x720"}"""))
            .ShouldBe(new WanVideoRequest { Model = "wan2.6-t2v", Prompt = "p", Seconds = "5", Size = "1280x720" });

    [Theory]
    [InlineData("wan2.6-t2v", "wan2.6-i2v")]
    [InlineData("wan2.6-i2v", "wan2.6-i2v")]
    [InlineData("wan2.5-t2v-preview", "wan2.5-i2v-preview")]
    [InlineData("wan2.2-t2v-plus", "wan2.2-i2v-plus")]
    public void Wan_with_a_picture_is_the_sister_model(string model, string sister) =>
        Map<WanVideoRequest>(AiHubMixInputs.WithPictures(model, """{"prompt":"p"}""", "image"))
            .ShouldBe(new WanVideoRequest { Model = sister, Prompt = "p", InputReference = AiHubMixInputs.Picture });

    [Fact]
    public void Wan_27_with_pictures_takes_the_dashscope_form()
    {
        var request = Map<DashScopeVideoRequest>(AiHubMixInputs.WithPictures(
            "wan2.7-t2v", """{"prompt":"p","duration":5,"resolution":"720p","seed":3,"prompt_extend":false}""", "image", "last_image"));

        request.Model.ShouldBe("wan2.7-i2v");
        request.Input.Prompt.ShouldBe("p");
        request.Input.Media.ShouldBe([DashScopeMedia.FirstFrame(AiHubMixInputs.Picture), DashScopeMedia.LastFrame(AiHubMixInputs.Picture)]);
        request.Parameters.ShouldBe(new DashScopeParameters { Resolution = "720P", Duration = 5, Seed = 3, PromptExtend = false });
    }

    [Fact]
    public void A_size_is_taken_apart_for_a_family_that_takes_class_and_ratio() =>
        Map<DashScopeVideoRequest>(AiHubMixInputs.Of("happyhorse-1.0-t2v", """{"prompt":"p","size":"1080x1920"}"""))
            .Parameters.ShouldBe(new DashScopeParameters { Resolution = "1080P", AspectRatio = "9:16" });

    [Fact]
    public void Seedance_lists_the_prompt_and_its_frames()
    {
        var request = Map<SeedanceVideoRequest>(AiHubMixInputs.WithPictures(
            "doubao-seedance-2-0-260128", """{"prompt":"p","duration":5,"aspect_ratio":"16:9","resolution":"720p","camera_fixed":true}""", "image"));

        request.Content.ShouldBe([SeedanceContent.OfText("p"), SeedanceContent.OfImage(AiHubMixInputs.Picture, "first_frame")]);
        (request.Duration, request.Ratio, request.Resolution, request.CameraFixed).ShouldBe((5, "16:9", "720p", true));
    }

    [Fact]
    public void Seedance_lists_what_it_is_to_refer_to()
    {
        var request = Map<SeedanceVideoRequest>(AiHubMixInputs.WithPictures(
            "doubao-seedance-2-0-260128", """{"prompt":"p"}""", "reference_images", "reference_images", "video", "audio"));

        request.Content.ShouldBe(
        [
            SeedanceContent.OfText("p"), SeedanceContent.OfImage(AiHubMixInputs.Picture, "reference_image"),
            SeedanceContent.OfImage(AiHubMixInputs.Picture, "reference_image"), SeedanceContent.OfVideo(AiHubMixInputs.Picture),
            SeedanceContent.OfAudio(AiHubMixInputs.Picture),
        ]);
    }

    [Fact]
    public void Kling_has_a_name_for_each_part_a_picture_can_play()
    {
        var request = Map<KlingVideoRequest>(AiHubMixInputs.WithPictures(
            "kling-v9", """{"prompt":"p","duration":10,"size":"1280x720"}""", "image", "last_image", "reference_images", "reference_images"));

        (request.Model, request.Prompt, request.Seconds, request.Size).ShouldBe(("kling-v9", "p", "10", "1280x720"));
        (request.Image, request.ImageTail).ShouldBe((AiHubMixInputs.Picture, AiHubMixInputs.Picture));
        request.ImageList.ShouldBe([AiHubMixInputs.Picture, AiHubMixInputs.Picture]);
    }

    [Theory]
    [InlineData("""{"prompt":"p","aspect_ratio":"9:16"}""", "9:16")]
    [InlineData("""{"prompt":"p","size":"1920x1080"}""", "1920x1080")]
    [InlineData("""{"prompt":"p"}""", null)]
    public void Jimeng_takes_a_ratio_where_others_take_pixels(string json, string? size) =>
        Map<WanVideoRequest>(AiHubMixInputs.Of("jimeng-3.0-pro", json)).Size.ShouldBe(size);

    [Theory]
    [InlineData("sora-2", "16:9", null, "1280x720")]
    [InlineData("veo-3.1-generate-preview", null, "4k", "4k")]
    [InlineData("veo-3.1-generate-preview", null, "720p", "1280x720")]
    [InlineData("wan2.6-t2v", "1:1", "1080p", "1440x1440")]
    [InlineData("wan2.7-t2v", "1:1", "1080p", "1080x1080")]
    [InlineData("wan2.6-t2v", "4:3", null, "1088x832")]
    public void Ratio_and_resolution_become_pixels_of_the_family(string model, string? ratio, string? resolution, string size)
    {
        var json = $$"""{"prompt":"p"{{(ratio is null ? "" : $",\"aspect_ratio\":\"{ratio}\"")}}{{(resolution is null ? "" : $",\"resolution\":\"{resolution}\"")}}}""";
        SizeOf(Map(AiHubMixInputs.Of(model, json))).ShouldBe(size);
    }

    [Theory]
    [InlineData("veo-3.1-generate-preview", """{"prompt":"p","aspect_ratio":"1:1"}""", "aspect_ratio")]
    [InlineData("veo-3.1-generate-preview", """{"prompt":"p","resolution":"480p"}""", "resolution")]
    [InlineData("veo-3.1-generate-preview", """{"prompt":"p","negative_prompt":"x"}""", "negative_prompt")]
    [InlineData("veo-3.1-generate-preview", """{"prompt":"p","size":"1280x720","resolution":"720p"}""", "resolution")]
    [InlineData("veo-3.1-generate-preview", """{"prompt":"p","duration":4.5}""", "duration")]
    [InlineData("sora-2", """{"prompt":"p","seed":1}""", "seed")]
    [InlineData("sora-2", """{"duration":4}""", "prompt")]
    [InlineData("wan2.6-t2v", """{"prompt":"p","seed":1}""", "seed")]
    [InlineData("wan2.6-t2v", """{"prompt":"p","count":2}""", "count")]
    [InlineData("happyhorse-1.0-t2v", """{"prompt":"p","size":"wide"}""", "size")]
    public void What_the_family_cannot_be_told_is_refused_by_name(string model, string json, string field) =>
        AiHubMixInputs.ShouldRefuse(() => Map(AiHubMixInputs.Of(model, json)), field);

    [Theory]
    [InlineData("veo-3.1-generate-preview", "image")]
    [InlineData("wan2.6-t2v", "last_image")]
    [InlineData("wan2.7-i2v", "last_image")]
    [InlineData("sora-2", "video")]
    public void Media_the_family_does_not_take_are_refused(string model, string name) =>
        AiHubMixInputs.ShouldRefuse(() => Map(AiHubMixInputs.WithPictures(model, """{"prompt":"p"}""", name)), name);

    [Fact]
    public void A_shape_cannot_be_chosen_against_the_first_frame() => AiHubMixInputs.ShouldRefuse(
        () => Map(AiHubMixInputs.WithPictures("wan2.7-i2v", """{"prompt":"p","aspect_ratio":"1:1"}""", "image")), "aspect_ratio");

    private static string? SizeOf(CreateVideoRequest request) => request switch
    {
        SoraVideoRequest sora => sora.Size,
        VeoVideoRequest veo => veo.Size,
        WanVideoRequest wan => wan.Size,
        _ => null,
    };

    private static T Map<T>(AiHubMixInput input)
        where T : CreateVideoRequest => Map(input).ShouldBeOfType<T>();

    private static CreateVideoRequest Map(AiHubMixInput input) =>
        AiHubMixVideoRequestMapper.Map(input, AiHubMixModels.Video(input.Model, route: null).ShouldNotBeNull());
}
