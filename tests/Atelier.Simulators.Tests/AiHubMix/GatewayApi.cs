using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Media;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.AiHubMix;

/// <summary>A simulated AIHubMix on a socket, with a clock that stands still, and a caller with a key.</summary>
internal sealed class GatewayApi : IAsyncDisposable
{
    private readonly SimulatorHost _host;

    private GatewayApi(SimulatorHost host)
    {
        _host = host;
        Http = Caller("sk-test");
    }

    public HttpClient Http { get; }

    public VendorSimulators Simulators => _host.Simulators;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static byte[] Png(int width = 64, int height = 64) => PictureMaker.Make(new Picture(width, height, "input", 1));

    public static string Picture => $"data:image/png;base64,{Convert.ToBase64String(Png())}";

    public static async Task<GatewayApi> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromSeconds(100) };
        configure?.Invoke(options);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 15, 0, TimeSpan.Zero));
        return new GatewayApi(await SimulatorHost.StartAsync(options, timeProvider: clock, cancellationToken: Cancellation));
    }

    public HttpClient Caller(string? key)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_host.VendorUrl("aihubmix")}/") };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return http;
    }

    public void Advance(double seconds) => Simulators.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode body) => PostAsync(path, body.ToJsonString());

    /// <summary>The answer to a POST that must succeed.</summary>
    public async Task<JsonElement> AnswerAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var answer = await ReadAsync(response);
        ((int)response.StatusCode).ShouldBe(200, answer.ToString());
        return answer;
    }

    /// <summary>Status, code and parameter of a POST that must be refused, and that nothing was bought.</summary>
    public async Task<(int Status, string? Code, string? Param, string Message)> RefusalAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await ReadAsync(response);
            body.TryGetProperty("error", out var error).ShouldBeTrue(body.ToString());
            Simulators.Calls.Billed("aihubmix").ShouldBe(0);
            return ((int)response.StatusCode, Text(error, "code"), Text(error, "param"), Text(error, "message")!);
        }
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, Cancellation);
        return await ReadAsync(response);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation)).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }

    private static string? Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? value.ToString() : null;
}
