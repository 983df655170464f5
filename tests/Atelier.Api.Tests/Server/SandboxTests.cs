using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atelier.Api.Tests.Server;

[Collection(ServerCollection.Name)]
public sealed class SandboxTests(ServerFixture fixture)
{
    private const string Fox = """{"model":"stability/core","input":{"prompt":"a fox in the snow","seed":7}}""";

    [Fact]
    public async Task A_picture_is_made_stored_charged_and_served()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        var quote = await (await client.PostAsync("/api/v1/quotes", ApiFixture.Json(Fox), TestContext.Current.CancellationToken)).ReadJsonAsync();
        using var answer = await CreateAsync(client, Fox);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var made = await answer.ReadJsonAsync();
        made.GetProperty("status").GetString().ShouldBe("completed", made.GetRawText());
        made.GetProperty("sandbox").GetBoolean().ShouldBeTrue();
        var credits = made.GetProperty("credits");
        credits.GetProperty("captured").GetDecimal().ShouldBe(quote.GetProperty("expected").GetDecimal());
        credits.GetProperty("held").GetDecimal().ShouldBe(0);

        var artifact = made.GetProperty("artifacts")[0];
        artifact.GetProperty("content_type").GetString().ShouldStartWith("image/");
        using var content = await client.GetAsync(artifact.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        var bytes = await content.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(artifact.GetProperty("sha256").GetString());

        using var part = new HttpRequestMessage(HttpMethod.Get, artifact.GetProperty("url").GetString());
        part.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(5, 9);
        using var ranged = await client.SendAsync(part, TestContext.Current.CancellationToken);
        (await ranged.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes[5..10]);

        var id = made.GetProperty("id").GetString();
        var events = await client.GetStringAsync($"/api/v1/generations/{id}/events", TestContext.Current.CancellationToken);
        events.ShouldContain("event: generation.queued");
        events.ShouldContain("event: generation.completed");
        await BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task The_same_idempotency_key_with_another_body_is_refused()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var first = await CreateAsync(client, Fox, "order-1");
        using var again = await CreateAsync(client, """{"input":{"seed":7,"prompt":"a fox in the snow"},"model":"stability/core"}""", "order-1");
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await again.ReadJsonAsync()).GetProperty("id").GetString().ShouldBe((await first.ReadJsonAsync()).GetProperty("id").GetString());
        using var other = await CreateAsync(client, """{"model":"stability/core","input":{"prompt":"a hare"}}""", "order-1");
        await other.ShouldBeProblemAsync(422, "idempotency_key_reused", "Idempotency-Key");
    }

    [Fact]
    public async Task A_finished_generation_cannot_be_cancelled()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var made = await CreateAsync(client, Fox);
        var id = (await made.ReadJsonAsync()).GetProperty("id").GetString();
        using var answer = await client.PostAsync($"/api/v1/generations/{id}/cancel", null, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(409, "already_finished");
    }

    [Fact]
    public async Task A_live_request_says_which_setting_is_missing()
    {
        using var client = fixture.Server.Client(RunningServer.LiveKey);
        using var answer = await client.PostAsync("/api/v1/generations", ApiFixture.Json(Fox), TestContext.Current.CancellationToken);
        var problem = await answer.ShouldBeProblemAsync(503, "vendor_not_configured", "model");
        problem.GetProperty("detail").GetString()!.ShouldContain("STABILITY_API_KEY");
    }

    [Fact]
    public async Task Another_user_starts_without_credits_and_sees_nothing_of_others()
    {
        using var live = fixture.Server.Client(RunningServer.LiveKey);
        using var made = await live.PostAsync("/api/v1/admin/users", ApiFixture.Json("""{"name":"newcomer"}"""), TestContext.Current.CancellationToken);
        var user = (await made.ReadJsonAsync()).GetProperty("id").GetString();
        using var keyed = await live.PostAsync(
            $"/api/v1/admin/users/{user}/keys", ApiFixture.Json("""{"name":"first","book":"test"}"""), TestContext.Current.CancellationToken);
        using var newcomer = fixture.Server.Client((await keyed.ReadJsonAsync()).GetProperty("secret").GetString());

        using var refused = await newcomer.PostAsync("/api/v1/generations", ApiFixture.Json(Fox), TestContext.Current.CancellationToken);
        await refused.ShouldBeProblemAsync(402, "insufficient_credits");

        using var owner = fixture.Server.Client(RunningServer.TestKey);
        using var others = await CreateAsync(owner, Fox);
        var generation = await others.ReadJsonAsync();
        foreach (var path in new[]
        {
            $"/api/v1/generations/{generation.GetProperty("id").GetString()}", generation.GetProperty("artifacts")[0].GetProperty("url").GetString(),
        })
        {
            using var hidden = await newcomer.GetAsync(path, TestContext.Current.CancellationToken);
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await (await newcomer.GetAsync("/api/v1/generations", TestContext.Current.CancellationToken)).ReadJsonAsync())
            .GetProperty("data").GetArrayLength().ShouldBe(0);
        using var grant = await live.PostAsync(
            "/api/v1/admin/grants", ApiFixture.Json($$"""{"user_id":"{{user}}","book":"test","amount":50,"reason":"welcome"}"""), TestContext.Current.CancellationToken);
        grant.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var made2 = await CreateAsync(newcomer, Fox);
        (await made2.ReadJsonAsync()).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Theory]
    [InlineData("""{"model":"stability/cor","input":{"prompt":"x"}}""", 404, "model_not_found", "model")]
    [InlineData("""{"model":"stability/core","input":{"prompt":"x","colour":"red"}}""", 400, "unknown_parameter", "input.colour")]
    [InlineData("""{"model":"stability/core","input":{"prompt":7}}""", 400, "wrong_type", "input.prompt")]
    [InlineData("""{"model":"stability/core","input":{"prompt":"x","seed":-1}}""", 400, "out_of_range", "input.seed")]
    [InlineData("""{"model":"stability/core","input":{"prompt":"x","aspect_ratio":"7:1"}}""", 400, "not_offered", "input.aspect_ratio")]
    [InlineData("""{"model":"stability/core","input":{"prompt":""}}""", 400, "too_short", "input.prompt")]
    [InlineData("""{"model":"stability/core","input":{}}""", 400, "missing", "input.prompt")]
    [InlineData("""{"model":"stability/core","input":[]}""", 400, "wrong_type", "input")]
    [InlineData("""{"model":"stability/core","input":{"prompt":"x"},"metadata":[]}""", 400, "invalid_metadata", "metadata")]
    [InlineData("""{"model":"stability/core","input":{"prompt":"x"},"max_credits":0.000001}""", 402, "over_max_credits", "max_credits")]
    public async Task Bad_input_is_refused_by_code_and_field_and_holds_nothing(string body, int status, string code, string field)
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var answer = await client.PostAsync("/api/v1/generations", ApiFixture.Json(body), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(status, code, field);
        await BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_too_long_prompt_is_refused()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var answer = await client.PostAsync(
            "/api/v1/generations", ApiFixture.Json("{\"model\":\"stability/core\",\"input\":{\"prompt\":\"" + new string('a', 20_000) + "\"}}"), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "too_long", "input.prompt");
    }

    [Theory]
    [InlineData("atl_test_short")]
    [InlineData("sk-something-else")]
    public async Task A_malformed_key_is_refused(string key)
    {
        using var client = fixture.Server.Client(key);
        using var answer = await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(401, "malformed_api_key");
    }

    [Fact]
    public async Task Readiness_names_store_database_and_engine()
    {
        using var client = fixture.Server.Client(null);
        using var answer = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        var health = await answer.ReadJsonAsync();
        health.GetProperty("checks").EnumerateArray().Select(check => $"{check.GetProperty("name")}:{check.GetProperty("status")}")
            .ShouldBe(["store:ok", "database:ok", "engine:ok"], ignoreOrder: true);
    }

    private static async Task<HttpResponseMessage> CreateAsync(HttpClient client, string body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Prefer", "wait=90").ShouldBeTrue();
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task BooksShouldBeCleanAsync()
    {
        using var live = fixture.Server.Client(RunningServer.LiveKey);
        var books = await (await live.GetAsync("/api/v1/admin/reconciliation", TestContext.Current.CancellationToken)).ReadJsonAsync();
        books.GetProperty("clean").GetBoolean().ShouldBeTrue(books.GetRawText());
        using var test = fixture.Server.Client(RunningServer.TestKey);
        var account = await (await test.GetAsync("/api/v1/account", TestContext.Current.CancellationToken)).ReadJsonAsync();
        account.GetProperty("held").GetDecimal().ShouldBe(0);
    }
}
