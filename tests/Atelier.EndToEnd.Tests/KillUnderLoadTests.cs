using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>Kills the server again and again while callers keep asking, and then counts.</summary>
public sealed class KillUnderLoadTests(ITestOutputHelper output)
{
    private const int Callers = 6;

    private static int Kills => Environment.GetEnvironmentVariable("ATELIER_TEST_LONG") == "1" ? 200 : 16;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_charged_twice_however_often_the_server_is_killed()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(
            [.. vendors.Settings, ("Atelier__Generations__UnknownTimeout", "00:00:02"), ("Atelier__Vendors__runway__PollInterval", "00:00:00.500")]);
        await GrantAsync(installation);
        var accepted = new ConcurrentDictionary<string, string>();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(c => CallAsync(installation, c, accepted, stop.Token)).ToArray();

        var random = new Random(20261);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 1_200)), TimeProvider.System, Installation.Cancel);
            await installation.Server.KillAsync();
            await installation.StartServerAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        await CountAsync(installation, vendors, accepted);
    }

    private async Task CountAsync(Installation installation, SimulatorProcess vendors, ConcurrentDictionary<string, string> accepted)
    {
        using var client = installation.Client(installation.LiveKey);
        var lost = 0;
        var ends = new Dictionary<string, int>();
        foreach (var id in accepted.Values)
        {
            using var answer = await client.Http.GetAsync($"/api/v1/generations/{id}", Installation.Cancel);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                lost++;
                continue;
            }

            var status = (await client.WaitAsync(id, limitSeconds: 180)).Status();
            ends[status] = ends.GetValueOrDefault(status) + 1;
        }

        var books = await client.GetAsync("/api/v1/admin/reconciliation");
        var moves = await AllMovesAsync(client);
        var doubled = moves.GroupBy(m => m["generation_id"]?.GetValue<string>())
            .Where(g => g.Key is not null)
            .Count(g => g.Count(m => m["move"]!.GetValue<string>() is "capture" or "release") != 1);
        var videosBoughtTwice = (await vendors.CallsAsync("runway"))
            .Where(c => c["billed"]!.GetValue<bool>())
            .GroupBy(c => c["prompt"]!.GetValue<string>())
            .Count(g => g.Count() > 1);

        await PrintAsync($"kills {Kills}, accepted {accepted.Count}, lost {lost}, doubled charges {doubled}, videos bought twice {videosBoughtTwice}, "
            + $"ledger sum {books["posting_sum"]}, ends {string.Join(", ", ends.Select(e => $"{e.Key} {e.Value}"))}");
        accepted.Count.ShouldBeGreaterThan(Kills, "the load was too light to prove anything");
        lost.ShouldBe(0);
        doubled.ShouldBe(0);
        videosBoughtTwice.ShouldBe(0);
        books["clean"]!.GetValue<bool>().ShouldBeTrue(books.ToJsonString());
        (await client.GetAsync("/api/v1/account"))["held"]!.GetValue<decimal>().ShouldBe(0);
    }

    /// <summary>The runner hides the output of tests that pass; test.sh shows what is in this file.</summary>
    private async Task PrintAsync(string counts)
    {
        output.WriteLine(counts);
        if (Environment.GetEnvironmentVariable("ATELIER_TEST_COUNTS") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, $"counts: {counts}\n", Installation.Cancel);
        }
    }

    private static async Task GrantAsync(Installation installation)
    {
        using var client = installation.Client(installation.LiveKey);
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (exitCode, text) = await installation.RunAsync(
            "credits", "grant", "--user", user, "--book", "live", "--amount", "1000000", "--reason", "load");
        exitCode.ShouldBe(0, text);
    }

    /// <summary>
    /// One caller: asks for pictures and videos by turns, each with an idempotency key of its own, and repeats a request until it is answered.
    /// </summary>
    private static async Task CallAsync(
        Installation installation, int caller, ConcurrentDictionary<string, string> accepted, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{installation.Port}"), Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", installation.LiveKey);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var key = $"caller-{caller}-{number}";
            object body = number % 3 == 0
                ? new { model = "runway/gen4.5", input = new { prompt = key, duration = 2 } }
                : new { model = "stability/core", input = new { prompt = key } };
            while (!accepted.ContainsKey(key) && !stop.IsCancellationRequested)
            {
                await TryAsync(http, key, body, accepted);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Installation.Cancel);
            }
        }
    }

    private static async Task TryAsync(HttpClient http, string key, object body, ConcurrentDictionary<string, string> accepted)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations") { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await http.SendAsync(request, Installation.Cancel);
            var text = await answer.Content.ReadAsStringAsync(Installation.Cancel);
            answer.IsSuccessStatusCode.ShouldBeTrue(text);
            accepted[key] = JsonNode.Parse(text)!.AsObject().Id();
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            // The server was killed under the call; the same key is tried again.
        }
    }

    private static async Task<List<JsonObject>> AllMovesAsync(AtelierClient client)
    {
        var moves = new List<JsonObject>();
        string? cursor = null;
        do
        {
            var page = await client.GetAsync("/api/v1/account/ledger?limit=100" + (cursor is null ? "" : $"&cursor={cursor}"));
            moves.AddRange(page["data"]!.AsArray().Select(m => m!.AsObject()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return moves;
    }
}
