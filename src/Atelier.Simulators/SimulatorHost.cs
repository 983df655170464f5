using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Simulators;

/// <summary>The simulated vendors on a web server of their own. It reads no configuration file and no environment variable.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SimulatorHost(WebApplication application)
    {
        _application = application;
        BaseAddress = new Uri(application.Urls.First());
        Simulators = application.Services.GetRequiredService<VendorSimulators>();
    }

    /// <summary>
    /// Origin the server listens on, with its real port: the vendors are below it at <c>stability</c>, <c>runway</c>, <c>aihubmix</c>.
    /// </summary>
    public Uri BaseAddress { get; }

    /// <summary>Names of the simulated vendors, each the first part of its paths.</summary>
    public IReadOnlyList<string> Vendors => [.. _application.Services.GetServices<IVendorSimulator>().Select(vendor => vendor.Name)];

    /// <summary>Faults, latency, call log, balances and clock, for callers in the same process.</summary>
    public VendorSimulators Simulators { get; }

    /// <summary>Starts a server; it answers when the task completes.</summary>
    /// <param name="options">How the vendors behave; null takes the defaults.</param>
    /// <param name="url">Address to listen on; port 0 takes a free one.</param>
    /// <param name="timeProvider">Clock of tasks, delays and records; null takes the system's.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(
        SimulatorOptions? options = null,
        string url = "http://127.0.0.1:0",
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
            kestrel.AddServerHeader = false;
        });
        // A failed start is thrown to the caller, who tells of it; the log need not say it again.
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.TryAddSingleton(timeProvider ?? TimeProvider.System);
        builder.Services.AddVendorSimulators(options);
        var application = builder.Build();
        application.UseRouting();
        application.MapVendorSimulators();
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new SimulatorHost(application);
    }

    /// <summary>The base URL of one vendor, without a trailing slash: what its client is configured with.</summary>
    /// <param name="vendor"><c>stability</c>, <c>runway</c> or <c>aihubmix</c>.</param>
    public Uri VendorUrl(string vendor) => new(BaseAddress, vendor);

    /// <summary>Waits until the process is asked to stop or the token is cancelled.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening, drops hanging calls and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
