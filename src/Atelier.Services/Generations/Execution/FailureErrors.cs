using Atelier.Providers;

namespace Atelier.Services.Generations.Execution;

/// <summary>Turns a provider's failure into the error its owner sees.</summary>
internal static class FailureErrors
{
    public static GenerationError From(ProviderFailure failure) => new(Code(failure.Kind), failure.Message, failure.Retryable, InputField(failure.Field));

    public static string Code(ProviderFailureKind kind) => kind switch
    {
        ProviderFailureKind.InvalidRequest => "vendor_invalid_request",
        ProviderFailureKind.ContentRefused => "content_refused",
        ProviderFailureKind.Authentication => "vendor_authentication",
        ProviderFailureKind.InsufficientVendorBalance => "vendor_balance",
        ProviderFailureKind.RateLimited => "vendor_rate_limited",
        ProviderFailureKind.VendorFault => "vendor_fault",
        ProviderFailureKind.Timeout => "vendor_timeout",
        ProviderFailureKind.UnknownOutcome => "outcome_unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static GenerationError Nothing { get; } = new(
        "content_refused", "The vendor finished without delivering anything, which usually means its moderation withheld the result. Nothing was charged.", false);

    public static GenerationError QueueTimeout { get; } = new(
        "queue_timeout", "The vendor took no new work for too long. Nothing was charged; retry later.", true);

    public static GenerationError RunTimeout { get; } = new(
        "vendor_timeout", "The vendor did not finish in time. Nothing was charged; retry later.", true);

    public static GenerationError StoreTimeout { get; } = new(
        "storage_unavailable", "The result could not be copied into the artifact store in time. Nothing was charged; retry later.", true);

    public static GenerationError OutcomeUnknown { get; } = new(
        "outcome_unknown", "The vendor never said whether it accepted the work, and nobody could find out in time. Nothing was charged; retry if you still need it.", true);

    public static GenerationError ResultLost { get; } = new(
        "result_unavailable", "The vendor's result could not be downloaded. Nothing was charged; retry later.", true);

    public static GenerationError InputGone { get; } = new(
        "input_unavailable", "A stored input of this generation is gone. Upload it again and create a new generation.", false);

    public static GenerationError NotConfigured(string setting) => new(
        "vendor_not_configured", $"The vendor of this model is not configured any more: set {setting} and retry. Nothing was charged.", true);

    public static GenerationError UnknownProvider(string provider) => new(
        "vendor_not_configured", $"This build has no provider named '{provider}'. Nothing was charged.", false);

    /// <summary>Whether the code is one of those that steps write: a closed set, fit for a metric.</summary>
    public static bool IsOurs(string code) => Codes.Contains(code);

    private static readonly HashSet<string> Codes =
    [
        .. Enum.GetValues<ProviderFailureKind>().Select(Code),
        .. ((GenerationError[])[Nothing, QueueTimeout, RunTimeout, StoreTimeout, OutcomeUnknown, ResultLost, InputGone]).Select(error => error.Code),
        "vendor_not_configured",
    ];

    private static string? InputField(string? field) => field is null ? null : $"input.{field}";
}
