using Atelier.Providers.Registration;
using Atelier.Server.Settings;
using Atelier.Simulators;

namespace Atelier.Server.Hosting;

/// <summary>The simulated vendors that test keys reach: a web server of their own on a free loopback port, so that even the sandbox speaks real HTTP.</summary>
internal sealed class Sandbox(AtelierOptions options, TimeProvider time) : ISandboxEndpoint, IAsyncDisposable
{
    private const string FolderName = "sandbox";
    private SimulatorHost? host;

    /// <inheritdoc />
    public Uri? BaseUrl => host?.BaseAddress;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        host = await SimulatorHost.StartAsync(
            new SimulatorOptions { StateDirectory = Path.Combine(options.Data, FolderName) }, timeProvider: time, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref host, null) is { } started)
        {
            await started.DisposeAsync();
        }
    }
}
