using System.ComponentModel.DataAnnotations;

namespace Atelier.Services.Generations;

/// <summary>Sharing of results between identical requests of one user.</summary>
public sealed class ResultCacheOptions
{
    /// <summary>What a shared result costs, as a part of its price, from 0 to 1. Default: 0.1.</summary>
    [Range(0.0, 1.0)]
    public decimal PriceFactor { get; set; } = 0.1m;

    /// <summary>How long a result may be shared. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The reduced price in micro-credits, rounded up.</summary>
    internal long Reduce(long micro) => (long)decimal.Ceiling(micro * PriceFactor);
}
