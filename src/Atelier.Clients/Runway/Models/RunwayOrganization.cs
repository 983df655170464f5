namespace Atelier.Clients.Runway;

/// <summary>The account behind a key.</summary>
/// <param name="CreditBalance">Credits left; one is 0.01 USD.</param>
/// <param name="Tier">What the account may do.</param>
/// <param name="Usage">What it has done in the last 24 hours.</param>
public sealed record RunwayOrganization(double CreditBalance, RunwayTier? Tier = null, RunwayUsage? Usage = null);

/// <summary>The limits of an account. A limit that is null does not exist.</summary>
public sealed record RunwayTier(long? MaxMonthlyCreditSpend = null, IReadOnlyDictionary<string, RunwayModelLimits>? Models = null);

/// <summary>The limits for one model.</summary>
public sealed record RunwayModelLimits(int? MaxConcurrentGenerations = null, int? MaxDailyGenerations = null);

/// <summary>The use of the last 24 hours.</summary>
public sealed record RunwayUsage(IReadOnlyDictionary<string, RunwayModelUsage>? Models = null);

/// <summary>The use of one model.</summary>
public sealed record RunwayModelUsage(int DailyGenerations);

/// <summary>Credits used in a span of days.</summary>
/// <param name="Models">The models used in it.</param>
/// <param name="Results">One entry for each day on which credits moved.</param>
public sealed record RunwayUsageReport(IReadOnlyList<string> Models, IReadOnlyList<RunwayUsageDay> Results);

/// <summary>Credits used on a day.</summary>
/// <param name="Date">The day, UTC.</param>
/// <param name="UsedCredits">By model.</param>
public sealed record RunwayUsageDay(DateOnly Date, IReadOnlyList<RunwayUsedCredits> UsedCredits);

/// <summary>Credits used by a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Amount">Net credits; below zero when more came back than went out.</param>
public sealed record RunwayUsedCredits(string Model, double Amount);
