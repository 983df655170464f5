using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atelier.Load;

/// <summary>The real server and the simulated vendors as processes, over loopback HTTP.</summary>
internal static class SystemRun
{
    private const int Generations = 2_000;
    private const int Callers = 32;
    private const int LightRequests = 200;
    private static readonly TimeSpan LightPause = TimeSpan.FromMilliseconds(50);

    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-load-");
        using var simulators = await ProcessUnderLoad.StartAsync(["simulators"], "--urls", new Dictionary<string, string>(), "/_control");
        try
        {
            using var server = await ProcessUnderLoad.StartAsync(["serve"], null, Settings(folder.FullName, simulators.Address), "/health/ready");
            using var http = Client(server);
            await GrantAsync(http);
            await BurstAsync(http, 200);
            await WaitUntilIdleAsync(http);

            var watch = Stopwatch.StartNew();
            await BurstAsync(http, Generations);
            var accepted = watch.Elapsed.TotalSeconds;
            await WaitUntilIdleAsync(http);
            var completed = watch.Elapsed.TotalSeconds;
            var latencies = await LightLoadAsync(http, simulators.Address);
            return
            [
                $"Start to ready: {server.StartToReady.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s (first start, with migrations).",
                "",
                "| what | figure |",
                "|---|---|",
                string.Create(CultureInfo.InvariantCulture, $"| generations accepted per second ({Generations} speech requests, {Callers} callers) | {Generations / accepted:0} |"),
                string.Create(CultureInfo.InvariantCulture, $"| durable generations completed per second, artifacts stored | {Generations / completed:0} |"),
                string.Create(CultureInfo.InvariantCulture, $"| accept to vendor submit at light load ({LightRequests} requests, {1000 / LightPause.TotalMilliseconds:0} a second), p50 | {Report.Percentile(latencies, 0.5):0.0} ms |"),
                string.Create(CultureInfo.InvariantCulture, $"| the same, p99 | {Report.Percentile(latencies, 0.99):0.0} ms |"),
                "",
                "Server, simulated vendors and load generator share the machine's cores.",
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static HttpClient Client(ProcessUnderLoad server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.LiveKey);
        return http;
    }

    public static Dictionary<string, string> Settings(string folder, Uri vendors) => new()
    {
        ["ATELIER_DATA"] = folder,
        ["STABILITY_API_KEY"] = "sk-" + new string('s', 40),
        ["STABILITY_BASE_URL"] = new Uri(vendors, "/stability").ToString(),
        ["RUNWAY_API_KEY"] = "key_" + new string('a', 128),
        ["RUNWAY_BASE_URL"] = new Uri(vendors, "/runway").ToString(),
        ["AIHUBMIX_API_KEY"] = "sk-" + new string('h', 40),
        ["AIHUBMIX_BASE_URL"] = new Uri(vendors, "/aihubmix").ToString(),
    };

    public static async Task GrantAsync(HttpClient http)
    {
        var account = (await http.GetFromJsonAsync<JsonObject>("/api/v1/account"))!;
        var grant = new { user_id = account["user"]!["id"]!.GetValue<string>(), book = "live", amount = 100_000_000, reason = "load" };
        using var answer = await http.PostAsJsonAsync("/api/v1/admin/grants", grant);
        answer.EnsureSuccessStatusCode();
    }

    private static Task BurstAsync(HttpClient http, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, token) => await CreateAsync(http, token));

    private static async Task<JsonObject> CreateAsync(HttpClient http, CancellationToken token)
    {
        var body = new { model = "openai/tts-1", input = new { text = "tide", voice = "alloy", format = "mp3" } };
        using var answer = await http.PostAsJsonAsync("/api/v1/generations", body, token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(token))!;
    }

    private static async Task WaitUntilIdleAsync(HttpClient http)
    {
        while ((await http.GetFromJsonAsync<JsonObject>("/api/v1/account"))!["held"]!.GetValue<decimal>() > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>From the generation's creation time, written by the server, to the call's time, written by the simulated vendor: one clock.</summary>
    private static async Task<List<double>> LightLoadAsync(HttpClient http, Uri vendors)
    {
        using var control = new HttpClient { BaseAddress = vendors };
        using (var cleared = await control.DeleteAsync("/_control/calls"))
        {
            cleared.EnsureSuccessStatusCode();
        }

        var created = new List<DateTimeOffset>();
        for (var i = 0; i < LightRequests; i++)
        {
            created.Add((await CreateAsync(http, CancellationToken.None))["created_at"]!.GetValue<DateTimeOffset>());
            await Task.Delay(LightPause, TimeProvider.System, CancellationToken.None);
        }

        await WaitUntilIdleAsync(http);
        var calls = (await control.GetFromJsonAsync<JsonObject>("/_control/calls?limit=10000"))!["data"]!.AsArray()
            .Where(c => c!["billed"]!.GetValue<bool>())
            .Select(c => c!["time"]!.GetValue<DateTimeOffset>())
            .Order()
            .ToList();
        if (calls.Count != created.Count)
        {
            throw new InvalidOperationException($"{created.Count} requests but {calls.Count} submissions.");
        }

        return [.. created.Zip(calls, (c, s) => (s - c).TotalMilliseconds).Order()];
    }
}
