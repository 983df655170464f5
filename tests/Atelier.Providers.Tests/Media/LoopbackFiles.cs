using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Tests.Media;

/// <summary>A web server on loopback with one file whose size and status a test chooses.</summary>
internal sealed class LoopbackFiles : IAsyncDisposable
{
    private readonly WebApplication _application;

    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopbackFiles(WebApplication application) => _application = application;

    public Uri File => new(_application.Urls.First() + "/file.png?signature=s3cr3t");

    public IHeaderDictionary? LastHeaders { get; private set; }

    /// <summary>Done when everything was sent that ever will be.</summary>
    public Task Stalled => _stalled.Task;

    /// <param name="bytes">How long the file is.</param>
    /// <param name="status">What is answered.</param>
    /// <param name="tellLength">Whether the length is told.</param>
    /// <param name="stall">Whether the answer never ends; without any bytes not even its headers come.</param>
    public static async Task<LoopbackFiles> StartAsync(long bytes, int status = 200, bool tellLength = true, bool stall = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var application = builder.Build();
        var files = new LoopbackFiles(application);
        application.Run(context => files.AnswerAsync(context, bytes, status, tellLength && !stall, stall));
        await application.StartAsync();
        return files;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, long bytes, int status, bool tellLength, bool stall)
    {
        LastHeaders = context.Request.Headers;
        context.Response.StatusCode = status;
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = tellLength ? bytes : null;
        var block = new byte[64 * 1024];
        for (var left = bytes; left > 0; left -= block.Length)
        {
            await context.Response.Body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), context.RequestAborted);
        }

        if (stall)
        {
            if (bytes > 0)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            _stalled.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
