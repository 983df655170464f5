namespace Atelier.Simulators.Stability;

/// <summary>Switches of the simulated Stability AI where the real service changed over time or is not documented.</summary>
public sealed class StabilitySimulatorOptions
{
    /// <summary>Whether image to video (withdrawn by the vendor in July 2025) answers; off makes it 404. Default: true.</summary>
    public bool LegacyVideo { get; set; } = true;

    /// <summary>
    /// Whether the retired engines <c>stable-diffusion-v1-6</c> and <c>esrgan-v1-x2plus</c> are still served; off makes them 404.
    /// Default: false.
    /// </summary>
    public bool LegacyEngines { get; set; }

    /// <summary>Whether a delivered but filtered (blurred) result is charged. Default: true.</summary>
    public bool ChargeFiltered { get; set; } = true;

    /// <summary>
    /// Whether a prompt may ask for a failure by containing <c>[simulate:NAME]</c>, where NAME is <c>content_moderation</c>,
    /// <c>content_filtered</c> (delivered, but blurred), <c>invalid_language</c>, <c>public_figure</c>,
    /// <c>copyrighted_content</c> or <c>internal_error</c>.
    /// Default: true.
    /// </summary>
    public bool PromptTriggers { get; set; } = true;

    /// <summary>
    /// Shortest time between two questions for one job; a sooner one is answered 429, as the vendor's specification threatens. Null lets
    /// every question pass. Default: null.
    /// </summary>
    public TimeSpan? ShortestPollInterval { get; set; }

    /// <summary>Whether v1 refuses a media type of JSON with a charset, as it was seen to do. Default: true.</summary>
    public bool StrictJsonMediaType { get; set; } = true;

    /// <summary>
    /// Name of the picture in the JSON answer of <c>/v2beta/results/{id}</c>: <c>result</c> is what working clients read, <c>image</c> what
    /// the vendor's specification says, <c>both</c> sends both. Default: <c>result</c>.
    /// </summary>
    public string ResultsField { get; set; } = "result";
}
