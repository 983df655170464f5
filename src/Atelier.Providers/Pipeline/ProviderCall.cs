namespace Atelier.Providers.Pipeline;

/// <summary>What was asked of a provider.</summary>
internal enum ProviderOperation
{
    Submit = 1,
    Poll = 2,
    Cancel = 3,
    Chat = 4,
    ChatStream = 5,
}

/// <summary>One call of a provider, in facts that may be logged and measured: never an input or a media item.</summary>
internal readonly record struct ProviderCall(ProviderOperation Operation, Modality Modality, string VendorModel)
{
    /// <summary>Our generation, where the call knows it.</summary>
    public string? GenerationId { get; init; }

    /// <summary>The vendor's task, where the call is about one.</summary>
    public string? VendorTaskId { get; init; }

    public static ProviderCall Of(ProviderOperation operation, ProviderRequest request) =>
        new(operation, request.Modality, request.VendorModel) { GenerationId = request.GenerationId };

    public static ProviderCall Of(ProviderOperation operation, ProviderTask task) =>
        new(operation, task.Modality, task.VendorModel) { VendorTaskId = task.VendorTaskId };
}

/// <summary>How a call ended.</summary>
/// <param name="Outcome">One of a closed set of words, fit for a metric's tag.</param>
/// <param name="Failure">Why it did not succeed; <see langword="null"/> when it did, or when the caller left.</param>
internal readonly record struct ProviderCallResult(string Outcome, ProviderFailure? Failure = null)
{
    /// <summary>The vendor's task, when the call created one.</summary>
    public string? VendorTaskId { get; init; }

    /// <summary>The caller cancelled: says nothing about the vendor.</summary>
    public static ProviderCallResult Abandoned => new("abandoned");

    /// <summary>The provider threw, which it must never do: a fault of ours.</summary>
    public static ProviderCallResult Threw => new("threw");

    public bool IsAbandoned => Outcome == Abandoned.Outcome;

    public static ProviderCallResult Of(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Completed => new("completed"),
        SubmitOutcome.Accepted accepted => new("accepted") { VendorTaskId = accepted.VendorTaskId },
        SubmitOutcome.Refused refused => new("refused", refused.Failure),
        SubmitOutcome.Unknown unknown => new("unknown", unknown.Failure),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static ProviderCallResult Of(PollOutcome outcome) => outcome switch
    {
        PollOutcome.Running => new("running"),
        PollOutcome.Completed => new("completed"),
        PollOutcome.Failed failed => new("failed", failed.Failure),
        PollOutcome.Unavailable unavailable => new("unavailable", unavailable.Failure),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static ProviderCallResult Of(CancelOutcome outcome) => outcome switch
    {
        CancelOutcome.Cancelled => new("cancelled"),
        CancelOutcome.NotSupported => new("not_supported"),
        CancelOutcome.Failed failed => new("failed", failed.Failure),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
