using System.Text;
using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Clients.Tests.Stability;

/// <summary>What comes back from an operation.</summary>
public enum StabilityResult
{
    Image,
    Audio,
    Mesh,
    Job,
    Artifacts,
}

/// <summary>One operation of the client that sends a form, called with all its fields, and the form it must send.</summary>
/// <param name="Name">The vendor's word for it.</param>
/// <param name="Path">The path below the base address.</param>
/// <param name="Result">What comes back.</param>
/// <param name="RunAsync">Calls it.</param>
/// <param name="Fields">The parts in their order; a value that begins with <c>@</c> names a file of <see cref="StabilityOperations.Files"/>.</param>
public sealed record StabilityOperation(
    string Name,
    string Path,
    StabilityResult Result,
    Func<StabilityClient, StabilityAnswer, CancellationToken, Task<object>> RunAsync,
    params (string Name, string Value)[] Fields)
{
    /// <summary>The body with the boundary <c>B</c>.</summary>
    public string Form => string.Concat(Fields.Select(Part)) + "--B--\r\n";

    private static string Part((string Name, string Value) field)
    {
        if (!field.Value.StartsWith('@'))
        {
            return $"--B\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n";
        }

        var (file, bytes) = StabilityOperations.Files[field.Value];
        return $"--B\r\nContent-Type: {file.ContentType}\r\nContent-Disposition: form-data; name=\"{field.Name}\"; filename=\"{file.FileName}\"\r\n\r\n"
            + $"{Encoding.Latin1.GetString(bytes)}\r\n";
    }
}

/// <summary>Every operation that sends a form.</summary>
public static class StabilityOperations
{
    public const string Sdxl = "stable-diffusion-xl-1024-v1-0";

    private const string StableImage = "v2beta/stable-image/";

    public static IReadOnlyDictionary<string, (VendorFile File, byte[] Bytes)> Files { get; } = new Dictionary<string, (VendorFile, byte[])>
    {
        ["@image"] = Make("in.png", "image/png", Frames.Png(96, 64)),
        ["@square"] = Make("square.png", "image/png", Frames.Png(1024, 1024)),
        ["@mask"] = Make("mask.png", "image/png", Frames.Png(64, 64)),
        ["@frame"] = Make("frame.png", "image/png", Frames.Png(768, 768)),
        ["@sound"] = Make("in.wav", "audio/wav", SoundMaker.Make(new Sound(7, "in", 1, SoundFormat.Wav))),
    };

    private static VendorFile Image => Files["@image"].File;

    private static VendorFile Mask => Files["@mask"].File;

    private static VendorFile Sound => Files["@sound"].File;

    public static IReadOnlyList<StabilityOperation> All { get; } = [.. V1, .. Generate, .. Edit, .. Upscale, .. Control, .. Meshes, .. Audio, .. Audio3, Video];

    private static IEnumerable<StabilityOperation> V1 =>
    [
        new(
            "image-to-image",
            $"v1/generation/{Sdxl}/image-to-image",
            StabilityResult.Artifacts,
            async (client, answer, token) => await client.ImageToImageAsync(
                Sdxl,
                new StabilityImageToImageRequest
                {
                    TextPrompts = [new("a boat"), new("rain", -0.5)], InitImage = Files["@square"].File, InitImageMode = "IMAGE_STRENGTH", ImageStrength = 0.35,
                    CfgScale = 7.5, ClipGuidancePreset = "NONE", Sampler = "K_EULER", Samples = 1, Seed = 4294967295, Steps = 30, StylePreset = "anime",
                    Extras = JsonSerializer.SerializeToElement(new { refine = 1 }), Answer = answer,
                },
                cancellationToken: token),
            ("init_image", "@square"), ("text_prompts[0][text]", "a boat"), ("text_prompts[1][text]", "rain"), ("text_prompts[1][weight]", "-0.5"),
            ("init_image_mode", "IMAGE_STRENGTH"), ("image_strength", "0.35"), ("cfg_scale", "7.5"), ("clip_guidance_preset", "NONE"), ("sampler", "K_EULER"),
            ("samples", "1"), ("seed", "4294967295"), ("steps", "30"), ("style_preset", "anime"), ("extras", """{"refine":1}""")),
        new(
            "image-to-image/masking",
            $"v1/generation/{Sdxl}/image-to-image/masking",
            StabilityResult.Artifacts,
            async (client, answer, token) => await client.MaskingAsync(
                Sdxl,
                new StabilityMaskingRequest
                {
                    TextPrompts = [new("a boat")], InitImage = Files["@square"].File, MaskImage = Files["@square"].File, MaskSource = "MASK_IMAGE_BLACK", Answer = answer,
                },
                cancellationToken: token),
            ("init_image", "@square"), ("text_prompts[0][text]", "a boat"), ("mask_source", "MASK_IMAGE_BLACK"), ("mask_image", "@square")),
        new(
            "image-to-image/upscale",
            "v1/generation/esrgan-v1-x2plus/image-to-image/upscale",
            StabilityResult.Artifacts,
            async (client, answer, token) =>
                await client.UpscaleAsync(new StabilityUpscaleRequest { Image = Image, Width = 512, Answer = answer }, cancellationToken: token),
            ("image", "@image"), ("width", "512")),
    ];

    private static IEnumerable<StabilityOperation> Generate =>
    [
        new(
            "generate/core",
            StableImage + "generate/core",
            StabilityResult.Image,
            async (client, answer, token) => await client.GenerateCoreAsync(
                new StabilityCoreRequest { Prompt = "a boat", AspectRatio = "9:21", OutputFormat = "png", Answer = answer }, cancellationToken: token),
            ("prompt", "a boat"), ("aspect_ratio", "9:21"), ("output_format", "png")),
        new(
            "generate/ultra",
            StableImage + "generate/ultra",
            StabilityResult.Image,
            async (client, answer, token) => await client.GenerateUltraAsync(
                new StabilityUltraRequest { Prompt = "a boat", Image = Image, Strength = 0.35, StylePreset = "pixel-art", Answer = answer }, cancellationToken: token),
            ("prompt", "a boat"), ("image", "@image"), ("strength", "0.35"), ("style_preset", "pixel-art")),
        new(
            "generate/sd3",
            StableImage + "generate/sd3",
            StabilityResult.Image,
            async (client, answer, token) => await client.GenerateSd3Async(
                new StabilitySd3Request { Prompt = "a boat", Model = "sd3.5-large", Image = Image, Strength = 0.5, CfgScale = 4.5, Answer = answer },
                cancellationToken: token),
            ("prompt", "a boat"), ("model", "sd3.5-large"), ("mode", "image-to-image"), ("image", "@image"), ("strength", "0.5"), ("cfg_scale", "4.5")),
    ];

    private static IEnumerable<StabilityOperation> Edit =>
    [
        new(
            "edit/erase",
            StableImage + "edit/erase",
            StabilityResult.Image,
            async (client, answer, token) => await client.EraseAsync(
                new StabilityEraseRequest { Image = Image, Mask = Mask, GrowMask = 5, Seed = 1, OutputFormat = "png", Answer = answer }, cancellationToken: token),
            ("image", "@image"), ("mask", "@mask"), ("grow_mask", "5"), ("seed", "1"), ("output_format", "png")),
        new(
            "edit/inpaint",
            StableImage + "edit/inpaint",
            StabilityResult.Image,
            async (client, answer, token) => await client.InpaintAsync(
                new StabilityInpaintRequest
                {
                    Image = Image, Prompt = "a boat", Mask = Mask, NegativePrompt = "rain", GrowMask = 0, StylePreset = "anime", Seed = 4294967294, Answer = answer,
                },
                cancellationToken: token),
            ("image", "@image"), ("prompt", "a boat"), ("mask", "@mask"), ("negative_prompt", "rain"), ("grow_mask", "0"), ("style_preset", "anime"),
            ("seed", "4294967294")),
        new(
            "edit/outpaint",
            StableImage + "edit/outpaint",
            StabilityResult.Image,
            async (client, answer, token) => await client.OutpaintAsync(
                new StabilityOutpaintRequest
                {
                    Image = Image, Left = 10, Right = 20, Up = 30, Down = 40, Creativity = 0.25, Prompt = "", StylePreset = "anime", Answer = answer,
                },
                cancellationToken: token),
            ("image", "@image"), ("left", "10"), ("right", "20"), ("up", "30"), ("down", "40"), ("creativity", "0.25"), ("prompt", ""), ("style_preset", "anime")),
        new(
            "edit/search-and-replace",
            StableImage + "edit/search-and-replace",
            StabilityResult.Image,
            async (client, answer, token) => await client.SearchAndReplaceAsync(
                new StabilitySearchAndReplaceRequest
                {
                    Image = Image, Prompt = "a boat", SearchPrompt = "a car", NegativePrompt = "rain", GrowMask = 3, StylePreset = "anime", Answer = answer,
                },
                cancellationToken: token),
            ("image", "@image"), ("prompt", "a boat"), ("search_prompt", "a car"), ("negative_prompt", "rain"), ("grow_mask", "3"), ("style_preset", "anime")),
        new(
            "edit/search-and-recolor",
            StableImage + "edit/search-and-recolor",
            StabilityResult.Image,
            async (client, answer, token) => await client.SearchAndRecolorAsync(
                new StabilitySearchAndRecolorRequest { Image = Image, Prompt = "red", SelectPrompt = "a car", Answer = answer }, cancellationToken: token),
            ("image", "@image"), ("prompt", "red"), ("select_prompt", "a car")),
        new(
            "edit/remove-background",
            StableImage + "edit/remove-background",
            StabilityResult.Image,
            async (client, answer, token) => await client.RemoveBackgroundAsync(
                new StabilityRemoveBackgroundRequest { Image = Image, OutputFormat = "webp", Answer = answer }, cancellationToken: token),
            ("image", "@image"), ("output_format", "webp")),
        new(
            "edit/replace-background-and-relight",
            StableImage + "edit/replace-background-and-relight",
            StabilityResult.Job,
            async (client, _, token) => await client.ReplaceBackgroundAndRelightAsync(
                new StabilityRelightRequest
                {
                    SubjectImage = Image, BackgroundPrompt = "a beach", BackgroundReference = Mask, ForegroundPrompt = "a boat", NegativePrompt = "rain",
                    PreserveOriginalSubject = 0.6, OriginalBackgroundDepth = 0.5, KeepOriginalBackground = false, LightSourceDirection = "above",
                    LightReference = Mask, LightSourceStrength = 0.3, Seed = 9, OutputFormat = "png",
                },
                cancellationToken: token),
            ("subject_image", "@image"), ("background_prompt", "a beach"), ("background_reference", "@mask"), ("foreground_prompt", "a boat"),
            ("negative_prompt", "rain"), ("preserve_original_subject", "0.6"), ("original_background_depth", "0.5"), ("keep_original_background", "false"),
            ("light_source_direction", "above"), ("light_reference", "@mask"), ("light_source_strength", "0.3"), ("seed", "9"), ("output_format", "png")),
    ];

    private static IEnumerable<StabilityOperation> Upscale =>
    [
        new(
            "upscale/fast",
            StableImage + "upscale/fast",
            StabilityResult.Image,
            async (client, answer, token) => await client.UpscaleFastAsync(
                new StabilityFastUpscaleRequest { Image = Image, OutputFormat = "jpeg", Answer = answer }, cancellationToken: token),
            ("image", "@image"), ("output_format", "jpeg")),
        new(
            "upscale/conservative",
            StableImage + "upscale/conservative",
            StabilityResult.Image,
            async (client, answer, token) => await client.UpscaleConservativeAsync(
                new StabilityConservativeUpscaleRequest { Image = Image, Prompt = "a boat", NegativePrompt = "rain", Creativity = 0.35, Answer = answer },
                cancellationToken: token),
            ("image", "@image"), ("prompt", "a boat"), ("negative_prompt", "rain"), ("creativity", "0.35")),
        new(
            "upscale/creative",
            StableImage + "upscale/creative",
            StabilityResult.Job,
            async (client, _, token) => await client.UpscaleCreativeAsync(
                new StabilityCreativeUpscaleRequest { Image = Image, Prompt = "a boat", NegativePrompt = "rain", Creativity = 0.1, StylePreset = "anime", Seed = 3 },
                cancellationToken: token),
            ("image", "@image"), ("prompt", "a boat"), ("negative_prompt", "rain"), ("creativity", "0.1"), ("style_preset", "anime"), ("seed", "3")),
    ];

    private static IEnumerable<StabilityOperation> Control =>
    [
        Guided("control/sketch", static (client, request, token) => client.ControlSketchAsync(request, cancellationToken: token)),
        Guided("control/structure", static (client, request, token) => client.ControlStructureAsync(request, cancellationToken: token)),
        new(
            "control/style",
            StableImage + "control/style",
            StabilityResult.Image,
            async (client, answer, token) => await client.ControlStyleAsync(
                new StabilityStyleRequest { Image = Image, Prompt = "a boat", AspectRatio = "3:2", Fidelity = 0.5, Answer = answer }, cancellationToken: token),
            ("prompt", "a boat"), ("image", "@image"), ("aspect_ratio", "3:2"), ("fidelity", "0.5")),
        new(
            "control/style-transfer",
            StableImage + "control/style-transfer",
            StabilityResult.Image,
            async (client, answer, token) => await client.ControlStyleTransferAsync(
                new StabilityStyleTransferRequest
                {
                    InitImage = Image, StyleImage = Mask, Prompt = "a boat", StyleStrength = 1, CompositionFidelity = 0.9, ChangeStrength = 0.1, Answer = answer,
                },
                cancellationToken: token),
            ("init_image", "@image"), ("style_image", "@mask"), ("prompt", "a boat"), ("style_strength", "1"), ("composition_fidelity", "0.9"),
            ("change_strength", "0.1")),
    ];

    private static IEnumerable<StabilityOperation> Meshes =>
    [
        new(
            "3d/stable-fast-3d",
            "v2beta/3d/stable-fast-3d",
            StabilityResult.Mesh,
            async (client, _, token) => await client.StableFast3DAsync(
                new StabilityFast3DRequest { Image = Image, TextureResolution = "512", Remesh = "quad", ForegroundRatio = 0.85, VertexCount = -1 },
                cancellationToken: token),
            ("image", "@image"), ("texture_resolution", "512"), ("remesh", "quad"), ("foreground_ratio", "0.85"), ("vertex_count", "-1")),
        new(
            "3d/stable-point-aware-3d",
            "v2beta/3d/stable-point-aware-3d",
            StabilityResult.Mesh,
            async (client, _, token) => await client.StablePointAware3DAsync(
                new StabilityPointAware3DRequest { Image = Image, ForegroundRatio = 1.3, TargetType = "face", TargetCount = 1000, GuidanceScale = 3, Seed = 5 },
                cancellationToken: token),
            ("image", "@image"), ("foreground_ratio", "1.3"), ("target_type", "face"), ("target_count", "1000"), ("guidance_scale", "3"), ("seed", "5")),
    ];

    private static IEnumerable<StabilityOperation> Audio =>
    [
        new(
            "audio/text-to-audio",
            "v2beta/audio/stable-audio-2/text-to-audio",
            StabilityResult.Audio,
            async (client, answer, token) => await client.TextToAudioAsync(
                new StabilityTextToAudioRequest
                {
                    Prompt = "a waltz", Model = "stable-audio-2", Duration = 2.5, Seed = 5, Steps = 50, CfgScale = 7, OutputFormat = "wav", Answer = answer,
                },
                cancellationToken: token),
            ("prompt", "a waltz"), ("model", "stable-audio-2"), ("duration", "2.5"), ("seed", "5"), ("steps", "50"), ("cfg_scale", "7"), ("output_format", "wav")),
        new(
            "audio/audio-to-audio",
            "v2beta/audio/stable-audio-2/audio-to-audio",
            StabilityResult.Audio,
            async (client, answer, token) => await client.AudioToAudioAsync(
                new StabilityAudioToAudioRequest { Prompt = "a waltz", Model = "stable-audio-2.5", Audio = Sound, Strength = 0.01, Steps = 8, Duration = 3, Answer = answer },
                cancellationToken: token),
            ("audio", "@sound"), ("strength", "0.01"), ("prompt", "a waltz"), ("model", "stable-audio-2.5"), ("duration", "3"), ("steps", "8")),
        new(
            "audio/inpaint",
            "v2beta/audio/stable-audio-2/inpaint",
            StabilityResult.Audio,
            async (client, answer, token) => await client.AudioInpaintAsync(
                new StabilityAudioInpaintRequest { Prompt = "a waltz", Audio = Sound, MaskStart = 1, MaskEnd = 2, Duration = 3, OutputFormat = "mp3", Answer = answer },
                cancellationToken: token),
            ("audio", "@sound"), ("mask_start", "1"), ("mask_end", "2"), ("prompt", "a waltz"), ("duration", "3"), ("output_format", "mp3")),
    ];

    private static IEnumerable<StabilityOperation> Audio3 =>
    [
        new(
            "audio-3/text-to-audio",
            "v2beta/audio/stable-audio/text-to-audio",
            StabilityResult.Job,
            async (client, _, token) => await client.TextToAudio3Async(
                new StabilityAudio3Request { Prompt = "a waltz", Model = "stable-audio-3", Duration = 380, Steps = 8, CfgScale = 1 }, cancellationToken: token),
            ("prompt", "a waltz"), ("model", "stable-audio-3"), ("duration", "380"), ("steps", "8"), ("cfg_scale", "1")),
        new(
            "audio-3/audio-to-audio",
            "v2beta/audio/stable-audio/audio-to-audio",
            StabilityResult.Job,
            async (client, _, token) => await client.AudioToAudio3Async(
                new StabilityAudio3ToAudioRequest { Prompt = "a waltz", Audio = Sound, Strength = 0.5, Duration = 3 }, cancellationToken: token),
            ("audio", "@sound"), ("strength", "0.5"), ("prompt", "a waltz"), ("duration", "3")),
        new(
            "audio-3/inpaint",
            "v2beta/audio/stable-audio/inpaint",
            StabilityResult.Job,
            async (client, _, token) => await client.AudioInpaint3Async(
                new StabilityAudio3InpaintRequest { Prompt = "a waltz", Audio = Sound, MaskStart = 1, MaskEnd = 380, Duration = 3 }, cancellationToken: token),
            ("audio", "@sound"), ("mask_start", "1"), ("mask_end", "380"), ("prompt", "a waltz"), ("duration", "3")),
    ];

    private static StabilityOperation Video => new(
        "image-to-video",
        "v2beta/image-to-video",
        StabilityResult.Job,
        async (client, _, token) => await client.ImageToVideoAsync(
            new StabilityImageToVideoRequest { Image = Files["@frame"].File, Seed = 7, CfgScale = 1.8, MotionBucketId = 127 }, cancellationToken: token),
        ("image", "@frame"), ("seed", "7"), ("cfg_scale", "1.8"), ("motion_bucket_id", "127"));

    private static StabilityOperation Guided(string service, Func<StabilityClient, StabilityControlRequest, CancellationToken, Task<StabilityMedia>> call) => new(
        service,
        StableImage + service,
        StabilityResult.Image,
        async (client, answer, token) => await call(
            client,
            new StabilityControlRequest
            {
                Image = Image, Prompt = "a boat", ControlStrength = 0.7, NegativePrompt = "rain", StylePreset = "anime", Seed = 3, OutputFormat = "webp", Answer = answer,
            },
            token),
        ("prompt", "a boat"), ("image", "@image"), ("control_strength", "0.7"), ("negative_prompt", "rain"), ("style_preset", "anime"), ("seed", "3"),
        ("output_format", "webp"));

    private static (VendorFile File, byte[] Bytes) Make(string name, string type, byte[] bytes) => (new VendorFile(name, type, bytes), bytes);
}
