using System.Net;
using System.Text.Json;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Routes;

public sealed class AccountAndOperatorTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task An_account_names_its_user_and_credits()
    {
        var account = await GetAsync("/api/v1/account");
        account.GetProperty("available").GetDecimal().ShouldBe(1000m);
        account.GetProperty("held").GetDecimal().ShouldBe(3.5m);
        account.GetProperty("book").GetString().ShouldBe("test");
        account.GetProperty("sandbox").GetBoolean().ShouldBeTrue();
        account.GetProperty("user").GetRawText().ShouldBe("""{"id":"usr_alice","name":"alice","role":"user"}""");
        account.GetProperty("key").GetProperty("id").GetString()!.ShouldStartWith("key_");
    }

    [Fact]
    public async Task A_ledger_shows_the_callers_own_book()
    {
        var page = await GetAsync("/api/v1/account/ledger?generation_id=gen_1&limit=5");
        api.Credits.LastQuery.ShouldBe(new LedgerQuery(Fakes.FakeAccounts.Alice, Book.Test, "gen_1", null, 5));
        page.GetProperty("data")[0].GetProperty("postings").GetRawText()
            .ShouldBe("""[{"account":"user_available","amount":1.25},{"account":"house_grants","amount":-1.25}]""");
    }

    [Fact]
    public async Task Keys_are_listed_without_their_text()
    {
        var page = await GetAsync("/api/v1/account/keys");
        page.GetRawText().ShouldNotContain("atl_test_alice");
        page.GetProperty("data").EnumerateArray().ShouldAllBe(key => key.GetProperty("user_id").GetString() == Fakes.FakeAccounts.Alice);
    }

    [Theory]
    [InlineData("""{"name":"ci","book":"both"}""", "invalid_book", "book")]
    [InlineData("""{"name":"ci"}""", "missing", "book")]
    public async Task A_wrong_key_request_names_the_field(string body, string code, string field)
    {
        using var client = api.Client();
        using var answer = await client.PostAsync("/api/v1/account/keys", ApiFixture.Json(body), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, code, field);
    }

    [Fact]
    public async Task Models_tell_price_and_whether_the_key_can_use_them()
    {
        var models = (await GetAsync("/api/v1/models")).GetProperty("data");
        models.GetArrayLength().ShouldBe(2);
        models[0].GetProperty("availability").GetRawText().ShouldBe("""{"available":true}""");
        models[0].GetProperty("price").GetRawText()
            .ShouldBe("""{"unit":"image","version":"abc","rules":[{"when":{"size":"large"},"credits":3.5}]}""");
        models[1].GetProperty("price").ValueKind.ShouldBe(JsonValueKind.Null);
        models[1].GetProperty("status").GetString().ShouldBe("retired");

        var live = await GetAsync("/api/v1/models/stability/core", "atl_live_alice");
        live.GetProperty("availability").GetProperty("code").GetString().ShouldBe("vendor_not_configured");
        live.GetProperty("availability").GetProperty("message").GetString()!.ShouldContain("STABILITY_API_KEY");
        (await GetAsync("/api/v1/models?modality=video")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await GetAsync("/api/v1/models/stability%2Fcore")).GetProperty("id").GetString().ShouldBe("stability/core");
    }

    [Fact]
    public async Task An_unknown_model_is_not_found_with_a_hint()
    {
        using var client = api.Client();
        using var answer = await client.GetAsync("/api/v1/models/stability/cor", TestContext.Current.CancellationToken);
        var problem = await answer.ShouldBeProblemAsync(404, "model_not_found", "model");
        problem.GetProperty("detail").GetString()!.ShouldContain("stability/core");
    }

    [Fact]
    public async Task An_operator_makes_a_user_with_a_key()
    {
        using var olga = api.Client("atl_live_olga");
        using var made = await olga.PostAsync("/api/v1/admin/users", ApiFixture.Json("""{"name":"carol","role":"operator"}"""), TestContext.Current.CancellationToken);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var user = await made.ReadJsonAsync();
        user.GetProperty("role").GetString().ShouldBe("operator");
        using var shown = await olga.GetAsync(made.Headers.Location, TestContext.Current.CancellationToken);
        (await shown.ReadJsonAsync()).GetRawText().ShouldBe(user.GetRawText());

        using var key = await olga.PostAsync(
            $"{made.Headers.Location}/keys", ApiFixture.Json("""{"name":"first","book":"live"}"""), TestContext.Current.CancellationToken);
        var secret = (await key.ReadJsonAsync()).GetProperty("secret").GetString();
        (await GetAsync("/api/v1/account", secret!)).GetProperty("user").GetProperty("name").GetString().ShouldBe("carol");
    }

    [Theory]
    [InlineData("/api/v1/admin/users", """{"name":"x","role":"king"}""", 400, "invalid_role", "role")]
    [InlineData("/api/v1/admin/users/usr_none/keys", """{"name":"x","book":"test"}""", 404, "user_not_found", null)]
    [InlineData("/api/v1/admin/grants", """{"user_id":"usr_bob","book":"gold","amount":1,"reason":"r"}""", 400, "invalid_book", "book")]
    [InlineData("/api/v1/admin/grants", """{"user_id":"usr_bob","book":"live","amount":0.0000001,"reason":"r"}""", 400, "invalid_amount", "amount")]
    [InlineData("/api/v1/admin/grants", """{"user_id":"usr_bob","book":"live","amount":"1","reason":"r"}""", 400, "wrong_type", "amount")]
    public async Task A_wrong_request_of_an_operator_names_the_field(string path, string body, int status, string code, string? field)
    {
        using var olga = api.Client("atl_live_olga");
        using var answer = await olga.PostAsync(path, ApiFixture.Json(body), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(status, code, field);
    }

    [Fact]
    public async Task A_grant_is_made_in_exact_micro_credits_by_the_operator()
    {
        using var olga = api.Client("atl_live_olga");
        using var answer = await olga.PostAsync(
            "/api/v1/admin/grants", ApiFixture.Json("""{"user_id":"usr_bob","book":"live","amount":0.1,"reason":"thanks"}"""), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        api.Credits.LastGrant.ShouldBe(new GrantRequest(Fakes.FakeAccounts.Bob, Book.Live, 100_000, "thanks", Fakes.FakeAccounts.Olga));
        (await answer.ReadJsonAsync()).GetProperty("move").GetString().ShouldBe("grant");
    }

    [Fact]
    public async Task An_operator_sees_everybodys_generations_with_their_owner()
    {
        await api.CreateGenerationAsync("atl_test_bob");
        var page = await GetAsync("/api/v1/admin/generations?user_id=usr_bob&book=test", "atl_live_olga");
        page.GetProperty("data")[0].GetProperty("user_id").GetString().ShouldBe(Fakes.FakeAccounts.Bob);
        api.Generations.LastQuery!.Book.ShouldBe(Book.Test);
    }

    [Theory]
    [InlineData("""{}""", "failed")]
    [InlineData("""{"vendor_task_id":null}""", "failed")]
    [InlineData("""{"vendor_task_id":"t-1"}""", "running")]
    public async Task An_operator_settles_an_unknown_outcome(string body, string status)
    {
        var id = await api.CreateGenerationAsync("atl_test_bob");
        api.Generations.Move(id, GenerationState.Unknown);
        using var olga = api.Client("atl_live_olga");
        using var answer = await olga.PostAsync($"/api/v1/admin/generations/{id}/resolve", ApiFixture.Json(body), TestContext.Current.CancellationToken);
        (await answer.ReadJsonAsync()).GetProperty("status").GetString().ShouldBe(status);
    }

    [Fact]
    public async Task Books_and_vendors_are_shown_to_operators()
    {
        (await GetAsync("/api/v1/admin/reconciliation", "atl_live_olga")).GetProperty("clean").GetBoolean().ShouldBeTrue();
        var vendor = (await GetAsync("/api/v1/admin/vendors", "atl_live_olga")).GetProperty("data")[0];
        vendor.GetProperty("live").GetProperty("missing_setting").GetString().ShouldBe("STABILITY_API_KEY");
        vendor.GetProperty("sandbox").GetProperty("last_failure").GetString().ShouldBe("rate_limited");
        vendor.GetProperty("sandbox").GetProperty("recent_failures").GetInt32().ShouldBe(2);
        (await GetAsync("/api/v1/admin/keys", "atl_live_olga")).GetProperty("data").GetArrayLength().ShouldBeGreaterThan(5);
        (await GetAsync("/api/v1/admin/ledger", "atl_live_olga")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    private async Task<JsonElement> GetAsync(string path, string key = "atl_test_alice")
    {
        using var client = api.Client(key);
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
        return await answer.ReadJsonAsync();
    }
}
