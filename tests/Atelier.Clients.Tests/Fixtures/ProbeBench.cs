using System.Net;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>A server, a still clock and a client between them.</summary>
public sealed class ProbeBench : IAsyncDisposable
{
    public const string Key = "sk-probe-0123456789abcdef";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private ProbeBench(ScriptedServer server, ILogger? logger, Action<ProbeOptions>? configure)
    {
        Server = server;
        Options = new ProbeOptions { ApiKey = Key, BaseUrl = server.Url.AbsoluteUri, UseJitter = false };
        configure?.Invoke(Options);
        Client = new ProbeClient(_http, Options, logger, Clock);
    }

    public ScriptedServer Server { get; }

    public WatchedClock Clock { get; } = new();

    public ProbeOptions Options { get; }

    public ProbeClient Client { get; }

    public static async Task<ProbeBench> StartAsync(Action<ProbeOptions>? configure = null, ILogger? logger = null) =>
        new(await ScriptedServer.StartAsync(), logger, configure);

    /// <summary>Runs a call to its end, letting its waits pass; gives the waits and the fault.</summary>
    public async Task<(List<TimeSpan> Waits, Exception? Fault)> RunAsync(Task work)
    {
        var waits = await Clock.PassWaitsAsync(work, Options.Timeout);
        return (waits, await Record.ExceptionAsync(() => work));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
