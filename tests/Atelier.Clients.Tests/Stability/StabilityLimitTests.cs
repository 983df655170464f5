using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;

namespace Atelier.Clients.Tests.Stability;

/// <summary>What the vendor would refuse is refused before it is sent, by the vendor's name of the field and with its range.</summary>
public sealed class StabilityLimitTests
{
    private static readonly VendorFile Image = new("a.png", "image/png", new byte[] { 1 });

    private static readonly Dictionary<string, (string Field, string Says, StabilityRequest Request)> Wrong = new()
    {
        ["no prompt"] = ("prompt", "1 to 10000", new StabilityCoreRequest { Prompt = "" }),
        ["long prompt"] = ("prompt", "has 10001", new StabilityCoreRequest { Prompt = new string('a', 10_001) }),
        ["long negative prompt"] = ("negative_prompt", "10000", new StabilityCoreRequest { Prompt = "a", NegativePrompt = new string('a', 10_001) }),
        ["ratio"] = ("aspect_ratio", "21:9", new StabilityCoreRequest { Prompt = "a", AspectRatio = "4:3" }),
        ["seed"] = ("seed", "4294967294", new StabilityCoreRequest { Prompt = "a", Seed = uint.MaxValue }),
        ["style"] = ("style_preset", "anime", new StabilityCoreRequest { Prompt = "a", StylePreset = "baroque" }),
        ["format"] = ("output_format", "webp", new StabilityCoreRequest { Prompt = "a", OutputFormat = "gif" }),
        ["ultra strength"] = ("strength", "required", new StabilityUltraRequest { Prompt = "a", Image = Image }),
        ["ultra strength range"] = ("strength", "from 0 to 1, but is 1.5", new StabilityUltraRequest { Prompt = "a", Image = Image, Strength = 1.5 }),
        ["not a number"] = ("strength", "NaN", new StabilityUltraRequest { Prompt = "a", Image = Image, Strength = double.NaN }),
        ["sd3 strength"] = ("strength", "image", new StabilitySd3Request { Prompt = "a", Strength = 0.5 }),
        ["sd3 ratio"] = ("aspect_ratio", "without an image", new StabilitySd3Request { Prompt = "a", Image = Image, Strength = 0.5, AspectRatio = "1:1" }),
        ["sd3 guidance"] = ("cfg_scale", "from 1 to 10", new StabilitySd3Request { Prompt = "a", CfgScale = 0.5 }),
        ["grow mask"] = ("grow_mask", "from 0 to 20", new StabilityEraseRequest { Image = Image, GrowMask = 21 }),
        ["no border"] = ("left", "more than 0", new StabilityOutpaintRequest { Image = Image }),
        ["border"] = ("down", "from 0 to 2000", new StabilityOutpaintRequest { Image = Image, Down = 2001 }),
        ["negative border"] = ("up", "but is -1", new StabilityOutpaintRequest { Image = Image, Up = -1 }),
        ["search"] = ("search_prompt", "1 to 10000", new StabilitySearchAndReplaceRequest { Image = Image, Prompt = "a", SearchPrompt = "" }),
        ["select"] = ("select_prompt", "1 to 10000", new StabilitySearchAndRecolorRequest { Image = Image, Prompt = "a", SelectPrompt = "" }),
        ["cut-out format"] = ("output_format", "png, webp", new StabilityRemoveBackgroundRequest { Image = Image, OutputFormat = "jpeg" }),
        ["background"] = ("background_prompt", "background_reference", new StabilityRelightRequest { SubjectImage = Image }),
        ["light"] = ("light_source_strength", "light_source_direction", new StabilityRelightRequest { SubjectImage = Image, BackgroundPrompt = "a", LightSourceStrength = 1 }),
        ["direction"] = ("light_source_direction", "below", new StabilityRelightRequest { SubjectImage = Image, BackgroundPrompt = "a", LightSourceDirection = "behind" }),
        ["conservative"] = ("creativity", "from 0.2 to 0.5", new StabilityConservativeUpscaleRequest { Image = Image, Prompt = "a", Creativity = 0.1 }),
        ["creative"] = ("creativity", "from 0.1 to 0.5", new StabilityCreativeUpscaleRequest { Image = Image, Prompt = "a", Creativity = 0.6 }),
        ["control"] = ("control_strength", "from 0 to 1", new StabilityControlRequest { Image = Image, Prompt = "a", ControlStrength = -0.1 }),
        ["fidelity"] = ("fidelity", "from 0 to 1", new StabilityStyleRequest { Image = Image, Prompt = "a", Fidelity = 2 }),
        ["change"] = ("change_strength", "from 0.1 to 1", new StabilityStyleTransferRequest { InitImage = Image, StyleImage = Image, ChangeStrength = 0 }),
        ["texture"] = ("texture_resolution", "2048", new StabilityFast3DRequest { Image = Image, TextureResolution = "4096" }),
        ["foreground"] = ("foreground_ratio", "from 0.1 to 1", new StabilityFast3DRequest { Image = Image, ForegroundRatio = 1.3 }),
        ["aware foreground"] = ("foreground_ratio", "from 1 to 2", new StabilityPointAware3DRequest { Image = Image, ForegroundRatio = 0.85 }),
        ["target"] = ("target_count", "from 100 to 20000", new StabilityPointAware3DRequest { Image = Image, TargetCount = 99 }),
        ["motion"] = ("motion_bucket_id", "from 1 to 255", new StabilityImageToVideoRequest { Image = Image, MotionBucketId = 0 }),
        ["steps of 2"] = ("steps", "from 30 to 100", new StabilityTextToAudioRequest { Prompt = "a", Steps = 8 }),
        ["steps of 2.5"] = ("steps", "from 4 to 8", new StabilityTextToAudioRequest { Prompt = "a", Model = "stable-audio-2.5", Steps = 50 }),
        ["duration of 2"] = ("duration", "from 1 to 190", new StabilityTextToAudioRequest { Prompt = "a", Duration = 191 }),
        ["duration of 3"] = ("duration", "from 1 to 380", new StabilityAudio3Request { Prompt = "a", Duration = 381 }),
        ["audio model"] = ("model", "stable-audio-2.5", new StabilityTextToAudioRequest { Prompt = "a", Model = "stable-audio-3" }),
        ["audio strength"] = ("strength", "from 0.01", new StabilityAudioToAudioRequest { Prompt = "a", Model = "stable-audio-2.5", Audio = Image, Strength = 0 }),
        ["audio mask"] = ("mask_end", "later", new StabilityAudio3InpaintRequest { Prompt = "a", Audio = Image, MaskStart = 30, MaskEnd = 20 }),
        ["audio format"] = ("output_format", "mp3, wav", new StabilityAudio3Request { Prompt = "a", OutputFormat = "flac" }),
        ["v1 prompts"] = ("text_prompts", "at least one", new StabilityImageToImageRequest { TextPrompts = [], InitImage = Image }),
        ["v1 prompt"] = ("text_prompts", "1 to 2000", new StabilityImageToImageRequest { TextPrompts = [new(new string('a', 2001))], InitImage = Image }),
        ["v1 samples"] = ("samples", "bytes", new StabilityImageToImageRequest { TextPrompts = [new("a")], InitImage = Image, Samples = 2, Answer = StabilityAnswer.Bytes }),
        ["v1 mask"] = ("mask_image", "INIT_IMAGE_ALPHA", new StabilityMaskingRequest { TextPrompts = [new("a")], InitImage = Image, MaskSource = "MASK_IMAGE_WHITE" }),
        ["v1 extras"] = ("extras", "object", new StabilityImageToImageRequest { TextPrompts = [new("a")], InitImage = Image, Extras = JsonSerializer.SerializeToElement(1) }),
        ["v1 upscale"] = ("height", "at most one", new StabilityUpscaleRequest { Image = Image, Width = 512, Height = 512 }),
        ["image size"] = ("image", "10 MiB", new StabilityFastUpscaleRequest { Image = Large(10 * 1024 * 1024 + 1) }),
        ["sum of sizes"] = ("init_image", "10 MiB", new StabilityStyleTransferRequest { InitImage = Large(6_000_000), StyleImage = Large(6_000_000) }),
        ["audio size"] = ("audio", "50 MiB", new StabilityAudioToAudioRequest { Prompt = "a", Audio = Large(50 * 1024 * 1024 + 1) }),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_out_of_range_is_named_with_its_range(string name)
    {
        var (field, says, request) = Wrong[name];

        var fault = Should.Throw<ArgumentException>(() => StabilityForm.Of(request));

        fault.ParamName.ShouldBe(field);
        fault.Message.ShouldContain(says);
    }

    [Theory]
    [InlineData(500, null, null, "width")]
    [InlineData(1024, 768, null, "width")]
    [InlineData(null, 64, null, "height")]
    [InlineData(null, null, 151, "steps")]
    public async Task V1_text_to_image_checks_sizes_and_steps(int? width, int? height, int? steps, string field)
    {
        await using var bench = await StabilityBench.StartAsync();
        var request = new StabilityTextToImageRequest { TextPrompts = [new("a")], Width = width, Height = height, Steps = steps };

        (await Should.ThrowAsync<ArgumentException>(() => bench.Client.TextToImageAsync(StabilityOperations.Sdxl, request, cancellationToken: Token)))
            .ParamName.ShouldBe(field);
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void The_largest_request_allowed_passes() =>
        StabilityForm.Of(new StabilityFastUpscaleRequest { Image = Large(10 * 1024 * 1024) }).Count.ShouldBe(1);

    private static VendorFile Large(long bytes) => new("a.png", "image/png", _ => ValueTask.FromResult(Stream.Null), bytes);
}
