using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Support;

namespace Atelier.Providers.Tests.Stability;

public sealed class StabilityRequestMapperTests
{
    private const string Sdxl = "stable-diffusion-xl-1024-v1-0";

    [Fact]
    public void Sdxl_takes_every_parameter_by_our_names()
    {
        var (engine, request) = Map<StabilitySubmission.TextToImage>(Sdxl, "v1", """
            {"prompt":"a lighthouse","negative_prompt":"fog","size":"1152x896","count":3,"seed":4294967295,"style":"photographic",
             "cfg_scale":6.5,"steps":40,"sampler":"K_EULER","clip_guidance_preset":"FAST_BLUE","format":"png"}
            """);
        engine.ShouldBe(Sdxl);
        request.TextPrompts.ShouldBe([new StabilityTextPrompt("a lighthouse"), new StabilityTextPrompt("fog", -1)]);
        (request.Width, request.Height).ShouldBe((1152, 896));
        request.Samples.ShouldBe(3);
        request.Seed.ShouldBe(uint.MaxValue);
        request.StylePreset.ShouldBe("photographic");
        request.CfgScale.ShouldBe(6.5);
        request.Steps.ShouldBe(40);
        request.Sampler.ShouldBe("K_EULER");
        request.ClipGuidancePreset.ShouldBe("FAST_BLUE");
        request.Answer.ShouldBe(StabilityAnswer.Json);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1-image-to-image")]
    [InlineData("v1-masking")]
    public void V1_takes_further_prompts_with_weights_and_experimental_settings(string route)
    {
        const string input =
            """{"prompt":"a","negative_prompt":"b","text_prompts":[{"text":"c","weight":0.5},{"text":"d"}],"extras":{"refine":1},"image":"upl_1"}""";
        var given = route == "v1" ? input.Replace(",\"image\":\"upl_1\"", "", StringComparison.Ordinal) : input;

        var submission = StabilityRequestMapper.Map(Requests.Of(Modality.Image, Sdxl, given, route), Files(Requests.Picture));

        var (prompts, extras) = submission switch
        {
            StabilitySubmission.TextToImage text => (text.Request.TextPrompts, text.Request.Extras),
            StabilitySubmission.ImageToImage image => (image.Request.TextPrompts, image.Request.Extras),
            _ => throw new InvalidOperationException($"{submission}"),
        };
        prompts.ShouldBe([new("a"), new("b", -1), new("c", 0.5), new("d")]);
        extras!.Value.GetRawText().ShouldBe("""{"refine":1}""");
    }

    [Fact]
    public void What_is_not_given_is_left_to_the_vendor()
    {
        var (_, request) = Map<StabilitySubmission.TextToImage>(Sdxl, null, """{"prompt":"a","negative_prompt":""}""");
        request.TextPrompts.ShouldBe([new StabilityTextPrompt("a")]);
        request.ShouldBe(new StabilityTextToImageRequest { TextPrompts = request.TextPrompts });
    }

    [Fact]
    public void Core_takes_a_ratio_and_a_format()
    {
        var request = Map<StabilitySubmission.Core>("core", "core", """
            {"prompt":"a","negative_prompt":"b","aspect_ratio":"16:9","seed":5,"style_preset":"anime","format":"jpg","count":1}
            """).Request;
        request.ShouldBeEquivalentTo(new StabilityCoreRequest
        {
            Prompt = "a", NegativePrompt = "b", AspectRatio = "16:9", Seed = 5, StylePreset = "anime", OutputFormat = "jpeg",
        });
    }

    [Fact]
    public void Ultra_starts_from_an_image_with_a_strength()
    {
        var request = Map<StabilitySubmission.Ultra>("ultra", "ultra", """{"prompt":"a","image":"upl_1","strength":0.35}""", image: true).Request;
        request.Image.ShouldBe(Requests.Picture);
        request.Strength.ShouldBe(0.35);
    }

    [Fact]
    public void Sd3_with_an_image_sends_no_ratio()
    {
        var request = Map<StabilitySubmission.Sd3>(
            "sd3.5-medium", "sd3", """{"prompt":"a","image":"upl_1","strength":0.5,"aspect_ratio":"1:1","cfg_scale":4}""", image: true).Request;
        request.Model.ShouldBe("sd3.5-medium");
        request.AspectRatio.ShouldBeNull();
        request.Strength.ShouldBe(0.5);
        request.CfgScale.ShouldBe(4);
    }

    [Fact]
    public void Sd3_without_an_image_sends_no_strength()
    {
        var request = Map<StabilitySubmission.Sd3>("sd3.5-large", "sd3", """{"prompt":"a","strength":0.5,"aspect_ratio":"3:2"}""").Request;
        request.AspectRatio.ShouldBe("3:2");
        request.Strength.ShouldBeNull();
        request.Image.ShouldBeNull();
    }

    [Fact]
    public void A_video_starts_from_an_image()
    {
        var request = Map<StabilitySubmission.ImageToVideo>(
            "stable-video", "image-to-video", """{"image":"upl_1","seed":9,"cfg_scale":2.5,"motion_bucket_id":40}""", image: true).Request;
        request.ShouldBeEquivalentTo(new StabilityImageToVideoRequest { Image = Requests.Picture, Seed = 9, CfgScale = 2.5, MotionBucketId = 40 });
    }

    [Fact]
    public void The_time_limit_of_the_request_goes_along()
    {
        var limit = TimeSpan.FromSeconds(42);
        var request = Requests.Of(Modality.Image, "core", """{"prompt":"a"}""", "core") with { Timeout = limit };
        StabilityRequestMapper.Map(request, Files()).ShouldBeOfType<StabilitySubmission.Core>().Request.Timeout.ShouldBe(limit);
    }

    [Theory]
    [InlineData("v1", """{"prompt":"a","size":"big"}""", "size")]
    [InlineData("v1", """{"prompt":"a","seed":4294967296}""", "seed")]
    [InlineData("v1", """{"prompt":"a","seed":-1}""", "seed")]
    [InlineData("v1", """{"prompt":"a","format":"webp"}""", "format")]
    [InlineData("v1", """{"prompt":"a","aspect_ratio":"1:1"}""", "aspect_ratio")]
    [InlineData("v1", """{}""", "prompt")]
    [InlineData("v1", """{"prompt":"a","text_prompts":"b"}""", "text_prompts")]
    [InlineData("v1", """{"prompt":"a","text_prompts":["b"]}""", "text_prompts")]
    [InlineData("v1", """{"prompt":"a","text_prompts":[{"weight":1}]}""", "text")]
    [InlineData("core", """{"prompt":"a","count":2}""", "count")]
    [InlineData("core", """{"prompt":"a","image":"upl_1"}""", "image")]
    [InlineData("core", """{"prompt":"a","size":"1024x1024"}""", "size")]
    [InlineData("core", """{"prompt":"a","style":"anime","style_preset":"anime"}""", "style_preset")]
    [InlineData("ultra", """{"prompt":"a","image":"upl_1"}""", "strength")]
    [InlineData("sd3", """{"prompt":"a","image":"upl_1"}""", "strength")]
    [InlineData("sd3", """{"prompt":"a","mode":"image-to-image"}""", "mode")]
    [InlineData("image-to-video", """{"prompt":"a","image":"upl_1"}""", "prompt")]
    [InlineData("no-such-route", """{"prompt":"a"}""", "model")]
    public void What_a_route_does_not_offer_is_refused_with_its_name(string route, string input, string field)
    {
        var image = input.Contains("\"image\"", StringComparison.Ordinal) ? Requests.Picture : null;
        Should.Throw<InvalidInputException>(() => StabilityRequestMapper.Map(Requests.Of(Modality.Image, "m", input, route), Files(image)))
            .Field.ShouldBe(field);
    }

    [Theory]
    [InlineData(1024, 576, true)]
    [InlineData(576, 1024, true)]
    [InlineData(768, 768, true)]
    [InlineData(1024, 1024, false)]
    [InlineData(1023, 576, false)]
    public void A_video_takes_three_sizes_of_image_only(int width, int height, bool offered)
    {
        var request = Requests.Of(Modality.Video, "stable-video", """{"image":"upl_1"}""", "image-to-video") with
        {
            Media = new Dictionary<string, IReadOnlyList<MediaSource>>
            {
                ["image"] = [new BytesMediaSource(new byte[] { 1 }) { Width = width, Height = height }],
            },
        };
        Action map = () => StabilityRequestMapper.Map(request, Files(Requests.Picture));
        if (offered)
        {
            map.ShouldNotThrow();
            return;
        }

        Should.Throw<InvalidInputException>(map).Field.ShouldBe("image");
    }

    [Fact]
    public void A_video_takes_jpeg_and_png_only()
    {
        var webp = new VendorFile("a.webp", "image/webp", new byte[] { 1 });
        var request = Requests.Of(Modality.Video, "stable-video", """{"image":"upl_1"}""", "image-to-video");
        Should.Throw<InvalidInputException>(() => StabilityRequestMapper.Map(request, Files(webp))).Field.ShouldBe("image");
        Should.Throw<InvalidInputException>(() => StabilityRequestMapper.Map(request, Files())).Field.ShouldBe("image");
    }

    [Theory]
    [InlineData("sd3.5-flash", typeof(StabilitySubmission.Sd3))]
    [InlineData("stable-diffusion-xl-1024-v1-0", typeof(StabilitySubmission.TextToImage))]
    [InlineData("core", typeof(StabilitySubmission.Core))]
    [InlineData("ultra", typeof(StabilitySubmission.Ultra))]
    public void A_model_without_a_route_is_told_by_its_name(string model, Type expected) =>
        StabilityRequestMapper.Map(Requests.Of(Modality.Image, model, """{"prompt":"a"}"""), Files()).ShouldBeOfType(expected);

    private static T Map<T>(string model, string? route, string input, bool image = false)
        where T : StabilitySubmission =>
        StabilityRequestMapper.Map(Requests.Of(Modality.Image, model, input, route), Files(image ? Requests.Picture : null)).ShouldBeOfType<T>();

    private static Dictionary<string, VendorFile> Files(VendorFile? image = null) => image is null ? [] : new() { ["image"] = image };
}
