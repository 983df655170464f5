namespace Atelier.Simulators.Runway.Models;

/// <summary>What an account of a tier may do: the vendor's table of 2026.</summary>
internal static class Tiers
{
    private static readonly Tier[] All =
    [
        new(10_000, Video: new(1, 50), Picture: new(2, 200), Sound: new(2, 200)),
        new(50_000, Video: new(3, 500), Picture: new(3, 1000), Sound: new(3, 1000)),
        new(200_000, Video: new(5, 1000), Picture: new(5, 2000), Sound: new(5, 2000)),
        new(2_000_000, Video: new(10, 5000), Picture: new(10, 10_000), Sound: new(10, 10_000)),
        new(10_000_000, Video: new(20, 25_000), Picture: new(20, 30_000), Sound: new(20, 30_000)),
    ];

    private static readonly Dictionary<string, OutputKind> Kinds = RunwayEndpoints.All
        .SelectMany(endpoint => endpoint.Models.Select(model => (model.Name, endpoint.Makes)))
        .DistinctBy(entry => entry.Name)
        .ToDictionary(entry => entry.Name, entry => entry.Makes, StringComparer.Ordinal);

    /// <summary>The limits of a model: those set one by one, or else the tier's; null is unlimited.</summary>
    public static RunwayModelLimits LimitsOf(RunwaySimulatorOptions options, string model)
    {
        var tier = Of(options)?.Of(Kinds.GetValueOrDefault(model));
        return new RunwayModelLimits(
            options.MaxConcurrentGenerations ?? tier?.MaxConcurrentGenerations, options.MaxDailyGenerations ?? tier?.MaxDailyGenerations);
    }

    /// <summary>Credits an account may spend in a month.</summary>
    public static int MonthlySpend(RunwaySimulatorOptions options) => Of(options)?.MonthlySpend ?? options.MaxMonthlyCreditSpend;

    private static Tier? Of(RunwaySimulatorOptions options) => options.Tier switch
    {
        null => null,
        >= 1 and <= 5 and var number => All[number - 1],
        var other => throw new InvalidOperationException($"Runway has the tiers 1 to 5, not {other}."),
    };

    private sealed record Tier(int MonthlySpend, RunwayModelLimits Video, RunwayModelLimits Picture, RunwayModelLimits Sound)
    {
        public RunwayModelLimits Of(OutputKind kind) => kind switch
        {
            OutputKind.Picture => Picture,
            OutputKind.Sound => Sound,
            _ => Video,
        };
    }
}
