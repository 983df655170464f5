using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>A loopback HTTP server that answers by script and remembers every request as it came over the wire.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private readonly Channel<WireRequest> _arrivals = Channel.CreateUnbounded<WireRequest>();
    private readonly List<WireRequest> _requests = [];
    private readonly Lock _gate = new();

    private ScriptedServer(WebApplication app) => _app = app;

    /// <summary>Answers when the script has run out. Default: 500 with a text that says so.</summary>
    public Func<HttpContext, Task> Otherwise { get; set; } = Answers.Status(500, "the script has run out");

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<WireRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public WireRequest OnlyRequest => Requests.ShouldHaveSingleItem();

    public static async Task<ScriptedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    public ScriptedServer Then(Func<HttpContext, Task> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public ScriptedServer Always(Func<HttpContext, Task> answer)
    {
        Otherwise = answer;
        return this;
    }

    /// <summary>Waits until one more request has arrived whole.</summary>
    public Task<WireRequest> NextRequestAsync()
    {
        var token = TestContext.Current.CancellationToken;
        return _arrivals.Reader.ReadAsync(token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new WireRequest(
            context.Request.Method,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        lock (_gate)
        {
            _requests.Add(request);
        }

        _arrivals.Writer.TryWrite(request);
        await (_script.TryDequeue(out var answer) ? answer : Otherwise)(context);
    }
}
