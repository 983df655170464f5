using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.AiHubMix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Tests.AiHubMix;

/// <summary>
/// A loopback server that gives exactly the answers a test lists, for shapes that no well-behaved simulator has, and a provider that
/// calls it.
/// </summary>
internal sealed class LoopbackGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, Func<HttpContext, Task>> _answers = [];
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly MediaDownloader _downloader;

    private LoopbackGateway(WebApplication app, Uri url, Uri? trusted)
    {
        _app = app;
        Url = url;
        var options = new AiHubMixClientOptions { ApiKey = "sk-loopback-00000000", BaseUrl = url.AbsoluteUri, RetryCount = 0 };
        var downloads = new MediaDownloadOptions { RetryCount = 0 };
        downloads.TrustedOrigins.Add(trusted ?? url);
        _downloader = new MediaDownloader(downloads);
        Provider = new AiHubMixProvider(new AiHubMixClient(_http, options), _downloader);
    }

    public Uri Url { get; }

    public AiHubMixProvider Provider { get; }

    /// <summary>Method and path of every request, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Starts a gateway.</summary>
    /// <param name="trusted">The origin that results may be fetched from without a key. Default: the gateway's own.</param>
    public static async Task<LoopbackGateway> StartAsync(Uri? trusted = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        LoopbackGateway? gateway = null;
        app.Run(context => gateway!.AnswerAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        gateway = new LoopbackGateway(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), trusted);
        return gateway;
    }

    public LoopbackGateway On(string path, string body, string contentType = "application/json", int status = 200) =>
        On(path, Encoding.UTF8.GetBytes(body), contentType, status);

    public LoopbackGateway On(string path, byte[] body, string contentType, int status = 200) => On(path, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    });

    public LoopbackGateway On(string path, Func<HttpContext, Task> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _downloader.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Enqueue($"{context.Request.Method} {context.Request.Path}");
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (_answers.TryGetValue(context.Request.Path.Value!, out var answer))
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
