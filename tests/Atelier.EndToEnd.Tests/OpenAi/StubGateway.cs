using System.Diagnostics;
using System.Net;
using Atelier.EndToEnd.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>A vendor that speaks and answers exactly when the test says so.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    public const int SpeechBytes = 64 * 1024;
    private readonly WebApplication _app;

    private StubGateway(WebApplication app) => _app = app;

    /// <summary>What a streamed chat writes; a short whole answer when not set.</summary>
    public Func<Stream, CancellationToken, Task>? Chat { get; set; }

    /// <summary>Speech stops after its first bytes until this is done.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>When the first bytes of speech were given away.</summary>
    public long SpokeAt { get; private set; }

    public (string Name, string Value)[] Settings =>
    [
        ("AIHUBMIX_API_KEY", "sk-" + new string('h', 40)),
        ("AIHUBMIX_BASE_URL", _app.Urls.First()),
    ];

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubGateway(app);
        app.MapPost("/v1/audio/speech", stub.SpeakAsync);
        app.MapPost("/v1/chat/completions", stub.AnswerAsync);
        await app.StartAsync(Installation.Cancel);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        Hold?.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task SpeakAsync(HttpContext http)
    {
        http.Response.ContentType = "audio/mpeg";
        var sound = new byte[SpeechBytes];
        for (var at = 0; at < sound.Length; at += 417)
        {
            // Frames of MPEG-1 layer 3 at 128 kbit/s and 44.1 kHz.
            new byte[] { 0xFF, 0xFB, 0x90, 0x00 }.AsSpan()[..Math.Min(4, sound.Length - at)].CopyTo(sound.AsSpan(at));
        }

        await http.Response.Body.WriteAsync(sound.AsMemory(0, 4096), http.RequestAborted);
        SpokeAt = Stopwatch.GetTimestamp();
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await (Hold?.Task ?? Task.CompletedTask);
        await http.Response.Body.WriteAsync(sound.AsMemory(4096), http.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await System.Text.Json.JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var streamed = body.RootElement.TryGetProperty("stream", out var stream) && stream.GetBoolean();
        if (!streamed)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(
                """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""",
                http.RequestAborted);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        try
        {
            await Chat!(http.Response.Body, http.RequestAborted);
        }
        catch (IOException)
        {
            // What was written leaves first; then the connection is cut.
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, http.RequestAborted);
            http.Abort();
        }
    }
}
