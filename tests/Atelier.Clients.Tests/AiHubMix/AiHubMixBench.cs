using System.Net;
using System.Text;
using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>A scripted gateway, a still clock and an AIHubMix client between them.</summary>
public sealed class AiHubMixBench : IAsyncDisposable
{
    public const string Key = "sk-bench-0123456789abcdef";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private AiHubMixBench(ScriptedServer server, Action<AiHubMixClientOptions>? configure)
    {
        Server = server;
        Options = new AiHubMixClientOptions { ApiKey = Key, BaseUrl = server.Url.AbsoluteUri, UseJitter = false };
        Options.QuestionTimeout = Options.Timeout; // one length for all time limits, so that waits can be told from them
        configure?.Invoke(Options);
        Client = new AiHubMixClient(_http, Options, time: Clock);
    }

    public ScriptedServer Server { get; }

    public WatchedClock Clock { get; } = new();

    public AiHubMixClientOptions Options { get; }

    public AiHubMixClient Client { get; }

    public WireRequest Sent => Server.Requests.ShouldHaveSingleItem();

    public static async Task<AiHubMixBench> StartAsync(Action<AiHubMixClientOptions>? configure = null) =>
        new(await ScriptedServer.StartAsync(), configure);

    public static async Task<AiHubMixBench> AnsweringAsync(string json, int status = 200)
    {
        var bench = await StartAsync();
        bench.Server.Always(Answers.Json(json, status));
        return bench;
    }

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static VendorFile File(string name, string contentType, string content) => new(name, contentType, Encoding.UTF8.GetBytes(content));

    /// <summary>Runs a call to its end, letting its waits pass; gives the fault.</summary>
    public async Task<VendorException> FaultOfAsync(Task work)
    {
        await Clock.PassWaitsAsync(work, Options.Timeout);
        return await Should.ThrowAsync<VendorException>(work);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
