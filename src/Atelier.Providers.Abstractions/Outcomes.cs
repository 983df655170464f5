namespace Atelier.Providers;

/// <summary>How a submission ended.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>The vendor answered with the result.</summary>
    /// <param name="Result">The result; its media must be read and disposed by the caller.</param>
    public sealed record Completed(ProviderResult Result) : SubmitOutcome;

    /// <summary>The vendor accepted the work and will do it by itself.</summary>
    /// <param name="VendorTaskId">What to poll with: at most 1,000 characters, opaque, safe to store.</param>
    /// <param name="PollAfter">When asking first makes sense.</param>
    public sealed record Accepted(string VendorTaskId, TimeSpan PollAfter) : SubmitOutcome
    {
        /// <summary>What the vendor says it will charge at most, in micro-USD; <see langword="null"/> when it does not say.</summary>
        public long? EstimatedVendorCostMicroUsd { get; init; }
    }

    /// <summary>The vendor provably did not do the work.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Refused(ProviderFailure Failure) : SubmitOutcome;

    /// <summary>Nobody can tell whether the vendor accepted the work.</summary>
    /// <param name="Failure">What happened.</param>
    public sealed record Unknown(ProviderFailure Failure) : SubmitOutcome;
}

/// <summary>How a task at the vendor is doing.</summary>
public abstract record PollOutcome
{
    private PollOutcome()
    {
    }

    /// <summary>Not done yet.</summary>
    /// <param name="Progress">From 0 to 1, when the vendor tells.</param>
    /// <param name="PollAfter">When asking again makes sense.</param>
    public sealed record Running(double? Progress, TimeSpan PollAfter) : PollOutcome;

    /// <summary>Done.</summary>
    /// <param name="Result">The result; its media must be read and disposed by the caller.</param>
    public sealed record Completed(ProviderResult Result) : PollOutcome;

    /// <summary>The vendor gave up on the task, or does not know it any more.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(ProviderFailure Failure) : PollOutcome
    {
        /// <summary>
        /// What the vendor says it charged all the same, in micro-USD, 0 when it gave everything back; <see langword="null"/> when it does
        /// not say.
        /// </summary>
        public long? VendorCostMicroUsd { get; init; }
    }

    /// <summary>The question could not be asked or got no sensible answer; the task itself may be fine.</summary>
    /// <param name="Failure">What happened.</param>
    /// <param name="PollAfter">When asking again makes sense.</param>
    public sealed record Unavailable(ProviderFailure Failure, TimeSpan PollAfter) : PollOutcome;
}

/// <summary>How a request to stop a task ended.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>The vendor stopped it, or no longer knows it.</summary>
    public sealed record Cancelled : CancelOutcome;

    /// <summary>The vendor has no way to stop a task; it runs on and its result is dropped.</summary>
    public sealed record NotSupported : CancelOutcome;

    /// <summary>The vendor could not be asked.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(ProviderFailure Failure) : CancelOutcome;
}
