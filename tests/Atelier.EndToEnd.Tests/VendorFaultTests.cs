using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>A vendor in trouble costs its own callers nothing and other vendors' callers no time.</summary>
public sealed class VendorFaultTests
{
    [Fact]
    public async Task A_vendor_that_answers_500_to_everything_costs_nothing()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await StartAsync(vendors, ("Atelier__Vendors__stability__Circuit__Enabled", "false"));
        using var client = installation.Client(installation.LiveKey);
        var before = await client.GetAsync("/api/v1/account");
        await vendors.AddFaultAsync(new { vendor = "stability", fault = new { kind = "status", status = 500 } });

        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await client.CreateAsync("stability/core", new { prompt = $"a tide {i}" })).Id());
        }

        foreach (var id in ids)
        {
            var generation = await client.WaitAsync(id);
            generation.Status().ShouldBe("failed");
            generation["error"]!["code"]!.GetValue<string>().ShouldBe("vendor_fault");
            generation.Credits("released").ShouldBe(generation.Credits("quoted"));
            generation.Credits("captured").ShouldBe(0);
        }

        var after = await client.GetAsync("/api/v1/account");
        after["available"]!.GetValue<decimal>().ShouldBe(before["available"]!.GetValue<decimal>());
        (await vendors.CallsAsync("stability")).Count.ShouldBe(5 * 4);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task A_vendor_that_hangs_does_not_slow_another_vendors_work()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await StartAsync(vendors);
        using var client = installation.Client(installation.LiveKey);
        await vendors.AddFaultAsync(new { vendor = "stability", fault = new { kind = "timeout" } });
        var hanging = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            hanging.Add((await client.CreateAsync("stability/core", new { prompt = $"a tide {i}" })).Id());
        }

        for (var i = 0; i < 20; i++)
        {
            await client.MakeAsync("openai/gpt-image-2", new { prompt = $"a boat {i}" });
        }

        // While every one of these was made, the hanging vendor's work was still waiting.
        (await client.GetAsync("/api/v1/generations?status=submitting&limit=100"))["data"]!.AsArray().Count.ShouldBeGreaterThan(0);
        foreach (var id in new[] { hanging[0], hanging[100], hanging[^1] })
        {
            (await client.GenerationAsync(id)).Status().ShouldBeOneOf("queued", "submitting");
        }
    }

    private static async Task<Installation> StartAsync(SimulatorProcess vendors, params (string Name, string Value)[] more)
    {
        var installation = await Installation.StartAsync([.. vendors.Settings, ("Atelier__Vendors__stability__RetryBaseDelay", "00:00:00.010"), .. more]);
        using var client = installation.Client(installation.LiveKey);
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (exitCode, output) = await installation.RunAsync(
            "credits", "grant", "--user", user, "--book", "live", "--amount", "100000", "--reason", "test");
        exitCode.ShouldBe(0, output);
        return installation;
    }
}
