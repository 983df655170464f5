using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;
using Atelier.Providers.Runway;
using Atelier.Providers.Tests.Support;

namespace Atelier.Providers.Tests.Runway;

public sealed class RunwayRequestMapperTests
{
    [Fact]
    public void An_image_makes_it_image_to_video()
    {
        var request = Map<RunwaySubmission.ImageToVideo>(
            Modality.Video, "gen4_turbo", """{"prompt":"push in","image":"upl_1","aspect_ratio":"4:3","duration":5.0,"seed":4294967295}""", "image").Request;
        request.PromptImage.ShouldBe([new RunwayPromptImage("uri:image", "first")]);
        (request with { PromptImage = null }).ShouldBe(new RunwayVideoRequest
        {
            Model = "gen4_turbo",
            PromptText = "push in",
            Ratio = "1104:832",
            Duration = 5,
            Seed = uint.MaxValue,
        });
    }

    [Fact]
    public void Without_an_image_it_is_text_to_video()
    {
        var request = Map<RunwaySubmission.TextToVideo>(Modality.Video, "gen4.5", """{"prompt":"rain","duration":3}""").Request;
        request.PromptImage.ShouldBeNull();
        request.Ratio.ShouldBe("1280:720");
    }

    [Fact]
    public void A_last_image_is_a_second_keyframe() =>
        Map<RunwaySubmission.ImageToVideo>(
                Modality.Video, "veo3.1", """{"prompt":"a","image":"upl_1","last_image":"upl_2"}""", "image", "last_image")
            .Request.PromptImage.ShouldBe([new RunwayPromptImage("uri:image", "first"), new RunwayPromptImage("uri:last_image", "last")]);

    [Fact]
    public void Veo_takes_sound_and_a_negative_prompt()
    {
        var request = Map<RunwaySubmission.TextToVideo>(
            Modality.Video, "veo3.1_fast", """{"prompt":"a","negative_prompt":"people","audio":false,"duration":8}""").Request;
        request.Audio.ShouldBe(false);
        request.NegativePrompt.ShouldBe("people");
    }

    [Fact]
    public void What_has_no_word_of_ours_goes_under_the_vendors_name()
    {
        var more = Map<RunwaySubmission.TextToVideo>(
            Modality.Video, "gen4.5", """{"prompt":"a","format":"prores","proresProfile":"4444","contentModeration":{"publicFigureThreshold":"low"}}""")
            .Request.More.ShouldNotBeNull();
        more.Keys.Order().ShouldBe(["contentModeration", "outputFormat", "proresProfile"]);
        more["outputFormat"].GetString().ShouldBe("prores");
    }

    [Fact]
    public void The_length_may_be_left_to_a_model_that_can()
    {
        var request = Map<RunwaySubmission.TextToVideo>(Modality.Video, "seedance2", """{"prompt":"a","duration":"auto"}""").Request;
        request.Duration.ShouldBeNull();
        request.More.ShouldNotBeNull()["duration"].GetString().ShouldBe("auto");
    }

    [Fact]
    public void References_of_a_video_are_a_list_of_addresses()
    {
        var more = Map<RunwaySubmission.TextToVideo>(
            Modality.Video, "hailuo3", """{"prompt":"a","reference_images":["upl_1"]}""", "reference_images").Request.More.ShouldNotBeNull();
        more["references"].GetRawText().ShouldBe("""[{"uri":"uri:reference_images"}]""");
    }

    [Fact]
    public void Sound_to_refer_to_is_not_the_switch_for_sound()
    {
        var request = Map<RunwaySubmission.TextToVideo>(Modality.Video, "seedance2", """{"prompt":"a","audio":"upl_1"}""", "audio").Request;
        request.Audio.ShouldBeNull();
        request.More.ShouldNotBeNull()["referenceAudio"].GetRawText().ShouldBe("""[{"type":"audio","uri":"uri:audio"}]""");
    }

    [Fact]
    public void References_of_a_picture_have_names_for_the_prompt()
    {
        var request = Map<RunwaySubmission.TextToImage>(
            Modality.Image, "gen4_image", """{"prompt":"@ref1 at sea","image":"upl_1","reference_images":["upl_2"],"aspect_ratio":"16:9"}""",
            "image", "reference_images").Request;
        request.ReferenceImages.ShouldBe([new RunwayReferenceImage("uri:image", "ref1"), new RunwayReferenceImage("uri:reference_images", "ref2")]);
        request.Ratio.ShouldBe("1920:1080");
    }

    [Fact]
    public void Several_pictures_are_asked_for_where_the_model_makes_them() =>
        Map<RunwaySubmission.TextToImage>(Modality.Image, "gemini_image3_pro", """{"prompt":"a","count":4}""").Request.OutputCount.ShouldBe(4);

    [Fact]
    public void A_model_that_is_not_listed_passes_through_with_everything()
    {
        var request = Map<RunwaySubmission.ImageToVideo>(
            Modality.Video, "gen9", """{"prompt":"a","image":"upl_1","last_image":"upl_2","aspect_ratio":"16:9","audio":true,"negative_prompt":"b"}""",
            "image", "last_image").Request;
        request.Ratio.ShouldBe("16:9");
        request.Audio.ShouldBe(true);
        request.NegativePrompt.ShouldBe("b");
        request.PromptImage!.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Modality.Video, "gen4_turbo", """{"prompt":"a"}""", "image", "")]
    [InlineData(Modality.Video, "gen4_turbo", """{"prompt":"a","image":"u","last_image":"u"}""", "last_image", "image,last_image")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","negative_prompt":"b"}""", "negative_prompt", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","audio":true}""", "audio", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","aspect_ratio":"1:1"}""", "aspect_ratio", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","aspect_ratio":"wide"}""", "aspect_ratio", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","aspect_ratio":"16:9","size":"1280x720"}""", "aspect_ratio", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","duration":"long"}""", "duration", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","duration":2.5}""", "duration", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","count":2}""", "count", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","seed":-1}""", "seed", "")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","reference_images":["u"]}""", "reference_images", "reference_images")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","mask":"u"}""", "mask", "mask")]
    [InlineData(Modality.Video, "gen4.5", """{"prompt":"a","last_image":"u"}""", "last_image", "last_image")]
    [InlineData(Modality.Image, "gen4_image", """{"aspect_ratio":"1:1"}""", "prompt", "")]
    [InlineData(Modality.Image, "gen4_image", """{"prompt":"a","count":2}""", "count", "")]
    [InlineData(Modality.Image, "gen4_image_turbo", """{"prompt":"a","aspect_ratio":"1:1"}""", "image", "")]
    [InlineData(Modality.Image, "not_listed", """{"prompt":"a"}""", "size", "")]
    [InlineData(Modality.Chat, "eleven_v3", """{"prompt":"a"}""", "model", "")]
    [InlineData(Modality.Speech, "eleven_v3", """{"prompt":"a"}""", "text", "")]
    public void What_a_model_does_not_offer_is_refused_with_its_name(Modality modality, string model, string input, string field, string media)
    {
        var names = media.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Should.Throw<InvalidInputException>(() => Map<RunwaySubmission>(modality, model, input, names)).Field.ShouldBe(field);
    }

    [Theory]
    [InlineData("image_to_video", "", "image")]
    [InlineData("text_to_image", "", "model")]
    public void A_route_that_does_not_fit_is_refused(string route, string media, string field)
    {
        var names = media.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Should.Throw<InvalidInputException>(
            () => RunwayRequestMapper.EndpointOf(Requests.Of(Modality.Video, "gen4.5", "{}", route, names))).Field.ShouldBe(field);
    }

    [Fact]
    public void The_time_limit_of_the_request_goes_along()
    {
        var request = Requests.Of(Modality.Video, "gen4.5", """{"prompt":"a"}""") with { Timeout = TimeSpan.FromSeconds(42) };
        RunwayRequestMapper.Map(request, RunwayMedia.None).ShouldBeOfType<RunwaySubmission.TextToVideo>()
            .Request.Timeout.ShouldBe(TimeSpan.FromSeconds(42));
    }

    private static T Map<T>(Modality modality, string model, string input, params string[] media)
        where T : RunwaySubmission =>
        (T)RunwayRequestMapper.Map(
            Requests.Of(modality, model, input, null, media),
            new RunwayMedia { Uris = media.ToDictionary(name => name, name => (IReadOnlyList<string>)[$"uri:{name}"]) });
}
