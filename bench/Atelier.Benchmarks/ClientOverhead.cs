using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;
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

    private BenchVendor _vendor = null!;
    private HttpClient _http = null!;
    private RunwayClient _runway = null!;
    private StabilityClient _stability = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _vendor = await BenchVendor.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, UseCookies = false });
        var runway = new RunwayClientOptions { ApiKey = Key, BaseUrl = _vendor.Address.AbsoluteUri };
        OpenWide(runway);
        _runway = new RunwayClient(_http, runway);
        var stability = new StabilityClientOptions { ApiKey = Key, BaseUrl = _vendor.Address.AbsoluteUri };
        OpenWide(stability);
        _stability = new StabilityClient(_http, stability);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
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
