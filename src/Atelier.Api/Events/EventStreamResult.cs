using System.Globalization;
using System.Text;
using System.Text.Json;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atelier.Api.Events;

/// <summary>
/// Writes events as <c>text/event-stream</c>: <c>id:</c> is the number to resume after, a missing event is written as a comment. Ends when the
/// events end, the caller leaves, the caller's key is good no more, or the server stops; in the last case the caller's reconnect resumes where it was.
/// </summary>
internal sealed class EventStreamResult(Func<CancellationToken, IAsyncEnumerable<GenerationEvent?>> events) : IResult
{
    private static readonly byte[] Heartbeat = ": quiet\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies such as nginx would otherwise collect the stream before passing it on.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.Body.FlushAsync(either.Token);
        try
        {
            await foreach (var next in events(either.Token))
            {
                // A stream may go on for days: whoever lost the right to it hears nothing more, and is told why when coming back. Silence
                // tells nothing, and must not keep a session awake.
                if (next is not null && !await CallerProof.StillHoldsAsync(httpContext, either.Token))
                {
                    break;
                }

                await response.Body.WriteAsync(next is null ? Heartbeat : Format(next), either.Token);
                await response.Body.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The caller left or the server stops: both are ordinary ends of a stream.
        }
    }

    private static byte[] Format(GenerationEvent next)
    {
        var data = JsonSerializer.Serialize(EventResource.From(next), ReadableJson.Context.EventResource);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"id: {next.Sequence}\nevent: {next.Type}\ndata: {data}\n\n"));
    }
}
