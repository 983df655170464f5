namespace Atelier.Simulators.Stability;

/// <summary>Switches of the simulated Stability AI where the real service changed over time or is not documented.</summary>
public sealed class StabilitySimulatorOptions
{
    /// <summary>Whether image to video (withdrawn by the vendor in July 2025) answers; off makes it 404. Default: true.</summary>
    public bool LegacyVideo { get; set; } = true;

    /// <summary>Whether the retired engine <c>stable-diffusion-v1-6</c> is still served; off makes it 404. Default: false.</summary>
    public bool LegacyEngines { get; set; }

    /// <summary>Whether a delivered but filtered (blurred) result is charged. Default: true.</summary>
    public bool ChargeFiltered { get; set; } = true;

    /// <summary>
    /// Whether prompts may ask for a failure: <c>[simulate:content_moderation]</c>, <c>[simulate:content_filtered]</c>,
    /// <c>[simulate:public_figure]</c>, <c>[simulate:invalid_language]</c> anywhere in the prompt. Default: true.
    /// </summary>
    public bool PromptTriggers { get; set; } = true;
}
