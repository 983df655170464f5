using Atelier.Api.Requests;
using Atelier.Providers;

namespace Atelier.Api.Admin;

/// <summary>A vendor, as this node sees it.</summary>
internal sealed record VendorResource
{
    public string Object { get; } = "vendor";

    public required string Name { get; init; }

    /// <summary>The vendor itself, for live keys.</summary>
    public required VendorHealthResource? Live { get; init; }

    /// <summary>Its simulator, for test keys.</summary>
    public required VendorHealthResource? Sandbox { get; init; }

    /// <summary>The gate of the live account, over all nodes.</summary>
    public VendorGateResource? Gate { get; init; }

    public static IEnumerable<VendorResource> From(IReadOnlyList<ProviderHealthReport> reports) =>
        from report in reports
        group report by report.Provider into vendor
        select new VendorResource
        {
            Name = vendor.Key,
            Live = Find(vendor, ProviderTarget.Live),
            Sandbox = Find(vendor, ProviderTarget.Sandbox),
        };

    private static VendorHealthResource? Find(IEnumerable<ProviderHealthReport> reports, ProviderTarget target) =>
        reports.FirstOrDefault(report => report.Target == target) is { } found ? VendorHealthResource.From(found) : null;
}

/// <summary>How a vendor has been doing lately.</summary>
internal sealed record VendorHealthResource
{
    /// <summary>Whether it can be called.</summary>
    public required bool Configured { get; init; }

    /// <summary>The setting to set before it can be called.</summary>
    public string? MissingSetting { get; init; }

    /// <summary>Host and port its calls go to.</summary>
    public string? Host { get; init; }

    /// <summary>How the pipeline of its calls stands; absent while it was not used.</summary>
    public VendorPipelineResource? Pipeline { get; init; }

    /// <summary>How many seconds back the two counts look.</summary>
    public required double WindowSeconds { get; init; }

    public required int RecentSuccesses { get; init; }

    public required int RecentFailures { get; init; }

    public DateTime? LastSuccessAt { get; init; }

    public DateTime? LastFailureAt { get; init; }

    /// <summary>The kind of the last failure.</summary>
    public string? LastFailure { get; init; }

    public string? LastFailureMessage { get; init; }

    public static VendorHealthResource From(ProviderHealthReport report) => new()
    {
        Configured = report.Configured,
        MissingSetting = report.MissingSetting,
        Host = report.BaseUrlHost,
        Pipeline = report.Pipeline is { } pipeline ? VendorPipelineResource.From(pipeline) : null,
        WindowSeconds = report.Window.TotalSeconds,
        RecentSuccesses = report.RecentSuccesses,
        RecentFailures = report.RecentFailures,
        LastSuccessAt = report.LastSuccessAt?.UtcDateTime,
        LastFailureAt = report.LastFailureAt?.UtcDateTime,
        LastFailure = report.LastFailureKind is { } kind ? Wire.Name(kind) : null,
        LastFailureMessage = report.LastFailureMessage,
    };
}
