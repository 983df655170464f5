using Atelier.Clients.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Registration;

/// <summary>One vendor this build knows.</summary>
public sealed record VendorRegistration
{
    /// <summary>The provider's name, as in the catalogue; also its path below the sandbox's address.</summary>
    public required string Name { get; init; }

    /// <summary>Start of the vendor's setting names, for example <c>RUNWAY</c>.</summary>
    public required string SettingPrefix { get; init; }

    /// <summary>The vendor's public address, used when none is configured.</summary>
    public required string PublicBaseUrl { get; init; }

    /// <summary>Makes the provider of one target; called once for each.</summary>
    public required Func<VendorContext, IGenerationProvider> Create { get; init; }

    /// <summary>
    /// Whether the provider comes ready made: it needs no settings of ours, and there is no simulator of it. Default: false.
    /// </summary>
    public bool IsReadyMade { get; init; }

    /// <summary>The setting with the key, for example <c>RUNWAY_API_KEY</c>. Without it the vendor is not configured.</summary>
    public string ApiKeySetting => $"{SettingPrefix}_API_KEY";

    /// <summary>The setting with the address, for example <c>RUNWAY_BASE_URL</c>.</summary>
    public string BaseUrlSetting => $"{SettingPrefix}_BASE_URL";

    /// <summary>The name under which the client of one target is registered, and its options.</summary>
    public string ClientKey(ProviderTarget target) => $"{Name}:{target.ToString().ToLowerInvariant()}";
}

/// <summary>What a vendor's factory gets.</summary>
/// <param name="Services">The services of the host.</param>
/// <param name="ClientKey">The key under which the vendor's client for this target is registered.</param>
/// <param name="PollInterval">The shortest time between two polls of one task; <see langword="null"/> means what the vendor asks for.</param>
public sealed record VendorContext(IServiceProvider Services, string ClientKey, TimeSpan? PollInterval)
{
    /// <summary>The downloader of this vendor's results for this target.</summary>
    public MediaDownloader Downloader => TakenDownloader = Services.GetRequiredKeyedService<MediaDownloader>(ClientKey);

    /// <summary>The downloader that the factory took; <see langword="null"/> while it took none.</summary>
    internal MediaDownloader? TakenDownloader { get; private set; }

    /// <summary>The client that the factory took; <see langword="null"/> while it took none.</summary>
    internal VendorHttpClient? TakenClient { get; private set; }

    /// <summary>The vendor's client for this target.</summary>
    public TClient Client<TClient>()
        where TClient : VendorHttpClient
    {
        var client = Services.GetRequiredKeyedService<TClient>(ClientKey);
        TakenClient = client;
        return client;
    }
}
