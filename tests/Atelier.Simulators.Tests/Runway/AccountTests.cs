using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.Runway;

public sealed class AccountTests
{
    private static readonly JsonObject Today = new() { ["startDate"] = "2026-11-20", ["beforeDate"] = "2026-11-22" };

    [Fact]
    public async Task Organization_shows_balance_limits_and_the_day()
    {
        await using var api = await RunwayApi.StartAsync(options =>
        {
            options.Runway.MaxConcurrentGenerations = 3;
            options.InitialBalances["runway"] = 4310;
        });
        await api.CreateAsync();

        using var response = await api.Http.GetAsync("v1/organization", RunwayApi.Cancellation);

        var organization = await RunwayApi.ReadAsync(response);
        organization.GetProperty("creditBalance").GetInt32().ShouldBe(4260);
        organization.GetProperty("tier").GetProperty("maxMonthlyCreditSpend").GetInt32().ShouldBe(50_000);
        var limits = organization.GetProperty("tier").GetProperty("models").GetProperty("gen4_turbo");
        limits.GetProperty("maxConcurrentGenerations").GetInt32().ShouldBe(3);
        limits.GetProperty("maxDailyGenerations").ValueKind.ShouldBe(JsonValueKind.Null);
        organization.GetProperty("usage")
            .GetProperty("models")
            .GetProperty("gen4_turbo")
            .GetProperty("dailyGenerations")
            .GetInt32()
            .ShouldBe(1);
    }

    [Fact]
    public async Task Too_few_credits_is_a_400_after_the_body_was_judged()
    {
        await using var api = await RunwayApi.StartAsync(options => options.InitialBalances["runway"] = 49);

        using var invalid = await api.PostAsync("image_to_video", Bodies.Valid("image_to_video", "gen4_turbo").With("ratio", null));
        using var poor = await api.PostAsync("image_to_video", Bodies.Valid("image_to_video", "gen4_turbo"));

        (await RunwayApi.ReadAsync(invalid)).GetProperty("error").GetString().ShouldBe("Validation of body failed");
        poor.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RunwayApi.ReadAsync(poor)).GetProperty("error").GetString().ShouldBe("You do not have enough credits to run this task.");
        (await api.BalanceAsync()).ShouldBe(49);
    }

    [Fact]
    public async Task Daily_quota_rolls_over_24_hours_and_counts_per_model()
    {
        await using var api = await RunwayApi.StartAsync(options => options.Runway.MaxDailyGenerations = 1);
        var body = Bodies.Valid("image_to_video", "gen4_turbo");
        await api.CreateAsync(body: body);

        using var refused = await api.PostAsync("image_to_video", body);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await api.CreateAsync("text_to_video", Bodies.Valid("text_to_video", "gen4.5"));
        api.Advance(24 * 3600 - 1);
        using var stillRefused = await api.PostAsync("image_to_video", body);
        stillRefused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        api.Advance(1);
        await api.CreateAsync(body: body);
    }

    [Fact]
    public async Task Usage_is_net_of_refunds_on_the_day_they_happen()
    {
        await using var api = await RunwayApi.StartAsync();
        await api.CreateAsync();
        api.Simulators.Faults.Add("runway", "submit", new Fault { Kind = FaultKind.TaskFailed }, times: 1);
        await api.CreateAsync("text_to_video", Bodies.Valid("text_to_video", "gen4.5"));
        (await UsageAsync(api)).ShouldBe(["2026-11-20 gen4.5 60", "2026-11-20 gen4_turbo 50"]);

        api.Advance(24 * 3600);

        (await UsageAsync(api)).ShouldBe(["2026-11-20 gen4.5 60", "2026-11-20 gen4_turbo 50", "2026-11-21 gen4.5 -60"]);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - 50);
    }

    [Theory]
    [InlineData("""{"startDate":"20.11.2026"}""")]
    [InlineData("""{"startDate":"2026-11-20","beforeDate":"2026-11-20"}""")]
    [InlineData("""{"startDate":"2026-01-01","beforeDate":"2026-04-02"}""")]
    [InlineData("""{"startDate":5}""")]
    [InlineData("[]")]
    public async Task Wrong_span_is_refused(string body)
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.PostAsync("organization/usage", JsonNode.Parse(body)!);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RunwayApi.ReadAsync(response)).GetProperty("issues").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Usage_needs_no_body()
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.Http.PostAsync("v1/organization/usage", null, RunwayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RunwayApi.ReadAsync(response)).GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    private static async Task<string[]> UsageAsync(RunwayApi api)
    {
        using var response = await api.PostAsync("organization/usage", Today.DeepClone());
        return [.. (await RunwayApi.ReadAsync(response)).GetProperty("results").EnumerateArray().SelectMany(day => day
            .GetProperty("usedCredits").EnumerateArray()
            .Select(used => $"{day.GetProperty("date").GetString()} {used.GetProperty("model").GetString()} {used.GetProperty("amount").GetDecimal()}"))];
    }
}
