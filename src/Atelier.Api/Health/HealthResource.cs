using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atelier.Api.Health;

/// <summary>Whether the server can do its work.</summary>
internal sealed record HealthResource
{
    /// <summary>ok or unavailable.</summary>
    public required string Status { get; init; }

    /// <summary>What was looked at.</summary>
    public required IReadOnlyList<HealthCheckResource> Checks { get; init; }

    public static HealthResource From(HealthReport report) => new()
    {
        Status = NameOf(report.Status),
        Checks = [.. report.Entries.Select(entry => new HealthCheckResource(entry.Key, NameOf(entry.Value.Status), entry.Value.Description))],
    };

    private static string NameOf(HealthStatus status) => status == HealthStatus.Healthy ? "ok" : "unavailable";
}

/// <summary>One thing looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Status">ok or unavailable.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record HealthCheckResource(string Name, string Status, string? Message);
