using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Keeps the connection of a caller who waits long for JSON: proxies cut what is silent for a minute or less, and a space ahead of JSON means
/// nothing. Once it has begun the status is 200, so it begins late, when most requests that fail have failed; a later failure cuts the
/// connection, and <see cref="UntoldFailures"/> tells it to the repetition.
/// </summary>
internal sealed class SignsOfLife(TimeProvider time, IOptions<OpenAiOptions> options)
{
    private static readonly byte[] Space = " "u8.ToArray();

    /// <summary>Waits for something, however it ends.</summary>
    public async Task WaitAsync(HttpContext http, Task something, CancellationToken cancellationToken)
    {
        if (options.Value.KeepAliveAfter == TimeSpan.Zero)
        {
            return;
        }

        for (var silence = options.Value.KeepAliveAfter; !await EndsWithinAsync(something, silence, cancellationToken); silence = options.Value.PingInterval)
        {
            if (!http.Response.HasStarted)
            {
                http.Response.ContentType = "application/json";
                http.Response.Headers["X-Accel-Buffering"] = "no";
                http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            }

            await http.Response.Body.WriteAsync(Space, cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }
    }

    private async Task<bool> EndsWithinAsync(Task something, TimeSpan silence, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(something, Task.Delay(silence, time, timer.Token));
        await timer.CancelAsync();
        return something.IsCompleted;
    }
}
