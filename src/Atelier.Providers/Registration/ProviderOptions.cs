using System.Net;
using Atelier.Clients.Http;

namespace Atelier.Providers.Registration;

/// <summary>How providers are set up; the server fills it from its configuration.</summary>
public sealed class ProviderOptions
{
    /// <summary>Settings of the live vendors by provider name; a vendor without an entry, or without a key, is not configured.</summary>
    public IDictionary<string, ProviderSettings> Live { get; } = new Dictionary<string, ProviderSettings>(StringComparer.Ordinal);

    /// <summary>
    /// Sets what the clients of live vendors have beyond <see cref="ProviderSettings"/>: limits, breaker, connections and so on. Gets the
    /// provider's name and its client's options with the vendor's defaults. Default: nothing.
    /// </summary>
    public Action<string, VendorClientOptions>? ConfigureClient { get; set; }

    /// <summary>Pace of the sandbox: the shortest time between two polls of one task. Default: 250 milliseconds.</summary>
    public TimeSpan SandboxPollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The wait before the first retry of a call to the sandbox; it doubles with each. Default: 100 milliseconds.</summary>
    public TimeSpan SandboxRetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Networks that media may be fetched from although they are not public, such as <c>10.20.0.0/16</c>. Default: none.
    /// </summary>
    public IList<IPNetwork> FetchAllow { get; } = [];

    /// <summary>Fills <see cref="Live"/> with what is set for each vendor.</summary>
    internal void ReadLive(IEnumerable<VendorRegistration> vendors, Func<string, string?> read)
    {
        foreach (var vendor in vendors)
        {
            Live[vendor.Name] = new ProviderSettings { ApiKey = Read(vendor.ApiKeySetting), BaseUrl = Read(vendor.BaseUrlSetting) };
        }

        string? Read(string name) => read(name)?.Trim() is { Length: > 0 } value ? value : null;
    }
}

/// <summary>Settings of one live vendor.</summary>
public sealed class ProviderSettings
{
    /// <summary>The key of our account there. Without it the vendor is not configured.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Its address, with or without <c>/v1</c>. Default: the vendor's public address.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The shortest time between two polls of one task. Default: what the vendor asks for (Runway: 5 seconds).</summary>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>The wait before the first retry of a call; it doubles with each. Default: 1 second.</summary>
    public TimeSpan? RetryBaseDelay { get; set; }

    /// <summary>Longest time for one attempt of a call. Default: the client's.</summary>
    public TimeSpan? Timeout { get; set; }
}
