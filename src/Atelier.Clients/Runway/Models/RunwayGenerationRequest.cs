namespace Atelier.Clients.Runway;

/// <summary>A video in the simplest words; the client chooses the endpoint.</summary>
public sealed record RunwayGenerationRequest
{
    private const string DefaultRatio = "1280:720";
    private const int DefaultDuration = 5;

    /// <summary>The model. Default: <c>gen4_turbo</c>, which needs an <see cref="InitImage"/>.</summary>
    public string Model { get; init; } = "gen4_turbo";

    /// <summary>What happens in the video.</summary>
    public string? PromptText { get; init; }

    /// <summary>The first frame: an https URL, a <c>runway://</c> URI of an upload, or a data URI.</summary>
    public string? InitImage { get; init; }

    /// <summary>Seconds. Most models take 2 to 10. Default: 5 for <c>gen4.5</c>, which requires a length; otherwise the vendor's.</summary>
    public int? Duration { get; init; }

    /// <summary>0 to 4,294,967,295; none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>Width and height. Default: <c>1280:720</c> for the gen4 and veo models, which require one; otherwise the vendor's.</summary>
    public string? Ratio { get; init; }

    /// <summary>Accepted for callers of older APIs; the vendor has no equivalent, so it is logged once and not sent.</summary>
    public bool? Interpolate { get; init; }

    internal RunwayVideoRequest ToVideoRequest() => new()
    {
        Model = Model,
        PromptText = PromptText,
        PromptImage = InitImage is null ? null : [new RunwayPromptImage(InitImage, "first")],
        Ratio = Ratio ?? (NeedsRatio(Model) ? DefaultRatio : null),
        Duration = Duration ?? (Model == "gen4.5" ? DefaultDuration : null),
        Seed = Seed,
    };

    private static bool NeedsRatio(string model) =>
        model.StartsWith("gen4", StringComparison.Ordinal) || model.StartsWith("veo", StringComparison.Ordinal);
}
