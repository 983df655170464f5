using System.Text.Json.Serialization;

namespace Atelier.Clients.Runway;

/// <summary>A task just created.</summary>
/// <param name="Id">Its id, a UUID.</param>
/// <param name="EstimatedCost">The most it may cost; absent in answers of older versions.</param>
public sealed record RunwayCreated(string Id, RunwayCost? EstimatedCost = null);

/// <summary>An amount of the vendor's credits; one is 0.01 USD.</summary>
public sealed record RunwayCost(double Credits);

/// <summary>How a task is doing.</summary>
public sealed record RunwayTask
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="RunwayTaskStatus"/>, or a newer word, which counts as still going on.</summary>
    public required string Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>0 to 1, while running. It may jump, and stay.</summary>
    public double? Progress { get; init; }

    /// <summary>Signed URLs of the results, which die within 24 to 48 hours. They are secrets: whoever has one can read the result.</summary>
    public IReadOnlyList<string>? Output { get; init; }

    /// <summary>Why it failed, as a sentence.</summary>
    public string? Failure { get; init; }

    /// <summary>Why it failed, as a dotted path from general to specific, such as <c>SAFETY.INPUT.TEXT</c>; match it by its start.</summary>
    public string? FailureCode { get; init; }

    /// <summary>What it cost, once it has ended.</summary>
    public RunwayCost? Cost { get; init; }

    /// <summary>The most it may cost, while it has not ended.</summary>
    public RunwayCost? EstimatedCost { get; init; }

    /// <summary>Whether it has ended, well or not.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is RunwayTaskStatus.Succeeded or RunwayTaskStatus.Failed or RunwayTaskStatus.Cancelled;

    /// <summary>Id and status; never the signed URLs.</summary>
    public override string ToString() => $"{Id} {Status}";
}

/// <summary>The known statuses of a task.</summary>
public static class RunwayTaskStatus
{
    /// <summary>Waiting for its turn.</summary>
    public const string Pending = "PENDING";

    /// <summary>Waiting because too many tasks of the account are going on. Not an error.</summary>
    public const string Throttled = "THROTTLED";

    /// <summary>Going on.</summary>
    public const string Running = "RUNNING";

    /// <summary>Done, with output.</summary>
    public const string Succeeded = "SUCCEEDED";

    /// <summary>Failed, with a failure code.</summary>
    public const string Failed = "FAILED";

    /// <summary>Cancelled.</summary>
    public const string Cancelled = "CANCELLED";
}
