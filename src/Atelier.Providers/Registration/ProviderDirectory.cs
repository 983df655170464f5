using Atelier.Providers.Pipeline;

namespace Atelier.Providers.Registration;

/// <summary>
/// Holds one provider per vendor and target. Live providers are made at once, so that a malformed setting stops the start; sandbox
/// providers are made at first use, when the simulators' address is known.
/// </summary>
internal sealed class ProviderDirectory : IProviderDirectory, IProviderHealthSource
{
    private readonly Dictionary<(string Name, ProviderTarget Target), Entry> _entries = [];
    private readonly List<string> _names = [];

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A live vendor's setting is malformed.</exception>
    /// <exception cref="InvalidOperationException">A name is registered twice.</exception>
    public ProviderDirectory(
        IEnumerable<VendorRegistration> vendors,
        VendorConnections connections,
        ProviderPipeline pipeline,
        IServiceProvider services,
        TimeProvider time)
    {
        foreach (var vendor in vendors)
        {
            if (_names.Contains(vendor.Name))
            {
                throw new InvalidOperationException($"The vendor '{vendor.Name}' is registered twice.");
            }

            _names.Add(vendor.Name);
            foreach (var target in Enum.GetValues<ProviderTarget>())
            {
                var health = new ProviderHealth(time);
                var context = new VendorContext(services, vendor.ClientKey(target), connections.PollInterval(vendor, target));
                var provider = new Lazy<IGenerationProvider>(() => pipeline.Wrap(vendor.Create(context), target, health));
                var entry = new Entry(vendor, target, connections, context, provider, health);
                _entries.Add((vendor.Name, target), entry);
                if (target == ProviderTarget.Live)
                {
                    entry.Find();
                }
            }
        }
    }

    public IReadOnlyList<string> Names => _names;

    public ProviderLookup Find(string name, ProviderTarget target) =>
        _entries.TryGetValue((name, target), out var entry) ? entry.Find() : new ProviderLookup.Unknown();

    public IReadOnlyList<ProviderHealthReport> Report() =>
        [.. _names.SelectMany(name => Enum.GetValues<ProviderTarget>().Select(target => _entries[(name, target)].Report()))];

    private sealed record Entry(
        VendorRegistration Vendor,
        ProviderTarget Target,
        VendorConnections Connections,
        VendorContext Context,
        Lazy<IGenerationProvider> Provider,
        ProviderHealth Health)
    {
        public ProviderLookup Find() => Connections.Missing(Vendor, Target) is { } missing
            ? new ProviderLookup.NotConfigured(missing)
            : new ProviderLookup.Found(Provider.Value);

        public ProviderHealthReport Report()
        {
            var missing = Connections.Missing(Vendor, Target);
            return Health.Fill(new ProviderHealthReport(Vendor.Name, Target, Configured: missing is null)
            {
                MissingSetting = missing,
                Pipeline = Context.TakenClient is { } client ? PipelineReports.From(client.Status, Context.TakenDownloader?.Status) : null,
                BaseUrlHost = Uri.TryCreate(Connections.BaseUrl(Vendor, Target), UriKind.Absolute, out var url) ? url.Authority : null,
            });
        }
    }
}
