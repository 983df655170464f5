using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>A server, a still clock and a vendor's own client between them.</summary>
public sealed class VendorBench<TClient> : IAsyncDisposable
    where TClient : VendorHttpClient
{
    private readonly HttpClient _http;
    private readonly TimeSpan _limit;

    internal VendorBench(ScriptedServer server, HttpClient http, TClient client, WatchedClock clock, TimeSpan limit)
    {
        Server = server;
        _http = http;
        Client = client;
        Clock = clock;
        _limit = limit;
    }

    public ScriptedServer Server { get; }

    public TClient Client { get; }

    public WatchedClock Clock { get; }

    /// <summary>Runs a call to its end, letting its waits pass; gives the waits.</summary>
    /// <param name="work">The work that waits.</param>
    /// <param name="further">Lengths of time limits beside the client's general one.</param>
    public Task<List<TimeSpan>> PassWaitsAsync(Task work, params TimeSpan[] further) => Clock.PassWaitsAsync(work, [_limit, .. further]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>Makes a <see cref="VendorBench{TClient}"/>.</summary>
public static class VendorBench
{
    public static async Task<VendorBench<TClient>> StartAsync<TClient, TOptions>(
        TOptions options, string prefix, Func<HttpClient, TOptions, TimeProvider, TClient> create)
        where TClient : VendorHttpClient
        where TOptions : VendorClientOptions
    {
        var server = await ScriptedServer.StartAsync();
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var clock = new WatchedClock();
        options.BaseUrl = new Uri(server.Url, prefix).AbsoluteUri;
        options.UseJitter = false;

        // The tests change what the vendor answers from one call to the next.
        options.CacheAnswers = false;
        return new VendorBench<TClient>(server, http, create(http, options, clock), clock, options.Timeout);
    }
}
