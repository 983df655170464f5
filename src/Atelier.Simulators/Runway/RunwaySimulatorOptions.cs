namespace Atelier.Simulators.Runway;

/// <summary>Switches of the simulated Runway where accounts differ or the real service is not documented.</summary>
public sealed class RunwaySimulatorOptions
{
    /// <summary>Whether keys must look like real ones, <c>key_</c> and 128 lower-case hex digits. Default: false.</summary>
    public bool RequireKeyFormat { get; set; }

    /// <summary>
    /// The account's tier, 1 to 5, which brings the vendor's limits per model and month; the limits below go before it. Null has none.
    /// Default: null.
    /// </summary>
    public int? Tier { get; set; }

    /// <summary>
    /// Tasks one key may have running per model; more are THROTTLED and start in the order they came. Null is unlimited. Default: null.
    /// </summary>
    public int? MaxConcurrentGenerations { get; set; }

    /// <summary>Tasks one key may create per model in any 24 hours; more are answered 429. Null is unlimited. Default: null.</summary>
    public int? MaxDailyGenerations { get; set; }

    /// <summary>What <c>/v1/organization</c> shows as the monthly limit, in credits; it is not enforced. Default: 50,000.</summary>
    public int MaxMonthlyCreditSpend { get; set; } = 50_000;

    /// <summary>How long a result URL works after the answer that contained it. Default: 24 hours.</summary>
    public TimeSpan OutputUrlLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether a result withheld by moderation (<c>SAFETY.OUTPUT</c>) gives its credits back; the vendor's pages disagree. Default: true.
    /// </summary>
    public bool RefundModeratedOutput { get; set; } = true;

    /// <summary>Credits per second of the video models whose price is not published. Default: 15.</summary>
    public decimal UnpublishedCreditsPerSecond { get; set; } = 15;

    /// <summary>Credits per picture of the image models whose price is not published. Default: 5.</summary>
    public decimal UnpublishedCreditsPerImage { get; set; } = 5;

    /// <summary>Credits per sound of the sound and speech models whose price is not published. Default: 5.</summary>
    public decimal UnpublishedCreditsPerSound { get; set; } = 5;

    /// <summary>
    /// Fetches an <c>https</c> asset; a null answer means it could not be had. Null uses no network: every address is taken to hold a
    /// usable file, except below the reserved top-level domain <c>.invalid</c> and when the name ends in <c>.gif</c>. Default: null.
    /// </summary>
    public Func<Uri, CancellationToken, Task<RunwayAsset?>>? FetchAsset { get; set; }
}

/// <summary>An asset fetched for the simulated Runway.</summary>
/// <param name="ContentType">Media type the server declared.</param>
/// <param name="Content">The bytes.</param>
public sealed record RunwayAsset(string ContentType, ReadOnlyMemory<byte> Content);
