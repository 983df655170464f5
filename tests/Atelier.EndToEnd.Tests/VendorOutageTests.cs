using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;

namespace Atelier.EndToEnd.Tests;

/// <summary>
/// One vendor fails at everything for a while: its circuit opens within 5 seconds, the others' work goes on as if nothing had happened, it is
/// used again within 30 seconds after it healed, and no credits stay held. Lasts 15 seconds; 60 with <c>ATELIER_TEST_LONG=1</c>.
/// </summary>
public sealed class VendorOutageTests
{
    private static readonly TimeSpan Outage =
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("ATELIER_TEST_LONG") == "1" ? 60 : 15);

    private static readonly string[] Others = ["openai/gpt-image-2", "runway/gen4_image"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vendor_that_fails_at_everything_is_left_alone_until_it_heals_and_takes_nobody_with_it()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        await client.MakeAsync("stability/core", new { prompt = "before the storm" });

        await vendors.AddFaultAsync(new { vendor = "stability", fault = new { kind = "status", status = 500 } });
        var begun = Stopwatch.StartNew();
        using var during = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var failing = new ConcurrentBag<string>();
        var storm = FeedAsync(client, failing, during.Token);
        var others = Task.WhenAll(Others.Select(model => MakeUntilAsync(client, model, during.Token)));

        await CircuitAsync(client, "open", limitSeconds: 10);
        var opened = begun.Elapsed;
        await Task.Delay(Outage - begun.Elapsed, TimeProvider.System, Cancel);
        var reached = (await vendors.CallsAsync("stability")).Count;
        await vendors.ClearFaultsAsync();
        var healed = Stopwatch.StartNew();
        await during.CancelAsync();
        await storm;
        var made = (await others).Sum();

        var after = await client.CreateAsync("stability/core", new { prompt = "after the storm" });
        (await client.WaitAsync(after.Id(), 60)).Status().ShouldBe("completed");
        await CircuitAsync(client, "closed", limitSeconds: 10);
        var recovered = healed.Elapsed;
        var ends = await EndsAsync(client, failing);

        TestCounts.Report(
            $"outage of {Outage.TotalSeconds:0} s: circuit open after {opened.TotalSeconds:0.0} s, vendor in use again {recovered.TotalSeconds:0.0} s after it healed; "
            + $"other vendors {made} of {made} completed; failing vendor {failing.Count} accepted, {ends["completed"]} completed later, {ends["failed"]} failed and released; "
            + $"{reached} requests reached it");
        opened.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        recovered.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        made.ShouldBeGreaterThan(Others.Length * 3);
        (ends["completed"] + ends["failed"]).ShouldBe(failing.Count);
        ends["completed"].ShouldBeGreaterThan(0);
        (await client.GetAsync("/api/v1/account"))["held"]!.GetValue<decimal>().ShouldBe(0);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task A_task_is_polled_to_its_end_while_the_circuit_of_submissions_is_open()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(
            [.. vendors.Settings, ("Atelier__Vendors__runway__Circuit__Break", "00:10:00"), ("Atelier__Vendors__runway__RetryBaseDelay", "00:00:00.010")]);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        var video = (await client.CreateAsync("runway/gen4.5", new { prompt = "a long tide", duration = 2 })).Id();
        await client.WaitForStatusAsync(video, "running");

        await vendors.AddFaultAsync(new { vendor = "runway", operation = "submit", fault = new { kind = "status", status = 500 } });
        var refused = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            refused.Add((await client.CreateAsync("runway/gen4_image", new { prompt = $"a storm {i}" })).Id());
        }

        await CircuitAsync(client, "open", limitSeconds: 20, vendor: "runway");
        (await client.GenerationAsync(video)).Status().ShouldBe("running");
        (await client.WaitAsync(video)).Status().ShouldBe("completed");
        var circuits = await CircuitsAsync(client, "runway");
        circuits["generation"]!.GetValue<string>().ShouldBe("open");
        circuits["polling"]!.GetValue<string>().ShouldBe("closed");

        foreach (var id in refused)
        {
            using var cancelled = await client.Http.PostAsync($"/api/v1/generations/{id}/cancel", null, Cancel);
            (await client.WaitAsync(id)).Credits("held").ShouldBe(0);
        }

        (await client.GetAsync("/api/v1/account"))["held"]!.GetValue<decimal>().ShouldBe(0);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    /// <summary>Asks the failing vendor for something five times a second, first for a handful at once.</summary>
    private static async Task FeedAsync(AtelierClient client, ConcurrentBag<string> ids, CancellationToken cancellationToken)
    {
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            ids.Add((await client.CreateAsync("stability/core", new { prompt = $"a storm {i}" })).Id());
            await PauseAsync(i < 8 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    /// <summary>Makes one thing after the other; each must be completed.</summary>
    private static async Task<int> MakeUntilAsync(AtelierClient client, string model, CancellationToken cancellationToken)
    {
        var made = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await client.MakeAsync(model, new { prompt = $"a calm sea {made++}" });
        }

        return made;
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            // The outage is over.
        }
    }

    private static Task<JsonNode> CircuitAsync(AtelierClient client, string state, int limitSeconds, string vendor = "stability") =>
        Eventually.GetAsync<JsonNode>(
            async () => (await CircuitsAsync(client, vendor))["generation"] is { } circuit && circuit.GetValue<string>() == state ? circuit : null,
            $"the circuit of {vendor} {state}",
            limitSeconds);

    private static async Task<JsonNode> CircuitsAsync(AtelierClient client, string vendor) =>
        (await client.GetAsync("/api/v1/admin/vendors"))["data"]!.AsArray()
            .Single(one => one!["name"]!.GetValue<string>() == vendor)!["live"]!["pipeline"]!["circuits"]!;

    private static async Task<Dictionary<string, int>> EndsAsync(AtelierClient client, IEnumerable<string> ids)
    {
        var ends = new Dictionary<string, int> { ["completed"] = 0, ["failed"] = 0 };
        foreach (var id in ids)
        {
            var generation = await client.WaitAsync(id, 120);
            ends[generation.Status()]++;
            generation.Credits("held").ShouldBe(0, generation.ToJsonString());
            (generation.Credits("captured") + generation.Credits("released")).ShouldBe(generation.Credits("quoted"), generation.ToJsonString());
        }

        return ends;
    }

    private static async Task GrantAsync(Installation installation, AtelierClient client)
    {
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (exitCode, output) = await installation.RunAsync(
            "credits", "grant", "--user", user, "--book", "live", "--amount", "100000", "--reason", "test");
        exitCode.ShouldBe(0, output);
    }
}
