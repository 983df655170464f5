using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

public sealed class WholeJobTests
{
    [Fact]
    public async Task A_test_key_gets_every_kind_of_result_from_the_sandbox()
    {
        await using var installation = await Installation.StartAsync();
        using var client = installation.Client(installation.TestKey);

        var made = await JobFlows.MakeEverythingAsync(client, sandbox: true);

        var account = await client.GetAsync("/api/v1/account");
        account["available"]!.GetValue<decimal>().ShouldBe(1000 - made.Sum(g => g.Credits("captured")));
        account["held"]!.GetValue<decimal>().ShouldBe(0);
        account["user"]!["role"]!.GetValue<string>().ShouldBe("operator");
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task Live_keys_get_the_same_over_real_sockets_from_vendors_at_their_base_urls()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync([.. vendors.Settings, ("Atelier__Vendors__runway__PollInterval", "00:00:00.500"), ("Atelier__Vendors__aihubmix__PollInterval", "00:00:00.500")]);
        using var client = installation.Client(installation.LiveKey);
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (exitCode, output) = await installation.RunAsync(
            "credits", "grant", "--user", user, "--book", "live", "--amount", "500", "--reason", "first purchase");
        exitCode.ShouldBe(0, output);

        var made = await JobFlows.MakeEverythingAsync(client, sandbox: false);

        var billed = (await vendors.CallsAsync()).Count(c => c["billed"]!.GetValue<bool>());
        billed.ShouldBe(made.Count);
        (await client.GetAsync("/api/v1/account"))["available"]!.GetValue<decimal>().ShouldBe(500 - made.Sum(g => g.Credits("captured")));
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task A_live_request_without_a_vendor_key_names_the_missing_setting()
    {
        await using var installation = await Installation.StartAsync();
        using var client = installation.Client(installation.LiveKey);

        using var answer = await client.Http.PostAsync(
            "/api/v1/generations",
            System.Net.Http.Json.JsonContent.Create(new { model = "stability/core", input = new { prompt = "a boat" } }),
            Installation.Cancel);

        var problem = await answer.Content.ReadAsStringAsync(Installation.Cancel);
        problem.ShouldContain("vendor_not_configured");
        problem.ShouldContain("STABILITY_API_KEY");
        await JobFlows.BooksShouldBeRightAsync(client);
    }
}
