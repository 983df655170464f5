using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atelier.Load;

/// <summary>
/// One vendor answers 500 to everything for a minute, while its own work is asked for five times a second and that of the other vendors without a
/// pause. Tasks that it had accepted before must be finished after it.
/// </summary>
internal static class OutageRun
{
    private const string Vendor = "runway";
    private const string FailingModel = "runway/gen4_image";
    private const string RunningModel = "runway/gen4.5";
    private const int Running = 4;
    private static readonly string[] Others = ["stability/core", "openai/gpt-image-2"];
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-outage-");
        using var simulators = await ProcessUnderLoad.StartAsync(["simulators"], "--urls", new Dictionary<string, string>(), "/_control");
        try
        {
            // Wide and quick at the failing vendor, so that what waited there is soon through and can be counted.
            var settings = SystemRun.Settings(folder.FullName, simulators.Address);
            settings[$"Atelier__Vendors__{Vendor}__Limits__Generations"] = "128";
            settings[$"Atelier__Vendors__{Vendor}__PollInterval"] = "00:00:01";
            using var server = await ProcessUnderLoad.StartAsync(["serve"], null, settings, "/health/ready");
            using var http = SystemRun.Client(server);
            await SystemRun.GrantAsync(http);
            using var control = new HttpClient { BaseAddress = simulators.Address };
            return await MeasureAsync(http, control);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(HttpClient http, HttpClient control)
    {
        var running = new List<string>();
        for (var i = 0; i < Running; i++)
        {
            running.Add(await CreateAsync(http, RunningModel, new { prompt = $"a long tide {i}", duration = 2 }));
        }

        await UntilAsync(async () => (await StatesAsync(http, running)).All(state => state == "running"));
        using (var fault = await control.PostAsJsonAsync("/_control/faults", new { vendor = Vendor, fault = new { kind = "status", status = 500 } }))
        {
            fault.EnsureSuccessStatusCode();
        }

        var begun = Stopwatch.StartNew();
        using var during = new CancellationTokenSource();
        var failing = new ConcurrentBag<string>();
        var storm = FeedAsync(http, failing, during.Token);
        var others = Others.Select(model => MakeUntilAsync(http, model, during.Token)).ToArray();
        await UntilAsync(async () => await CircuitAsync(http) == "open");
        var opened = begun.Elapsed;
        await Task.Delay(Outage - begun.Elapsed, TimeProvider.System, CancellationToken.None);
        var reached = (await control.GetFromJsonAsync<JsonObject>($"/_control/calls?vendor={Vendor}&limit=100000"))!["data"]!.AsArray().Count;
        using (var healing = await control.DeleteAsync("/_control/faults"))
        {
            healing.EnsureSuccessStatusCode();
        }

        var healed = Stopwatch.StartNew();
        await during.CancelAsync();
        await storm;
        var made = await Task.WhenAll(others);
        var after = await EndAsync(http, await CreateAsync(http, FailingModel, new { prompt = "after the storm" }));
        await UntilAsync(async () => await CircuitAsync(http) == "closed");
        var recovered = healed.Elapsed;
        if (after != "completed")
        {
            throw new InvalidOperationException($"What was asked for after the outage ended as {after}.");
        }

        return await CountAsync(http, opened, recovered, [.. made.SelectMany(one => one)], running, failing, reached);
    }

    private static async Task<IReadOnlyList<string>> CountAsync(
        HttpClient http, TimeSpan opened, TimeSpan recovered, List<(string State, TimeSpan Took)> others, List<string> running, ConcurrentBag<string> failing, int reached)
    {
        var kept = await EndsAsync(http, running);
        var ends = await EndsAsync(http, failing);
        var held = (await http.GetFromJsonAsync<JsonObject>("/api/v1/account"))!["held"]!.GetValue<decimal>();
        var clean = (await http.GetFromJsonAsync<JsonObject>("/api/v1/admin/reconciliation"))!["clean"]!.GetValue<bool>();
        var good = others.Count(one => one.State == "completed");
        var took = others.Select(one => one.Took.TotalMilliseconds).Order().ToList();
        return
        [
            $"`{Vendor}` answers 500 to everything for {Outage.TotalSeconds:0} s, submissions and polls.",
            "",
            "| what | figure | to reach |",
            "|---|---|---|",
            string.Create(CultureInfo.InvariantCulture, $"| breaker open after | {opened.TotalSeconds:0.0} s | 5 s |"),
            string.Create(CultureInfo.InvariantCulture, $"| in use again after it healed | {recovered.TotalSeconds:0.0} s | 30 s |"),
            string.Create(CultureInfo.InvariantCulture, $"| other vendors' generations completed | {good} of {others.Count} | all |"),
            string.Create(CultureInfo.InvariantCulture, $"| time of one of those, p50 and p99 | {Report.Percentile(took, 0.5):0} and {Report.Percentile(took, 0.99):0} ms | |"),
            $"| tasks that it ran before the outage, completed after it | {kept.GetValueOrDefault("completed")} of {running.Count} | all |",
            $"| its generations asked for in the outage | {failing.Count}: {ends.GetValueOrDefault("completed")} completed later, {ends.GetValueOrDefault("failed")} failed and released | each ends |",
            $"| requests that reached it in the outage | {reached} | |",
            string.Create(CultureInfo.InvariantCulture, $"| credits held in the end; books clean | {held:0.######}; {(clean ? "yes" : "NO")} | 0; yes |"),
            "",
            "Server, simulated vendors and load generator share the machine's cores.",
        ];
    }

    private static async Task FeedAsync(HttpClient http, ConcurrentBag<string> ids, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            ids.Add(await CreateAsync(http, FailingModel, new { prompt = $"a storm {i}" }));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<List<(string State, TimeSpan Took)>> MakeUntilAsync(HttpClient http, string model, CancellationToken stop)
    {
        var made = new List<(string State, TimeSpan Took)>();
        while (!stop.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            var state = await EndAsync(http, await CreateAsync(http, model, new { prompt = $"a calm sea {made.Count}" }));
            made.Add((state, watch.Elapsed));
        }

        return made;
    }

    private static async Task<string> CreateAsync(HttpClient http, string model, object input)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/generations", new { model, input });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
    }

    private static async Task<string> StateAsync(HttpClient http, string id) =>
        (await http.GetFromJsonAsync<JsonObject>($"/api/v1/generations/{id}"))!["status"]!.GetValue<string>();

    private static async Task<List<string>> StatesAsync(HttpClient http, IEnumerable<string> ids)
    {
        var states = new List<string>();
        foreach (var id in ids)
        {
            states.Add(await StateAsync(http, id));
        }

        return states;
    }

    private static async Task<string> EndAsync(HttpClient http, string id)
    {
        var state = "";
        await UntilAsync(async () => (state = await StateAsync(http, id)) is "completed" or "failed" or "cancelled");
        return state;
    }

    private static async Task<Dictionary<string, int>> EndsAsync(HttpClient http, IEnumerable<string> ids)
    {
        var ends = new Dictionary<string, int>();
        foreach (var id in ids)
        {
            var end = await EndAsync(http, id);
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        return ends;
    }

    private static async Task<string> CircuitAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonObject>("/api/v1/admin/vendors"))!["data"]!.AsArray()
            .Single(one => one!["name"]!.GetValue<string>() == Vendor)!["live"]!["pipeline"]!["circuits"]!["generation"]!.GetValue<string>();

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"It was not so within {Patience.TotalMinutes:0} minutes.");
            }

            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }
}
