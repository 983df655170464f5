using Atelier.Clients.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Providers.Registration;

/// <summary>Decides where the calls of each vendor and target go, and with which key.</summary>
internal sealed class VendorConnections(IOptions<ProviderOptions> options, ISandboxEndpoint sandbox)
{
    /// <summary>What is missing while the simulators are not up; not a setting, but the answer to "what is missing".</summary>
    private const string SandboxNotUp = "sandbox";

    /// <summary>Sent to the simulated vendors: well formed, worth nothing.</summary>
    private const string SandboxKey = "atelier-sandbox-key";

    private readonly ProviderOptions _options = options.Value;

    /// <summary>What has to be set before the vendor can be called; <see langword="null"/> when nothing is missing.</summary>
    public string? Missing(VendorRegistration vendor, ProviderTarget target) => target switch
    {
        ProviderTarget.Live when vendor.IsReadyMade => null,
        ProviderTarget.Sandbox when vendor.IsReadyMade => $"a simulator of '{vendor.Name}'",
        ProviderTarget.Live => string.IsNullOrWhiteSpace(Settings(vendor)?.ApiKey) ? vendor.ApiKeySetting : null,
        ProviderTarget.Sandbox => sandbox.BaseUrl is null ? SandboxNotUp : null,
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>Where calls go; <see langword="null"/> while that is not known.</summary>
    public string? BaseUrl(VendorRegistration vendor, ProviderTarget target) => target switch
    {
        _ when vendor.IsReadyMade => null,
        ProviderTarget.Live => Settings(vendor)?.BaseUrl ?? vendor.PublicBaseUrl,
        _ when sandbox.BaseUrl is { } root => $"{root.AbsoluteUri.TrimEnd('/')}/{vendor.Name}",
        _ => null,
    };

    public TimeSpan? PollInterval(VendorRegistration vendor, ProviderTarget target) =>
        target == ProviderTarget.Live ? Settings(vendor)?.PollInterval : _options.SandboxPollInterval;

    /// <summary>Fills a client's options.</summary>
    public void Apply(VendorRegistration vendor, ProviderTarget target, VendorClientOptions client)
    {
        if (target == ProviderTarget.Live)
        {
            client.SettingsPath = $"Atelier:Vendors:{vendor.Name}";
            _options.ConfigureClient?.Invoke(vendor.Name, client);
        }

        client.Account = target.ToString().ToLowerInvariant();
        client.BaseUrl = BaseUrl(vendor, target) ?? client.BaseUrl;
        if (target == ProviderTarget.Sandbox)
        {
            client.ApiKey = SandboxKey;

            // The simulators are part of this installation: nobody there needs to be spared, and their faults are made to be seen.
            client.Limits = new VendorLimitOptions { Concurrency = 0, PauseAfter429 = TimeSpan.Zero };
            client.Circuit.Enabled = false;
            client.CacheAnswers = false;
            client.RetryBaseDelay = _options.SandboxRetryBaseDelay;
            return;
        }

        var settings = Settings(vendor);
        client.ApiKey = settings?.ApiKey ?? "";
        client.RetryBaseDelay = settings?.RetryBaseDelay ?? client.RetryBaseDelay;
        client.Timeout = settings?.Timeout ?? client.Timeout;
    }

    /// <summary>Fills the options of the downloader of a vendor's results: its own address may be called although it is not public.</summary>
    public void Apply(VendorRegistration vendor, ProviderTarget target, MediaDownloadOptions download)
    {
        Apply(download);
        download.Account = vendor.ClientKey(target);
        if (Uri.TryCreate(BaseUrl(vendor, target), UriKind.Absolute, out var origin))
        {
            download.TrustedOrigins.Add(origin);
        }

        download.Circuit.Enabled = target == ProviderTarget.Live;
        download.RetryBaseDelay = target == ProviderTarget.Sandbox
            ? _options.SandboxRetryBaseDelay
            : Settings(vendor)?.RetryBaseDelay ?? download.RetryBaseDelay;
    }

    /// <summary>Fills the options of the downloader of callers' media: nobody is trusted.</summary>
    public void Apply(MediaDownloadOptions download)
    {
        download.Account = "callers";
        foreach (var network in _options.FetchAllow)
        {
            download.AllowedNetworks.Add(network);
        }
    }

    private ProviderSettings? Settings(VendorRegistration vendor) =>
        _options.Live.TryGetValue(vendor.Name, out var settings) ? settings : null;
}
