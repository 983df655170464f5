using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atelier.Api.OpenAi;

/// <summary>A stream of server-sent events. Nothing is written before the first event or ping, so that a stream that cannot begin has a real status.</summary>
internal sealed class EventStream(HttpContext http, TimeSpan pingInterval)
{
    // Long enough for what was written to leave before the connection is cut.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for something while the caller is told now and then that the stream lives.</summary>
    public async Task WaitAsync(Task something, CancellationToken cancellationToken)
    {
        while (!something.IsCompleted)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(something, Task.Delay(pingInterval, TimeProvider.System, timer.Token));
            await timer.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (first != something)
            {
                await WriteAsync(": ping\n\n", cancellationToken);
            }
        }
    }

    /// <summary>Items as they come; the caller is told now and then that the stream lives when they are long in coming.</summary>
    public async IAsyncEnumerable<T> ReadAsync<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = source.GetAsyncEnumerator(stop.Token);
        while (true)
        {
            var next = items.MoveNextAsync().AsTask();
            try
            {
                await WaitAsync(next, cancellationToken);
            }
            catch
            {
                // An enumerator that is still moving cannot be disposed.
                await stop.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            if (!await next)
            {
                yield break;
            }

            yield return items.Current;
        }
    }

    public void Begin()
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }
    }

    /// <summary>One event; OpenAI's media events carry their type as name, chat events have no name.</summary>
    public Task SendAsync(string? name, string data, CancellationToken cancellationToken) =>
        WriteAsync(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n", cancellationToken);

    /// <summary>Tells the error and cuts the connection: some SDKs overlook error events, none overlooks a stream without an end.</summary>
    public async Task FailAsync(OpenAiError error, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.Serialize(new OpenAiErrorEnvelope(error), OpenAiJsonContext.Readable.OpenAiErrorEnvelope);
        await WriteAsync($"event: error\ndata: {data}\n\n", cancellationToken);
        await Task.Delay(Linger, TimeProvider.System, cancellationToken);
        http.Abort();
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        Begin();
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
