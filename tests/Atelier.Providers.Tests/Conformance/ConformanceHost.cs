using Atelier.Clients.Http;
using Atelier.Providers.Registration;
using Atelier.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// The simulated vendors on a loopback port, and the providers set up as the server does it with live settings that point there. Tasks
/// take an hour of the simulators' own clock, so that a test decides when they end.
/// </summary>
public sealed class ConformanceHost : IAsyncLifetime, ISandboxEndpoint
{
    /// <summary>Easy to find in a text it must not be in.</summary>
    public const string ApiKey = "sk-c0nf0rmance-5ecret-0123456789";

    public static readonly TimeSpan TaskDuration = TimeSpan.FromHours(1);

    private static readonly string[] Vendors = ["stability", "runway", "aihubmix"];

    private SimulatorHost? _host;
    private ServiceProvider? _services;

    /// <summary>The clock of everything under test; the simulators have their own.</summary>
    internal PatienceClock Clock { get; } = new();

    public VendorSimulators Simulators => Host.Simulators;

    public Uri? BaseUrl => Host.BaseAddress;

    public IServiceProvider Services => _services ?? throw new InvalidOperationException("Not started.");

    private SimulatorHost Host => _host ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(new SimulatorOptions { DefaultTaskDuration = TaskDuration, Stability = { LegacyEngines = true } });
        var services = new ServiceCollection();
        services.AddSingleton<ISandboxEndpoint>(this);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddAtelierProviders(_ => null, Configure);
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    public IProviderDirectory Directory => Services.GetRequiredService<IProviderDirectory>();

    public IGenerationProvider Find(string vendor, ProviderTarget target = ProviderTarget.Live) =>
        Directory.Find(vendor, target).ShouldBeOfType<ProviderLookup.Found>().Provider;

    private void Configure(ProviderOptions options)
    {
        // A suite that makes a vendor fail on purpose, again and again, must find it as it was.
        options.ConfigureClient = (_, client) =>
        {
            client.Circuit.Enabled = false;
            client.Limits = new VendorLimitOptions { Concurrency = 0, PauseAfter429 = TimeSpan.Zero };
        };
        foreach (var vendor in Vendors)
        {
            options.Live[vendor] = new ProviderSettings
            {
                ApiKey = ApiKey,
                BaseUrl = Host.VendorUrl(vendor).AbsoluteUri,
                PollInterval = TimeSpan.FromMilliseconds(10),
                RetryBaseDelay = TimeSpan.FromMilliseconds(1),
            };
        }
    }

    /// <summary>Forgets what an earlier test scripted and did.</summary>
    public void Reset()
    {
        Simulators.Faults.Clear();
        Simulators.Calls.Clear();
        foreach (var vendor in Vendors)
        {
            Simulators.Ledger.Set(vendor, 1_000_000m);
        }
    }
}
