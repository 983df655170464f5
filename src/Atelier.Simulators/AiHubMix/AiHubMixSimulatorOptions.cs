namespace Atelier.Simulators.AiHubMix;

/// <summary>Switches of the simulated AIHubMix: the gateway passes through what the vendors behind it say, so its answers vary.</summary>
public sealed class AiHubMixSimulatorOptions
{
    /// <summary>Whether a running video tells its progress. Default: true.</summary>
    public bool VideoProgress { get; set; } = true;

    /// <summary>
    /// Whether a finished video also names its address, as <c>video_url</c>, below the gateway and with the key required. Default: false.
    /// </summary>
    public bool VideoUrl { get; set; }

    /// <summary>
    /// Whether statuses come in the words some upstreams use (<c>pending</c>, <c>processing</c>, <c>succeeded</c>, <c>error</c>). Default:
    /// false.
    /// </summary>
    public bool StatusSynonyms { get; set; }

    /// <summary>How a failed video tells why. Default: <see cref="VideoFailureShape.ErrorObject"/>.</summary>
    public VideoFailureShape VideoFailure { get; set; }

    /// <summary>Whether deleting a video answers 204 without a body instead of JSON. Default: false.</summary>
    public bool DeleteWithoutBody { get; set; }

    /// <summary>How long results can be fetched after they were made. Default: 24 hours.</summary>
    public TimeSpan ResultLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether keys have no limit of their own: <c>/dashboard/billing/remain</c> then answers a negative number. Default: false.
    /// </summary>
    public bool UnlimitedKeys { get; set; }

    /// <summary>Whether the catalogue holds empty rows and rows without a name, as the real one did at times. Default: false.</summary>
    public bool RaggedCatalogue { get; set; }

    /// <summary>USD per second of the video models whose price is not published. Default: 0.10.</summary>
    public decimal UnpublishedUsdPerSecond { get; set; } = 0.10m;

    /// <summary>USD per picture of the image models whose price is not published. Default: 0.04.</summary>
    public decimal UnpublishedUsdPerImage { get; set; } = 0.04m;

    /// <summary>Pause before each piece of a streamed chat answer. Default: zero.</summary>
    public TimeSpan ChatPieceDelay { get; set; } = TimeSpan.Zero;
}

/// <summary>Where a failed video tells its reason.</summary>
public enum VideoFailureShape
{
    /// <summary><c>"error": {"code", "message"}</c>.</summary>
    ErrorObject,

    /// <summary><c>"error": "text"</c>.</summary>
    ErrorText,

    /// <summary><c>"failure_reason": "text"</c>, without <c>error</c>.</summary>
    FailureReason,
}
