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
