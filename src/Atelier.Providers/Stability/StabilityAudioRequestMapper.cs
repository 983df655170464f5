using Atelier.Clients.Stability;

namespace Atelier.Providers.Stability;

/// <summary>The audio services in the vendor's words. Pure.</summary>
internal static class StabilityAudioRequestMapper
{
    public static StabilityAudioRequest Map(StabilityRoute route, StabilityInput input)
    {
        var (model, prompt) = (input.Request.VendorModel, input.Prompt);
        StabilityAudioRequest request = route switch
        {
            StabilityRoute.TextToAudio => new StabilityTextToAudioRequest { Prompt = prompt, Model = model },
            StabilityRoute.AudioToAudio => new StabilityAudioToAudioRequest
            {
                Prompt = prompt, Model = model, Audio = input.RequiredFile("audio"), Strength = input.Number("strength"),
            },
            StabilityRoute.AudioInpaint => new StabilityAudioInpaintRequest
            {
                Prompt = prompt,
                Model = model,
                Audio = input.RequiredFile("audio"),
                MaskStart = input.Number("mask_start"),
                MaskEnd = input.Number("mask_end"),
            },
            StabilityRoute.TextToAudio3 => new StabilityAudio3Request { Prompt = prompt, Model = model },
            StabilityRoute.AudioToAudio3 => new StabilityAudio3ToAudioRequest
            {
                Prompt = prompt, Model = model, Audio = input.RequiredFile("audio"), Strength = input.Number("strength"),
            },
            _ => new StabilityAudio3InpaintRequest
            {
                Prompt = prompt,
                Model = model,
                Audio = input.RequiredFile("audio"),
                MaskStart = input.Number("mask_start"),
                MaskEnd = input.Number("mask_end"),
            },
        };
        return request with
        {
            Duration = input.Number("duration"),
            Seed = input.Seed(),
            Steps = input.Integer("steps"),
            CfgScale = input.Number("cfg_scale"),
            OutputFormat = input.Text("format"),
        };
    }
}
