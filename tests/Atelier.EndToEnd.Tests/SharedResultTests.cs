using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;

namespace Atelier.EndToEnd.Tests;

/// <summary>A thousand callers want the same thing at once, and the server is killed while nearly all of them wait for the one that is made.</summary>
public sealed class SharedResultTests
{
    private const int Callers = 1_000;
    private const int AtOnce = 32;
    private static readonly object Wish = new { model = "runway/gen4.5", input = new { prompt = "one tide for all", duration = 2, seed = 7 }, cache = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_identical_requests_make_one_vendor_call_and_right_postings_also_through_a_kill()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync([.. vendors.Settings, ("Atelier__Vendors__runway__PollInterval", "00:00:20")]);
        await GrantAsync(installation);
        using (var client = installation.Client(installation.LiveKey))
        {
            await Parallel.ForAsync(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (_, token) =>
            {
                using var answer = await client.Http.PostAsJsonAsync("/api/v1/generations", Wish, token);
                answer.EnsureSuccessStatusCode();
            });
        }

        await installation.Server.KillAsync();
        var callsBefore = (await vendors.CallsAsync("runway")).Count(call => call["billed"]!.GetValue<bool>());
        await installation.StartServerAsync();
        using var after = installation.Client(installation.LiveKey);
        await Eventually.BeTrueAsync(
            async () => (await after.GetAsync("/api/v1/account"))["held"]!.GetValue<decimal>() == 0, "the end of all", limitSeconds: 180);

        var all = await AllAsync(after);
        var bought = (await vendors.CallsAsync("runway")).Count(call => call["billed"]!.GetValue<bool>());
        var full = all.Max(one => one.Credits("captured"));
        all.Count.ShouldBe(Callers);
        all.ShouldAllBe(one => one.Status() == "completed");
        callsBefore.ShouldBe(1, "the kill came before the vendor was asked");
        bought.ShouldBe(1);
        all.Count(one => one.Credits("captured") == full).ShouldBe(1);
        all.Count(one => one.Credits("captured") == full / 10).ShouldBe(Callers - 1);
        all.ShouldAllBe(one => one.Credits("captured") + one.Credits("released") == one.Credits("quoted"));
        (await after.GetAsync("/api/v1/account"))["available"]!.GetValue<decimal>().ShouldBe(100_000 - full - ((Callers - 1) * full / 10));
        await JobFlows.BooksShouldBeRightAsync(after);
        TestCounts.Report($"shared results over HTTP with a kill: identical requests {all.Count}, vendor calls {bought}, full captures 1, reduced {Callers - 1}");
    }

    private static async Task<List<JsonObject>> AllAsync(AtelierClient client)
    {
        var all = new List<JsonObject>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await client.GetAsync($"/api/v1/generations?limit=100{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            all.AddRange(page["data"]!.AsArray().Select(one => one!.AsObject()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        return all;
    }

    private static async Task GrantAsync(Installation installation)
    {
        using var client = installation.Client(installation.LiveKey);
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (exitCode, output) = await installation.RunAsync(
            "credits", "grant", "--user", user, "--book", "live", "--amount", "100000", "--reason", "test");
        exitCode.ShouldBe(0, output);
    }
}
