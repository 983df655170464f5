using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixAccountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_used_is_told_in_hundredths_of_a_dollar()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"object":"list","total_usage":456.5}""");

        (await bench.Client.GetUsedUsdAsync(Token)).ShouldBe(4.565m);

        bench.Sent.Target.ShouldBe("/dashboard/billing/usage");
    }

    [Theory]
    [InlineData("""{"object":"billing_subscription","soft_limit_usd":25.0,"access_until":0}""", null)]
    [InlineData("""{"soft_limit_usd":"25.0","access_until":1795400000}""", 1795400000L)]
    [InlineData("""{"soft_limit_usd":25,"access_until":99999999999999}""", null)]
    public async Task The_limits_of_the_key_are_read(string body, long? until)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        (await bench.Client.GetSubscriptionAsync(Token)).ShouldBe(
            new BillingSubscription(25, until is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null));

        bench.Sent.Target.ShouldBe("/v1/dashboard/billing/subscription");
    }

    [Fact]
    public async Task The_gateway_tells_of_itself()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"success":true,"data":{"system_name":"AIHubMix","version":"v1","quota_per_unit":500000,"display_in_currency":true}}""");

        (await bench.Client.GetGatewayStatusAsync(Token)).ShouldBe(
            new GatewayStatus { SystemName = "AIHubMix", Version = "v1", QuotaPerUnit = 500_000, DisplayInCurrency = true });

        bench.Sent.Target.ShouldBe("/api/status");
    }

    [Fact]
    public async Task One_model_is_found_by_its_id()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"bfl/flux","object":"model","created":1,"owned_by":"bfl"}""");

        (await bench.Client.GetModelAsync("bfl/flux", Token)).ShouldBe(new ModelEntry { Id = "bfl/flux", Created = 1, OwnedBy = "bfl" });

        bench.Sent.Target.ShouldBe("/v1/models/bfl%2Fflux");
    }

    [Theory]
    [InlineData("""{"success":false,"message":"database error","data":null}""")]
    [InlineData("{}")]
    public async Task An_answer_without_what_was_asked_for_is_a_failure(string body)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);
        Func<Task>[] questions =
        [
            () => bench.Client.GetUsedUsdAsync(Token), () => bench.Client.GetSubscriptionAsync(Token), () => bench.Client.GetRemainingCreditsAsync(Token),
            () => bench.Client.GetGatewayStatusAsync(Token), () => bench.Client.GetModelAsync("m", Token), () => bench.Client.ListModelsAsync(Token),
            () => bench.Client.ListCatalogueAsync(cancellationToken: Token),
        ];

        foreach (var ask in questions)
        {
            await Should.ThrowAsync<VendorException>(ask);
        }
    }
}
