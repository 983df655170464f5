using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>The simulated vendors as a process of their own, with their control API.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    private SimulatorProcess(ServerProcess process)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = process.Address };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Settings that make live keys reach these simulators.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("STABILITY_API_KEY", "sk-" + new string('s', 40)),
        ("STABILITY_BASE_URL", new Uri(_process.Address, "/stability").ToString()),
        ("RUNWAY_API_KEY", "key_" + new string('a', 128)),
        ("RUNWAY_BASE_URL", new Uri(_process.Address, "/runway").ToString()),
        ("AIHUBMIX_API_KEY", "sk-" + new string('h', 40)),
        ("AIHUBMIX_BASE_URL", new Uri(_process.Address, "/aihubmix").ToString()),
    ];

    public static async Task<SimulatorProcess> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");
        var process = await ServerProcess.StartAsync(
            ["simulators", "--urls", address.ToString()], new Dictionary<string, string>(), address, "/_control", Cancel);
        return new SimulatorProcess(process);
    }

    /// <summary>Where it listens; its control API is under <c>/_control</c>.</summary>
    public Uri Address => _process.Address;

    /// <summary>Scripts a fault; see <c>GET /_control</c>.</summary>
    public async Task AddFaultAsync(object fault)
    {
        using var answer = await _http.PostAsJsonAsync("/_control/faults", fault, Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
    }

    public async Task ClearFaultsAsync()
    {
        using var answer = await _http.DeleteAsync("/_control/faults", Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Every call the vendors got, oldest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> CallsAsync(string? vendor = null)
    {
        var path = vendor is null ? "/_control/calls" : $"/_control/calls?vendor={vendor}";
        var body = await _http.GetFromJsonAsync<JsonNode>(path, JsonSerializerOptions.Web, Cancel);
        var list = body as JsonArray ?? (JsonArray)body!["data"]!;
        return [.. list.Select(c => (JsonObject)c!)];
    }

    /// <summary>Waits until a call that fits has come in.</summary>
    public async Task<JsonObject> WaitForCallAsync(string vendor, Func<JsonObject, bool> fits) =>
        await Eventually.GetAsync(async () => (await CallsAsync(vendor)).LastOrDefault(fits), $"a call to {vendor}");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
