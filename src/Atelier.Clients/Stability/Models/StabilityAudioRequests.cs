using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What all services that make audio have in common.</summary>
public abstract record StabilityAudioRequest : StabilityRequest
{
    internal const string Audio20 = "stable-audio-2";
    internal const string Audio25 = "stable-audio-2.5";

    /// <summary>What to play, at most 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>Seconds, from 1; at most 190, for Stable Audio 3 at most 380. The vendor's default: 190.</summary>
    public double? Duration { get; init; }

    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>Stable Audio 2: 30 to 100, default 50. Later models: 4 to 8, default 8.</summary>
    public int? Steps { get; init; }

    /// <summary>1 to 25: how closely to follow the prompt. The vendor's default: 7, for the later models 1.</summary>
    public double? CfgScale { get; init; }

    /// <summary><c>mp3</c> (the vendor's default) or <c>wav</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>How the audio comes back. Default: bytes. Without meaning for services whose result is fetched later.</summary>
    public StabilityAnswer Answer { get; init; }

    internal override long MaxBytes => StabilityLimits.MaxAudioBytes;

    internal override string FileField => "audio";

    private protected void WriteCommon(StabilityForm form, string? model, double longest, int fewestSteps, int mostSteps)
    {
        form.Prompt(Prompt);
        form.Text("model", model);
        form.Number("duration", Duration, 1, longest);
        form.Seed(Seed);
        form.Integer("steps", Steps, fewestSteps, mostSteps);
        form.Number("cfg_scale", CfgScale, 1, 25);
        form.Choice("output_format", OutputFormat, StabilityLimits.AudioFormats);
    }
}

/// <summary>A request to <c>audio/stable-audio-2/text-to-audio</c>.</summary>
public record StabilityTextToAudioRequest : StabilityAudioRequest
{
    private static readonly string[] Models = [Audio20, Audio25];

    /// <summary><c>stable-audio-2</c> (the vendor's default) or <c>stable-audio-2.5</c>.</summary>
    public string? Model { get; init; }

    internal override void Write(StabilityForm form)
    {
        var model = Model is null ? null : StabilityLimits.OneOf("model", Model, Models);
        var (fewest, most) = model == Audio25 ? (4, 8) : (30, 100);
        WriteCommon(form, model, 190, fewest, most);
    }
}

/// <summary>A request to <c>audio/stable-audio-2/audio-to-audio</c>.</summary>
public record StabilityAudioToAudioRequest : StabilityTextToAudioRequest
{
    /// <summary>The recording to start from: MP3 or WAV of 6 to 190 seconds.</summary>
    public required VendorFile Audio { get; init; }

    /// <summary>0 (as the recording; for Stable Audio 2.5 from 0.01) to 1 (recording ignored). The vendor's default: 1.</summary>
    public double? Strength { get; init; }

    internal override void Write(StabilityForm form)
    {
        form.File("audio", Audio);
        form.Number("strength", Strength, Model == Audio25 ? 0.01 : 0, 1);
        base.Write(form);
    }
}

/// <summary>A request to <c>audio/stable-audio-2/inpaint</c>: plays a stretch of a recording anew.</summary>
public sealed record StabilityAudioInpaintRequest : StabilityTextToAudioRequest
{
    /// <summary>The recording: MP3 or WAV of 6 to 190 seconds.</summary>
    public required VendorFile Audio { get; init; }

    /// <summary>0 to 190: the second at which the stretch begins. The vendor's default: 30.</summary>
    public double? MaskStart { get; init; }

    /// <summary>0 to 190: the second at which it ends. The vendor's default: 190.</summary>
    public double? MaskEnd { get; init; }

    internal override void Write(StabilityForm form)
    {
        AudioMask.Write(form, Audio, MaskStart, MaskEnd, 190);
        base.Write(form);
    }
}

/// <summary>A request to <c>audio/stable-audio/text-to-audio</c>: Stable Audio 3, whose result is fetched later.</summary>
public record StabilityAudio3Request : StabilityAudioRequest
{
    internal const double LongestSeconds = 380;

    private static readonly string[] Models = ["stable-audio-3"];

    /// <summary><c>stable-audio-3</c>, the vendor's default.</summary>
    public string? Model { get; init; }

    internal override void Write(StabilityForm form) =>
        WriteCommon(form, Model is null ? null : StabilityLimits.OneOf("model", Model, Models), LongestSeconds, 4, 8);
}

/// <summary>A request to <c>audio/stable-audio/audio-to-audio</c>: Stable Audio 3 over a recording.</summary>
public sealed record StabilityAudio3ToAudioRequest : StabilityAudio3Request
{
    /// <summary>The recording to start from: MP3 or WAV of 6 to 380 seconds.</summary>
    public required VendorFile Audio { get; init; }

    /// <summary>0.01 (as the recording) to 1 (recording ignored). The vendor's default: 1.</summary>
    public double? Strength { get; init; }

    internal override void Write(StabilityForm form)
    {
        form.File("audio", Audio);
        form.Number("strength", Strength, 0.01, 1);
        base.Write(form);
    }
}

/// <summary>A request to <c>audio/stable-audio/inpaint</c>: Stable Audio 3 plays a stretch of a recording anew.</summary>
public sealed record StabilityAudio3InpaintRequest : StabilityAudio3Request
{
    /// <summary>The recording: MP3 or WAV of 6 to 380 seconds.</summary>
    public required VendorFile Audio { get; init; }

    /// <summary>0 to 380: the second at which the stretch begins. The vendor's default: 30.</summary>
    public double? MaskStart { get; init; }

    /// <summary>0 to 380: the second at which it ends. The vendor's default: 380.</summary>
    public double? MaskEnd { get; init; }

    internal override void Write(StabilityForm form)
    {
        AudioMask.Write(form, Audio, MaskStart, MaskEnd, LongestSeconds);
        base.Write(form);
    }
}

internal static class AudioMask
{
    public static void Write(StabilityForm form, VendorFile audio, double? start, double? end, double longest)
    {
        StabilityLimits.Require((start ?? 30) < (end ?? longest), "mask_end", "must be later than mask_start.");
        form.File("audio", audio);
        form.Number("mask_start", start, 0, longest);
        form.Number("mask_end", end, 0, longest);
    }
}
