using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Benchmarks;

/// <summary>
/// A vendor that costs as little as possible: fixed answers over loopback HTTP. A slower vendor would only make a client look better.
/// </summary>
internal sealed class BenchVendor : IAsyncDisposable
{
    public const int PictureBytes = 1024 * 1024;
    public const long VideoBytes = 100_000_000;

    private static readonly byte[] TaskJson =
        """{"id":"17f20503-6c24-4c16-946b-35dbbce2af2f","status":"RUNNING","createdAt":"2026-03-04T05:06:07Z","progress":0.4}"""u8.ToArray();

    private static readonly byte[] Picture = new byte[PictureBytes];

    private readonly WebApplication _application;

    private BenchVendor(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<BenchVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.MapGet("/v1/tasks/{id}", context => AnswerAsync(context, "application/json", TaskJson));
        application.MapPost("/v2beta/stable-image/generate/core", context => AnswerAsync(context, "image/png", Picture));
        application.MapGet("/v1/videos/{id}/content", VideoAsync);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new BenchVendor(application, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, string type, byte[] body)
    {
        if (context.Request.ContentLength > 0)
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task VideoAsync(HttpContext context)
    {
        context.Response.ContentType = "video/mp4";
        context.Response.ContentLength = VideoBytes;
        for (var left = VideoBytes; left > 0;)
        {
            var count = (int)Math.Min(left, 64 * 1024);
            await context.Response.Body.WriteAsync(Picture.AsMemory(0, count), context.RequestAborted);
            left -= count;
        }
    }
}
