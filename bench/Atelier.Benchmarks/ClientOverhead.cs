using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;
using Atelier.Simulators;
using BenchmarkDotNet.Attributes;

namespace Atelier.Benchmarks;

/// <summary>
/// What a client with its whole pipeline on costs over a bare <see cref="HttpClient"/> that gets the same answer from the same vendor: limiter,
/// concurrency, breaker, retry, key, metrics, time limits. Both read the answer to its end.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ClientOverhead
{
    private const string Key = "key_0123456789abcdef";

    private static readonly string SimulatorKey = "key_" + new string('a', 128);

    private BenchVendor _vendor = null!;
    private HttpClient _http = null!;

    // As a registered client has it: the client keeps the time by itself.
    private HttpClient _untimed = null!;
    private RunwayClient _runway = null!;
    private StabilityClient _stability = null!;
    private SimulatorHost _simulators = null!;
    private RunwayClient _simulated = null!;
    private Uri _runwayAddress = null!;
    private string _taskId = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        _vendor = await BenchVendor.StartAsync();
        _http = new HttpClient(Handler());
        var runway = new RunwayClientOptions { ApiKey = Key, BaseUrl = _vendor.Address.AbsoluteUri };
        OpenWide(runway);
        _untimed = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        _runway = new RunwayClient(_untimed, runway);
        var stability = new StabilityClientOptions { ApiKey = Key, BaseUrl = _vendor.Address.AbsoluteUri };
        OpenWide(stability);
        _stability = new StabilityClient(_untimed, stability);
        await StartSimulatorAsync();
    }

    private async Task StartSimulatorAsync()
    {
        _simulators = await SimulatorHost.StartAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromDays(1) });
        _runwayAddress = new Uri(_simulators.VendorUrl("runway").AbsoluteUri.TrimEnd('/') + "/");
        var runway = new RunwayClientOptions { ApiKey = SimulatorKey, BaseUrl = _runwayAddress.AbsoluteUri };
        OpenWide(runway);
        _simulated = new RunwayClient(_untimed, runway);
        var created = await _simulated.TextToVideoAsync(
            new RunwayVideoRequest { Model = "veo3.1_fast", PromptText = "A boat", Ratio = "1280:720", Duration = 4 });
        _taskId = created.Id;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _untimed.Dispose();
        await _simulators.DisposeAsync();
        _http.Dispose();
        await _vendor.DisposeAsync();
    }

    [Benchmark(Baseline = true), BenchmarkCategory("small JSON")]
    public async Task<BareTask?> BareJsonAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_vendor.Address, "v1/tasks/1"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync(answer.Content, BareJson.Default.BareTask);
    }

    [Benchmark, BenchmarkCategory("small JSON")]
    public Task<RunwayTask> ClientJsonAsync() => _runway.GetTaskAsync("1");

    [Benchmark(Baseline = true), BenchmarkCategory("simulated task")]
    public async Task<BareTask?> BareSimulatedAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_runwayAddress, $"v1/tasks/{_taskId}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorKey);
        request.Headers.Add("X-Runway-Version", "2024-11-06");
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync(answer.Content, BareJson.Default.BareTask);
    }

    [Benchmark, BenchmarkCategory("simulated task")]
    public Task<RunwayTask> ClientSimulatedAsync() => _simulated.GetTaskAsync(_taskId);

    [Benchmark(Baseline = true), BenchmarkCategory("1 MB picture")]
    public async Task<byte[]> BarePictureAsync()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a boat"), "prompt" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_vendor.Address, "v2beta/stable-image/generate/core")) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Accept.ParseAdd("image/*");
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    [Benchmark, BenchmarkCategory("1 MB picture")]
    public Task<StabilityMedia> ClientPictureAsync() => _stability.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat" });

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
    };

    // Every step stays in the way; the limit alone is too wide to make anybody wait.
    private static void OpenWide(VendorClientOptions options) => options.Limits.Requests = 1_000_000;
}

/// <summary>The same facts that the client reads.</summary>
public sealed record BareTask(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("progress")] double? Progress);

[JsonSerializable(typeof(BareTask))]
internal sealed partial class BareJson : JsonSerializerContext;
