using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Sounds;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.Runway;

/// <summary>A simulated Runway on a socket, with a clock that stands still, and a caller with a key.</summary>
internal sealed class RunwayApi : IAsyncDisposable
{
    public const string Key = "key_test";

    public static readonly TimeSpan TaskDuration = TimeSpan.FromSeconds(100);

    private readonly SimulatorHost _host;

    private RunwayApi(SimulatorHost host)
    {
        _host = host;
        Http = Caller(Key);
    }

    public HttpClient Http { get; }

    public VendorSimulators Simulators => _host.Simulators;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A real picture as a data URI.</summary>
    public static string Picture(int width = 64, int height = 64) =>
        $"data:image/png;base64,{Convert.ToBase64String(PictureMaker.Make(new Picture(width, height, "input", 1)))}";

    /// <summary>A real film of four seconds as a data URI.</summary>
    public static string Film(double seconds = 4, int width = 64, int height = 48) =>
        $"data:video/mp4;base64,{Convert.ToBase64String(Mp4Maker.Make(new Video(width, height, seconds, "input", 1) { FramesPerSecond = 8 }))}";

    /// <summary>A real recording of seven seconds as a data URI.</summary>
    public static string Recording(double seconds = 7) =>
        $"data:audio/wav;base64,{Convert.ToBase64String(SoundMaker.Make(new Sound(seconds, "input", 1, SoundFormat.Wav)))}";

    public static async Task<RunwayApi> StartAsync(Action<SimulatorOptions>? configure = null, FakeTimeProvider? time = null)
    {
        var options = new SimulatorOptions { DefaultTaskDuration = TaskDuration };
        configure?.Invoke(options);
        var clock = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 9, 14, 2, 118, TimeSpan.Zero));
        return new RunwayApi(await SimulatorHost.StartAsync(options, timeProvider: clock, cancellationToken: Cancellation));
    }

    /// <summary>A caller with another key; null sends none.</summary>
    public HttpClient Caller(string? key, string? version = "2024-11-06")
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_host.VendorUrl("runway")}/") };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (version is not null)
        {
            http.DefaultRequestHeaders.Add("X-Runway-Version", version);
        }

        return http;
    }

    public void Advance(double seconds) => Simulators.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public Task<HttpResponseMessage> PostAsync(string endpoint, JsonNode body) =>
        Http.PostAsync($"v1/{endpoint}", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), Cancellation);

    /// <summary>Starts a task that must be accepted.</summary>
    public async Task<(string Id, decimal Credits)> CreateAsync(string endpoint = "image_to_video", JsonNode? body = null)
    {
        using var response = await PostAsync(endpoint, body ?? Bodies.Valid("image_to_video", "gen4_turbo"));
        var answer = await ReadAsync(response);
        ((int)response.StatusCode).ShouldBe(200, answer.ToString());
        return (answer.GetProperty("id").GetString()!, answer.GetProperty("estimatedCost").GetProperty("credits").GetDecimal());
    }

    public async Task<JsonElement> TaskAsync(string id)
    {
        using var response = await Http.GetAsync($"v1/tasks/{id}", Cancellation);
        ((int)response.StatusCode).ShouldBe(200);
        return await ReadAsync(response);
    }

    public async Task<decimal> BalanceAsync()
    {
        using var response = await Http.GetAsync("v1/organization", Cancellation);
        return (await ReadAsync(response)).GetProperty("creditBalance").GetDecimal();
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation)).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
