using System.Collections.Concurrent;
using System.Text;
using Atelier.EndToEnd.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>Everything around a server that a test wants to look at: a collector for traces and measures, and a host of callers' pictures.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;

    private Collector(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>What was exported, as it came, with the path before each.</summary>
    public ConcurrentQueue<byte[]> Exports { get; } = new();

    /// <summary>Headers of the exports.</summary>
    public ConcurrentQueue<string> ExportHeaders { get; } = new();

    /// <summary>What pictures were asked for, with the query.</summary>
    public ConcurrentQueue<string> PicturesAsked { get; } = new();

    public static async Task<Collector> StartAsync(byte[] picture)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/{kind}", collector.KeepAsync);
        app.MapGet("/pictures/{name}", async (HttpContext http, string name) =>
        {
            collector.PicturesAsked.Enqueue(http.Request.Path + http.Request.QueryString);
            if (name == "broken.png")
            {
                http.Response.StatusCode = 500;
                await http.Response.WriteAsync($"no {http.Request.Path}{http.Request.QueryString} for {http.Request.Headers.Host}");
                return;
            }

            http.Response.ContentType = "image/png";
            await http.Response.Body.WriteAsync(picture);
        });
        await app.StartAsync(Installation.Cancel);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> KeepAsync(HttpContext http, string kind)
    {
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($"/v1/{kind}\n"));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Exports.Enqueue(body.ToArray());
        ExportHeaders.Enqueue(http.Request.Headers["x-collector-key"].ToString());
        return Results.Bytes([], "application/x-protobuf");
    }
}
