using System.Text.Json;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>The v1 services in the vendor's words. Pure.</summary>
internal static class StabilityV1RequestMapper
{
    public static StabilityTextToImageRequest Text(StabilityInput input)
    {
        input.TakePngOnly();
        var size = input.Values.Size("size");
        return new StabilityTextToImageRequest
        {
            TextPrompts = Prompts(input),
            Width = size?.Width,
            Height = size?.Height,
            Samples = input.Integer("count"),
            Seed = input.Seed(),
            StylePreset = input.Style(),
            CfgScale = input.Number("cfg_scale"),
            Steps = input.Integer("steps"),
            Sampler = input.Text("sampler"),
            ClipGuidancePreset = input.Text("clip_guidance_preset"),
            Extras = input.Values.Value("extras"),
        };
    }

    public static StabilityV1ImageRequest Image(StabilityRoute route, StabilityInput input)
    {
        input.TakePngOnly();
        var image = input.RequiredFile("image");
        StabilityV1ImageRequest request = route == StabilityRoute.V1Masking
            ? Masking(input) with { InitImage = image }
            : FromImage(input) with { InitImage = image };
        return request with
        {
            Samples = input.Integer("count"),
            Seed = input.Seed(),
            StylePreset = input.Style(),
            CfgScale = input.Number("cfg_scale"),
            Steps = input.Integer("steps"),
            Sampler = input.Text("sampler"),
            ClipGuidancePreset = input.Text("clip_guidance_preset"),
            Extras = input.Values.Value("extras"),
        };
    }

    public static StabilityUpscaleRequest Upscale(StabilityInput input)
    {
        input.TakePngOnly();
        input.RefuseSeveral();
        return new StabilityUpscaleRequest { Image = input.RequiredFile("image"), Width = input.Integer("width"),
            Height = input.Integer("height") };
    }

    /// <summary>
    /// Our strength is how far to move away from the image; the vendor's v1 says how close to keep to it. A schedule of steps is the
    /// other way to say the same.
    /// </summary>
    private static StabilityImageToImageRequest FromImage(StabilityInput input)
    {
        var (strength, start, end) = (input.Number("strength"), input.Number("step_schedule_start"), input.Number("step_schedule_end"));
        if (strength is not null && (start is not null || end is not null))
        {
            throw new InvalidInputException("step_schedule_start",
                "'strength' and the step schedule exclude each other; give one of them.");
        }

        return new StabilityImageToImageRequest
        {
            TextPrompts = Prompts(input),
            InitImage = input.RequiredFile("image"),
            InitImageMode = start is not null || end is not null ? "STEP_SCHEDULE" : strength is null ? null : "IMAGE_STRENGTH",
            ImageStrength = strength is { } away ? Math.Round(1 - away, 6) : null,
            StepScheduleStart = start,
            StepScheduleEnd = end,
        };
    }

    private static StabilityMaskingRequest Masking(StabilityInput input)
    {
        var mask = input.File("mask");
        return new StabilityMaskingRequest
        {
            TextPrompts = Prompts(input),
            InitImage = input.RequiredFile("image"),
            MaskImage = mask,
            MaskSource = input.Text("mask_source") ?? (mask is null ? "INIT_IMAGE_ALPHA" : "MASK_IMAGE_WHITE"),
        };
    }

    private static List<StabilityTextPrompt> Prompts(StabilityInput input)
    {
        List<StabilityTextPrompt> prompts = [new(input.Prompt)];
        if (input.Text("negative_prompt") is { Length: > 0 } avoided)
        {
            prompts.Add(new StabilityTextPrompt(avoided, -1));
        }

        return [.. prompts, .. MorePrompts(input)];
    }

    /// <summary>Further prompts with weights of their own: the vendor's list in the vendor's form.</summary>
    private static IEnumerable<StabilityTextPrompt> MorePrompts(StabilityInput input)
    {
        if (input.Values.Value("text_prompts") is not { } list)
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(MorePrompt)
            : throw new InvalidInputException("text_prompts", "'text_prompts' must be a list.");
    }

    private static StabilityTextPrompt MorePrompt(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException("text_prompts", "Each of 'text_prompts' must have a text and may have a weight.");
        }

        var prompt = new InputReader(item);
        return new StabilityTextPrompt(prompt.RequiredText("text"), prompt.Number("weight"));
    }
}
