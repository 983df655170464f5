using Atelier.Providers.Pipeline;

namespace Atelier.Providers.Registration;

/// <summary>
/// Holds one provider per vendor and target. Live providers are made at once, so that a malformed setting stops the start; sandbox
/// providers are made at first use, when the simulators' address is known.
/// </summary>
internal sealed class ProviderDirectory : IProviderDirectory, IProviderHealthSource
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public ProviderDirectory(
        IEnumerable<VendorRegistration> vendors,
        ProviderOptions options,
        ISandboxEndpoint sandbox,
        ProviderPipeline pipeline,
        IServiceProvider services,
        TimeProvider time)
    {
        foreach (var vendor in vendors)
        {
            if (!_entries.TryAdd(vendor.Name, new Entry(vendor, options, sandbox, pipeline, services, time)))
            {
                throw new InvalidOperationException($"The vendor '{vendor.Name}' is registered twice.");
            }

            _names.Add(vendor.Name);
        }
    }

    public IReadOnlyList<string> Names => _names;

    public ProviderLookup Find(string name, ProviderTarget target) =>
        _entries.TryGetValue(name, out var entry) ? entry.Find(target) : new ProviderLookup.Unknown();

    public IReadOnlyList<ProviderHealthReport> Report() =>
        [.. _names.SelectMany(name => new[] { _entries[name].Report(ProviderTarget.Live), _entries[name].Report(ProviderTarget.Sandbox) })];

    private sealed class Entry
    {
        /// <summary>What is missing while the simulators are not up; not a setting, but the answer to "what is missing".</summary>
        private const string SandboxNotUp = "sandbox";

        private readonly VendorRegistration _vendor;
        private readonly ProviderOptions _options;
        private readonly ISandboxEndpoint _sandbox;
        private readonly ProviderPipeline _pipeline;
        private readonly IServiceProvider _services;
        private readonly ProviderHealth _liveHealth;
        private readonly ProviderHealth _sandboxHealth;
        private readonly IGenerationProvider? _live;
        private readonly Lock _gate = new();
        private SandboxProvider? _sandboxProvider;

        public Entry(
            VendorRegistration vendor,
            ProviderOptions options,
            ISandboxEndpoint sandbox,
            ProviderPipeline pipeline,
            IServiceProvider services,
            TimeProvider time)
        {
            (_vendor, _options, _sandbox, _pipeline, _services) = (vendor, options, sandbox, pipeline, services);
            _liveHealth = new ProviderHealth(time);
            _sandboxHealth = new ProviderHealth(time);
            _live = Settings is { ApiKey: { Length: > 0 } key } settings ? CreateLive(settings, key) : null;
        }

        private ProviderSettings? Settings => _options.Live.TryGetValue(_vendor.Name, out var settings) ? settings : null;

        public ProviderLookup Find(ProviderTarget target) => (target, _live, _sandbox.BaseUrl) switch
        {
            (ProviderTarget.Live, { } live, _) => new ProviderLookup.Found(live),
            (ProviderTarget.Live, null, _) => new ProviderLookup.NotConfigured(_vendor.SettingNames.ApiKey),
            (ProviderTarget.Sandbox, _, { } baseUrl) => new ProviderLookup.Found(Sandbox(baseUrl)),
            (ProviderTarget.Sandbox, _, null) => new ProviderLookup.NotConfigured(SandboxNotUp),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };

        public ProviderHealthReport Report(ProviderTarget target)
        {
            if (target == ProviderTarget.Live)
            {
                return _liveHealth.Fill(new ProviderHealthReport(_vendor.Name, target, Configured: _live is not null)
                {
                    MissingSetting = _live is null ? _vendor.SettingNames.ApiKey : null,
                    BaseUrlHost = HostOf(Settings?.BaseUrl ?? _vendor.PublicBaseUrl),
                });
            }

            var baseUrl = _sandbox.BaseUrl;
            return _sandboxHealth.Fill(new ProviderHealthReport(_vendor.Name, target, Configured: baseUrl is not null)
            {
                MissingSetting = baseUrl is null ? SandboxNotUp : null,
                BaseUrlHost = baseUrl?.Authority,
            });
        }

        private static string? HostOf(string baseUrl) => Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) ? url.Authority : null;

        private IGenerationProvider CreateLive(ProviderSettings settings, string key) => Wrapped(
            new VendorConnection
            {
                Services = _services,
                Target = ProviderTarget.Live,
                ApiKey = key,
                BaseUrl = settings.BaseUrl ?? _vendor.PublicBaseUrl,
                PollInterval = settings.PollInterval,
                RetryBaseDelay = settings.RetryBaseDelay,
                Timeout = settings.Timeout,
            },
            _liveHealth);

        private IGenerationProvider Sandbox(Uri baseUrl)
        {
            lock (_gate)
            {
                // The simulators may come back at another port.
                if (_sandboxProvider is not { } made || made.BaseUrl != baseUrl)
                {
                    made = new SandboxProvider(baseUrl, CreateSandbox(baseUrl));
                    _sandboxProvider = made;
                }

                return made.Provider;
            }
        }

        private IGenerationProvider CreateSandbox(Uri baseUrl) => Wrapped(
            new VendorConnection
            {
                Services = _services,
                Target = ProviderTarget.Sandbox,
                ApiKey = _vendor.SandboxKey,
                BaseUrl = $"{baseUrl.AbsoluteUri.TrimEnd('/')}/{_vendor.Name}",
                PollInterval = _options.SandboxPollInterval,
                RetryBaseDelay = _options.SandboxRetryBaseDelay,
            },
            _sandboxHealth);

        private IGenerationProvider Wrapped(VendorConnection connection, ProviderHealth health) =>
            _pipeline.Wrap(_vendor.Create(connection), connection.Target, health);
    }

    private sealed record SandboxProvider(Uri BaseUrl, IGenerationProvider Provider);
}
