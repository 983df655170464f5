using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Calls;

/// <summary>What one call asked and what came of it.</summary>
public sealed record CallRecord
{
    /// <summary>Number of the call, from 1, over all vendors.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it arrived, on the simulators' clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Vendor name.</summary>
    public required string Vendor { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path below the vendor's prefix, without query.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Model asked for, when the call names one.</summary>
    public string? Model { get; init; }

    /// <summary>The prompt's first 200 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>Status sent; null when none was, because the connection was dropped or the call still hangs.</summary>
    public int? Status { get; init; }

    /// <summary>Fault that struck the call.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether the vendor accepted work and charges for it.</summary>
    public bool Billed { get; init; }

    /// <summary>What was charged, in the vendor's unit.</summary>
    public decimal Price { get; init; }

    /// <summary>The vendor's id of the task started or asked for.</summary>
    public string? TaskId { get; init; }

    /// <summary>SHA-256 of the request body, lower-case hex; null when the body was empty or not read.</summary>
    public string? BodySha256 { get; init; }

    /// <summary>Size of the request body.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Value of the header <c>X-Atelier-Generation</c>, if sent.</summary>
    public string? Generation { get; init; }

    /// <summary>Request headers by lower-case name; credentials are replaced by <c>redacted</c> and the last four characters.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
