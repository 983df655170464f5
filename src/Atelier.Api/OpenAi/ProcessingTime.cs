using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.OpenAi;

/// <summary>Tells in <c>openai-processing-ms</c> how long the answer took until it began, and in <c>openai-version</c> which shapes it has.</summary>
internal static class ProcessingTime
{
    // OpenAI's own has not changed since then.
    private const string Version = "2020-10-01";

    public static void Tell(HttpContext context)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        context.Response.OnStarting(() =>
        {
            var took = (long)time.GetElapsedTime(started).TotalMilliseconds;
            context.Response.Headers["openai-processing-ms"] = took.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["openai-version"] = Version;
            return Task.CompletedTask;
        });
    }
}
