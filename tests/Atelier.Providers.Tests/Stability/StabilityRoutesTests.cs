using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Support;

namespace Atelier.Providers.Tests.Stability;

/// <summary>Every route says every parameter in the vendor's words and drops none.</summary>
public sealed class StabilityRoutesTests
{
    private static readonly VendorFile Image = File("image");
    private static readonly VendorFile Mask = File("mask");
    private static readonly VendorFile Other = File("other");

    private static readonly Dictionary<string, VendorFile> Files = new()
    {
        ["image"] = Image, ["mask"] = Mask, ["style_image"] = Other, ["background_reference"] = Other, ["light_reference"] = Mask, ["audio"] = Other,
    };

    [Fact]
    public void V1_image_to_image_turns_our_strength_round()
    {
        var request = V1<StabilityImageToImageRequest>("v1-image-to-image", """
            {"prompt":"a","negative_prompt":"b","image":"u","strength":0.65,"count":2,"seed":7,"style":"anime","cfg_scale":5,"steps":20,
             "sampler":"K_LMS","clip_guidance_preset":"SLOW"}
            """);
        request.ShouldBeEquivalentTo(new StabilityImageToImageRequest
        {
            TextPrompts = request.TextPrompts, InitImage = Image, InitImageMode = "IMAGE_STRENGTH", ImageStrength = 0.35, Samples = 2, Seed = 7,
            StylePreset = "anime", CfgScale = 5, Steps = 20, Sampler = "K_LMS", ClipGuidancePreset = "SLOW",
        });
        request.TextPrompts.ShouldBe([new StabilityTextPrompt("a"), new StabilityTextPrompt("b", -1)]);
    }

    [Fact]
    public void V1_image_to_image_takes_a_schedule_instead_of_a_strength()
    {
        var request = V1<StabilityImageToImageRequest>(
            "v1-image-to-image", """{"prompt":"a","image":"u","step_schedule_start":0.6,"step_schedule_end":0.1}""");
        (request.InitImageMode, request.StepScheduleStart, request.StepScheduleEnd, request.ImageStrength).ShouldBe(("STEP_SCHEDULE", 0.6, 0.1, null));
        Should.Throw<InvalidInputException>(
            () => V1<StabilityImageToImageRequest>("v1-image-to-image", """{"prompt":"a","image":"u","strength":0.5,"step_schedule_end":0.1}"""))
            .Field.ShouldBe("step_schedule_start");
    }

    [Fact]
    public void V1_masking_changes_what_is_white_unless_told_otherwise()
    {
        V1<StabilityMaskingRequest>("v1-masking", """{"prompt":"a","image":"u","mask":"m"}""").MaskSource.ShouldBe("MASK_IMAGE_WHITE");
        V1<StabilityMaskingRequest>("v1-masking", """{"prompt":"a","image":"u","mask":"m","mask_source":"MASK_IMAGE_BLACK"}""")
            .MaskSource.ShouldBe("MASK_IMAGE_BLACK");
    }

    [Fact]
    public void Edits_take_their_parameters()
    {
        Edit("erase", """{"image":"u","mask":"m","grow_mask":7,"seed":3,"format":"webp"}""").ShouldBe(
            new StabilityEraseRequest { Image = Image, Mask = Mask, GrowMask = 7, Seed = 3, OutputFormat = "webp" });
        Edit("inpaint", """{"image":"u","mask":"m","prompt":"a","negative_prompt":"b","grow_mask":7,"seed":3,"style":"anime","format":"jpg"}""").ShouldBe(
            new StabilityInpaintRequest
            {
                Image = Image, Mask = Mask, Prompt = "a", NegativePrompt = "b", GrowMask = 7, Seed = 3, StylePreset = "anime", OutputFormat = "jpeg",
            });
        Edit("outpaint", """{"image":"u","left":1,"right":2,"up":3,"down":4,"creativity":0.2,"prompt":"a","seed":3,"style":"anime","format":"png"}""")
            .ShouldBe(new StabilityOutpaintRequest
            {
                Image = Image, Left = 1, Right = 2, Up = 3, Down = 4, Creativity = 0.2, Prompt = "a", Seed = 3, StylePreset = "anime", OutputFormat = "png",
            });
        Edit("search-and-replace", """{"image":"u","prompt":"a","search_prompt":"s","negative_prompt":"b","grow_mask":1,"seed":3,"style":"anime"}""")
            .ShouldBe(new StabilitySearchAndReplaceRequest
            {
                Image = Image, Prompt = "a", SearchPrompt = "s", NegativePrompt = "b", GrowMask = 1, Seed = 3, StylePreset = "anime",
            });
        Edit("search-and-recolor", """{"image":"u","prompt":"a","select_prompt":"s","negative_prompt":"b","grow_mask":1,"seed":3,"style":"anime"}""")
            .ShouldBe(new StabilitySearchAndRecolorRequest
            {
                Image = Image, Prompt = "a", SelectPrompt = "s", NegativePrompt = "b", GrowMask = 1, Seed = 3, StylePreset = "anime",
            });
        Edit("remove-background", """{"image":"u","format":"webp"}""").ShouldBe(
            new StabilityRemoveBackgroundRequest { Image = Image, OutputFormat = "webp" });
    }

    [Fact]
    public void Relight_takes_its_parameters() =>
        Edit("replace-background-and-relight", """
            {"image":"u","background_prompt":"a","background_reference":"r","foreground_prompt":"f","negative_prompt":"b","preserve_original_subject":0.1,
             "original_background_depth":0.2,"keep_original_background":true,"light_source_direction":"left","light_reference":"l",
             "light_source_strength":0.4,"seed":3,"format":"png"}
            """).ShouldBe(new StabilityRelightRequest
        {
            SubjectImage = Image, BackgroundPrompt = "a", BackgroundReference = Other, ForegroundPrompt = "f", NegativePrompt = "b",
            PreserveOriginalSubject = 0.1, OriginalBackgroundDepth = 0.2, KeepOriginalBackground = true, LightSourceDirection = "left",
            LightReference = Mask, LightSourceStrength = 0.4, Seed = 3, OutputFormat = "png",
        });

    [Fact]
    public void Upscales_and_controls_take_their_parameters()
    {
        Edit("upscale-fast", """{"image":"u","format":"png"}""").ShouldBe(new StabilityFastUpscaleRequest { Image = Image, OutputFormat = "png" });
        Edit("upscale-conservative", """{"image":"u","prompt":"a","negative_prompt":"b","creativity":0.3,"seed":3}""").ShouldBe(
            new StabilityConservativeUpscaleRequest { Image = Image, Prompt = "a", NegativePrompt = "b", Creativity = 0.3, Seed = 3 });
        Edit("upscale-creative", """{"image":"u","prompt":"a","negative_prompt":"b","creativity":0.3,"seed":3,"style":"anime"}""").ShouldBe(
            new StabilityCreativeUpscaleRequest { Image = Image, Prompt = "a", NegativePrompt = "b", Creativity = 0.3, Seed = 3, StylePreset = "anime" });
        var control = new StabilityControlRequest { Image = Image, Prompt = "a", NegativePrompt = "b", ControlStrength = 0.3, Seed = 3, StylePreset = "anime" };
        const string input = """{"image":"u","prompt":"a","negative_prompt":"b","control_strength":0.3,"seed":3,"style":"anime"}""";
        Edit("control-sketch", input).ShouldBe(control);
        Edit("control-structure", input).ShouldBe(control);
        Edit("control-style", """{"image":"u","prompt":"a","negative_prompt":"b","aspect_ratio":"3:2","fidelity":0.3,"seed":3,"style":"anime"}""").ShouldBe(
            new StabilityStyleRequest
            {
                Image = Image, Prompt = "a", NegativePrompt = "b", AspectRatio = "3:2", Fidelity = 0.3, Seed = 3, StylePreset = "anime",
            });
        Edit("control-style-transfer", """
            {"image":"u","style_image":"s","prompt":"a","negative_prompt":"b","style_strength":0.3,"composition_fidelity":0.4,"change_strength":0.5,"seed":3}
            """).ShouldBe(new StabilityStyleTransferRequest
        {
            InitImage = Image, StyleImage = Other, Prompt = "a", NegativePrompt = "b", StyleStrength = 0.3, CompositionFidelity = 0.4, ChangeStrength = 0.5,
            Seed = 3,
        });
    }

    [Fact]
    public void Meshes_take_their_parameters()
    {
        Map("stable-fast-3d", Modality.Mesh, """{"image":"u","texture_resolution":512,"foreground_ratio":0.5,"remesh":"quad","vertex_count":500}""")
            .ShouldBe(new StabilitySubmission.Mesh(new StabilityFast3DRequest
            {
                Image = Image, TextureResolution = "512", ForegroundRatio = 0.5, Remesh = "quad", VertexCount = 500,
            }));
        Map("stable-point-aware-3d", Modality.Mesh, """{"image":"u","target_type":"face","target_count":200,"guidance_scale":4,"seed":5}""")
            .ShouldBe(new StabilitySubmission.Mesh(new StabilityPointAware3DRequest
            {
                Image = Image, TargetType = "face", TargetCount = 200, GuidanceScale = 4, Seed = 5,
            }));
    }

    [Fact]
    public void Music_takes_its_parameters()
    {
        const string rest = "\"prompt\":\"a\",\"duration\":30,\"seed\":5,\"steps\":6,\"cfg_scale\":2,\"format\":\"wav\"";
        Audio("text-to-audio", $$"""{{{rest}}}""").ShouldBe(Common(new StabilityTextToAudioRequest { Prompt = "a", Model = "m" }));
        Audio("audio-to-audio", $$"""{{{rest}},"audio":"u","strength":0.5}""").ShouldBe(
            Common(new StabilityAudioToAudioRequest { Prompt = "a", Model = "m", Audio = Other, Strength = 0.5 }));
        Audio("audio-inpaint", $$"""{{{rest}},"audio":"u","mask_start":1,"mask_end":9}""").ShouldBe(
            Common(new StabilityAudioInpaintRequest { Prompt = "a", Model = "m", Audio = Other, MaskStart = 1, MaskEnd = 9 }));
        Audio("text-to-audio-3", $$"""{{{rest}}}""").ShouldBe(Common(new StabilityAudio3Request { Prompt = "a", Model = "m" }));
        Audio("audio-to-audio-3", $$"""{{{rest}},"audio":"u","strength":0.5}""").ShouldBe(
            Common(new StabilityAudio3ToAudioRequest { Prompt = "a", Model = "m", Audio = Other, Strength = 0.5 }));
        Audio("audio-inpaint-3", $$"""{{{rest}},"audio":"u","mask_start":1,"mask_end":9}""").ShouldBe(
            Common(new StabilityAudio3InpaintRequest { Prompt = "a", Model = "m", Audio = Other, MaskStart = 1, MaskEnd = 9 }));

        static StabilityAudioRequest Common(StabilityAudioRequest request) =>
            request with { Duration = 30, Seed = 5, Steps = 6, CfgScale = 2, OutputFormat = "wav" };
    }

    [Fact]
    public void No_route_drops_a_parameter()
    {
        foreach (var route in StabilityRoutes.Names)
        {
            var input = """{"prompt":"a","image":"u","audio":"u","search_prompt":"s","select_prompt":"s","style_image":"u","no_such_thing":1}""";
            Should.Throw<InvalidInputException>(() => Map(route, Modality.Image, input), route);
        }
    }

    [Theory]
    [InlineData("stable-fast-3d", "obj")]
    [InlineData("v1-image-to-image", "webp")]
    public void A_format_that_a_service_does_not_give_is_refused(string route, string format) =>
        Should.Throw<InvalidInputException>(
            () => Map(route, Modality.Image, JsonSerializer.Serialize(new { prompt = "a", image = "u", format }))).Field.ShouldBe("format");

    private static T V1<T>(string route, string input)
        where T : StabilityV1ImageRequest =>
        Map(route, Modality.Image, input).ShouldBeOfType<StabilitySubmission.ImageToImage>().Request.ShouldBeOfType<T>();

    private static StabilityImageRequest Edit(string route, string input) =>
        Map(route, Modality.Image, input).ShouldBeOfType<StabilitySubmission.Edit>().Request;

    private static StabilityAudioRequest Audio(string route, string input) =>
        Map(route, Modality.Music, input).ShouldBeOfType<StabilitySubmission.Audio>().Request;

    private static StabilitySubmission Map(string route, Modality modality, string input) =>
        StabilityRequestMapper.Map(Requests.Of(modality, "m", input, route), Files);

    private static VendorFile File(string name) => new($"{name}.png", "image/png", new byte[] { 1 });
}
