namespace Atelier.Simulators.Runway.Tasks;

/// <summary>The vendor's failure codes: dotted, general to specific, with what the vendor says and whether the credits come back.</summary>
internal static class RunwayFailures
{
    public const string Default = "INTERNAL.BAD_OUTPUT.CODE01";
    public const string RefusedText = "SAFETY.INPUT.TEXT";

    public static string Text(string code) => code switch
    {
        _ when Is(code, "SAFETY.INPUT") => "Your input was flagged by our content moderation system.",
        _ when Is(code, "SAFETY.OUTPUT") => "The generated output was flagged by our content moderation system.",
        _ when Is(code, "INPUT_PREPROCESSING.SAFETY") => "The prompt was refused before the task ran.",
        _ when Is(code, "INPUT_PREPROCESSING") => "The input could not be prepared.",
        _ when Is(code, "ASSET") => "The asset could not be used.",
        _ when Is(code, "INTERNAL.BAD_OUTPUT") => "The generation did not pass quality checks.",
        "THIRD_PARTY.UNAVAILABLE" => "The provider of this model is unavailable.",
        "THIRD_PARTY.INPUT_VALIDATION" => "Invalid input",
        _ => "An unexpected error occurred.",
    };

    /// <summary>Moderated input is charged; moderated output as the options say; every other failure is free.</summary>
    public static bool IsRefunded(string code, RunwaySimulatorOptions options) => code switch
    {
        _ when Is(code, "SAFETY.INPUT") => false,
        _ when Is(code, "SAFETY.OUTPUT") => options.RefundModeratedOutput,
        _ => true,
    };

    private static bool Is(string code, string family) => code == family || code.StartsWith($"{family}.", StringComparison.Ordinal);
}
