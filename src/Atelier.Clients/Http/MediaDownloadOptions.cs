using System.Net;

namespace Atelier.Clients.Http;

/// <summary>Where downloads of results may go, and how much they may bring.</summary>
public sealed class MediaDownloadOptions
{
    /// <summary>Base URLs whose scheme, host and port may be called whatever their address is: those of the configured vendors.</summary>
    public IList<Uri> TrustedOrigins { get; } = [];

    /// <summary>Networks that may be called although they are not public, over http too.</summary>
    public IList<IPNetwork> AllowedNetworks { get; } = [];

    /// <summary>A word that tells several downloaders apart in metrics, such as <c>runway:live</c>. Default: <c>default</c>.</summary>
    public string Account { get; set; } = "default";

    /// <summary>Largest download, in bytes. Default: 4 GiB.</summary>
    public long MaxBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Longest time until the headers of one attempt have come. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for the next byte. Default: 60 seconds.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a failed opening is repeated. Default: 3.</summary>
    public int RetryCount { get; set; } = 3;

    /// <summary>Wait before the first repetition; it doubles with each. Default: 1 second.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether up to half of each wait is added at random. Default: true.</summary>
    public bool UseJitter { get; set; } = true;

    /// <summary>Most openings under way at once; 0 for no limit. Default: 256.</summary>
    public int Concurrency { get; set; } = 256;

    /// <summary>
    /// The circuit breaker over all hosts. Default: none, for where strangers choose the hosts one of them could open it for everybody.
    /// </summary>
    public VendorCircuitOptions Circuit { get; set; } = new() { Enabled = false };
}
