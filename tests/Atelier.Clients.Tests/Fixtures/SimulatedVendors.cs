using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;
using Atelier.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>The simulated vendors over real HTTP, and registered clients of them, all on one clock.</summary>
public sealed class SimulatedVendors : IAsyncDisposable
{
    public static readonly TimeSpan TaskDuration = TimeSpan.FromSeconds(12);

    private readonly ServiceProvider _services;

    private SimulatedVendors(SimulatorHost host, WatchedClock clock, string key)
    {
        Host = host;
        Clock = clock;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddStabilityClient(options => Point(options, "stability"))
            .AddRunwayClient(options => Point(options, "runway"))
            .AddMediaDownloader(options => options.TrustedOrigins.Add(host.BaseAddress))
            .BuildServiceProvider();

        void Point(VendorClientOptions options, string vendor)
        {
            // What a call cost is looked at right after it.
            options.CacheAnswers = false;
            options.ApiKey = key;
            options.BaseUrl = host.VendorUrl(vendor).AbsoluteUri + "/v1";
            options.UseJitter = false;
        }
    }

    public SimulatorHost Host { get; }

    public VendorSimulators Simulators => Host.Simulators;

    public WatchedClock Clock { get; }

    public StabilityClient Stability => _services.GetRequiredService<StabilityClient>();

    public RunwayClient Runway => _services.GetRequiredService<RunwayClient>();

    public MediaDownloader Downloader => _services.GetRequiredService<MediaDownloader>();

    public static async Task<SimulatedVendors> StartAsync(Action<SimulatorOptions>? configure = null, string key = "sk-simulated-0123456789")
    {
        var clock = new WatchedClock();
        var options = new SimulatorOptions { DefaultTaskDuration = TaskDuration };
        configure?.Invoke(options);
        return new SimulatedVendors(await SimulatorHost.StartAsync(options, timeProvider: clock), clock, key);
    }

    /// <summary>Runs a call to its end, letting its waits pass.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        await PassWaitsAsync(work);
        return await work;
    }

    /// <summary>Lets the waits of a call pass; gives them.</summary>
    public Task<List<TimeSpan>> PassWaitsAsync(Task work) =>
        Clock.PassWaitsAsync(work, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(60), RunwayClient.UploadTimeout);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Host.DisposeAsync();
    }
}
