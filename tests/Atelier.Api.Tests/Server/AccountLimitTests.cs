using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Testing.Databases;

namespace Atelier.Api.Tests.Server;

/// <summary>Limits, scopes, teams and revocation as callers meet them.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccountLimitTests(ServerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_with_a_limit_reads_where_it_stands_and_is_told_when_to_come_back()
    {
        using var client = await LimitedAsync(new AccountLimits { RequestsPerMinute = 2 });
        using var first = await client.GetAsync("/api/v1/account", Cancel);
        first.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"key\";q=2;w=60");
        first.Headers.GetValues("RateLimit").Single().ShouldBe("\"key\";r=1;t=60");

        // The same budget under the other API, in its own headers.
        using var second = await client.GetAsync("/v1/models", Cancel);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.GetValues("x-ratelimit-limit-requests").Single().ShouldBe("2");
        second.Headers.GetValues("x-ratelimit-remaining-requests").Single().ShouldBe("0");

        using var third = await client.GetAsync("/api/v1/account", Cancel);
        await third.ShouldBeProblemAsync(429, "rate_limited");
        third.Headers.RetryAfter.ShouldNotBeNull().Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        using var fourth = await client.GetAsync("/v1/models", Cancel);
        fourth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = (await fourth.ReadJsonAsync()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
        fourth.Headers.GetValues("x-ratelimit-remaining-requests").Single().ShouldBe("0");
        fourth.Headers.Contains("retry-after").ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_without_a_limit_is_told_nothing()
    {
        using var client = await LimitedAsync(AccountLimits.None);
        using var answer = await client.GetAsync("/api/v1/account", Cancel);
        answer.Headers.Contains("RateLimit").ShouldBeFalse();
    }

    [Fact]
    public async Task Spend_and_generation_limits_refuse_before_anything_is_held()
    {
        using var spender = await LimitedAsync(new AccountLimits { PerRequestMicro = 1 });
        using var spent = await PostAsync(spender);
        await spent.ShouldBeProblemAsync(402, "request_spend_limit");

        using var quick = await LimitedAsync(new AccountLimits { GenerationsPerMinute = 1 });
        (await PostAsync(quick)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var tooQuick = await PostAsync(quick);
        await tooQuick.ShouldBeProblemAsync(429, "generation_rate_limited");
        tooQuick.Headers.RetryAfter.ShouldNotBeNull();

        using var openAi = await quick.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a fox" }, Cancel);
        openAi.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await openAi.ReadJsonAsync()).GetProperty("error").GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
    }

    [Fact]
    public async Task An_allow_list_holds_in_both_apis_and_in_the_lists_of_models()
    {
        using var client = await ClientAsync(new KeySettings { Name = "k", Models = ModelAllowList.Read(["runway/*"]).Value });
        using var native = await PostAsync(client);
        await native.ShouldBeProblemAsync(403, "model_not_allowed", "model");
        using var openAi = await client.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a fox" }, Cancel);
        openAi.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var models = await (await client.GetAsync("/v1/models", Cancel)).ReadJsonAsync();
        models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!).ToList()
            .ShouldAllBe(id => id.StartsWith("runway/"));
        models.GetProperty("data").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_teams_members_spend_one_balance_and_see_only_their_own()
    {
        var accounts = new Accounts(fixture.Server);
        var (ada, bob) = (await accounts.UserAsync("team ada"), await accounts.UserAsync("team bob"));
        var team = await accounts.TeamAsync(ada, bob);
        await accounts.GrantAsync(team.Id, 50);
        using var asAda = await accounts.ClientAsync(ada, Book.Test, new KeySettings { Name = "a", TeamId = team.Id });
        using var asBob = await accounts.ClientAsync(bob, Book.Test, new KeySettings { Name = "b", TeamId = team.Id });

        var made = await Accounts.PictureAsync(asAda);
        await Accounts.PictureAsync(asBob);

        var price = made.GetProperty("credits").GetProperty("captured").GetDecimal();
        var account = await (await asBob.GetAsync("/api/v1/account", Cancel)).ReadJsonAsync();
        account.GetProperty("available").GetDecimal().ShouldBe(50 - (2 * price));
        account.GetProperty("team_id").GetString().ShouldBe(team.Id);
        (await asBob.GetAsync($"/api/v1/generations/{made.GetProperty("id").GetString()}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var seen = await (await asBob.GetAsync($"/api/v1/teams/{team.Id}", Cancel)).ReadJsonAsync();
        seen.GetProperty("available").GetDecimal().ShouldBe(50 - (2 * price));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_within_two_seconds_on_every_node()
    {
        await using var database = await TestDatabase.CreatePostgresAsync(Cancel);
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        await using var here = await ServerFixture.StartAsync(first.Path, ("ATELIER_DATABASE", database.Options.Database));
        await using var there = await ServerFixture.StartAsync(second.Path, ("ATELIER_DATABASE", database.Options.Database));
        var accounts = new Accounts(here);
        var key = await accounts.KeyAsync(await accounts.UserAsync());
        using var atHere = here.Client(key.Secret);
        using var atThere = there.Client(key.Secret);
        (await atHere.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await atThere.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var revoked = await atHere.DeleteAsync($"/api/v1/account/keys/{key.Key.Id}", Cancel);
        var at = TimeProvider.System.GetTimestamp();

        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await atHere.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // A node may remember for two seconds, and not longer.
        HttpStatusCode status;
        TimeSpan asked;
        do
        {
            asked = TimeProvider.System.GetElapsedTime(at);
            using var answer = await atThere.GetAsync("/api/v1/account", Cancel);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.OK && asked < TimeSpan.FromSeconds(2));

        status.ShouldBe(HttpStatusCode.Unauthorized);
        Atelier.Testing.TestCounts.Report("revocation: refused at once on the node that was asked and within 2 s on the other of two nodes on one PostgreSQL");
    }

    [Fact]
    public async Task A_revoked_key_hears_no_more_events_on_a_stream_that_is_open()
    {
        var accounts = new Accounts(fixture.Server);
        var user = await accounts.UserAsync("listener");
        await accounts.GrantAsync(user.Id, 20);
        var (listening, other) = (await accounts.KeyAsync(user), await accounts.KeyAsync(user));
        using var listener = fixture.Server.Client(listening.Secret);
        using var client = fixture.Server.Client(other.Secret);
        using var stream = await listener.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancel));
        await Accounts.PictureAsync(client);
        string? line;
        do
        {
            line = (await events.ReadLineAsync(Cancel)).ShouldNotBeNull();
        }
        while (!line.StartsWith("id: ", StringComparison.Ordinal));

        using var revoked = await client.DeleteAsync($"/api/v1/account/keys/{listening.Key.Id}", Cancel);
        var unheard = (await Accounts.PictureAsync(client)).GetProperty("id").GetString()!;

        (await events.ReadToEndAsync(Cancel)).ShouldNotContain(unheard);
    }

    [Fact]
    public async Task Every_act_of_an_operator_is_on_the_trail()
    {
        var accounts = new Accounts(fixture.Server);
        var chief = await accounts.UserAsync("trail operator", UserRole.Operator);
        using var client = await accounts.ClientAsync(chief, Book.Live);
        using var made = await client.PostAsJsonAsync("/api/v1/admin/users", new { name = "trailed" }, Cancel);
        var user = (await made.ReadJsonAsync()).GetProperty("id").GetString()!;
        (await client.PostAsJsonAsync("/api/v1/admin/grants", new { user_id = user, book = "live", amount = 5, reason = "welcome" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.PostAsync("/api/v1/admin/vendors/stability/drain", null, Cancel)).IsSuccessStatusCode.ShouldBeTrue();
        (await client.PostAsync("/api/v1/admin/vendors/stability/resume", null, Cancel)).IsSuccessStatusCode.ShouldBeTrue();
        (await client.PatchAsJsonAsync($"/api/v1/admin/users/{user}", new { disabled = true }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsJsonAsync("/api/v1/admin/grants", new { user_id = "usr_none", book = "live", amount = 5, reason = "refused" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var trail = await (await client.GetAsync($"/api/v1/admin/audit?actor_id={chief.Id}", Cancel)).ReadJsonAsync();

        var acts = trail.GetProperty("data").EnumerateArray().ToList();
        acts.ConvertAll(act => act.GetProperty("act").GetString())
            .ShouldBe(["user.update", "resumeVendor", "drainVendor", "credits.grant", "user.create"]);
        acts[3].GetProperty("after").GetProperty("reason").GetString().ShouldBe("welcome");
        acts.ShouldAllBe(act => act.GetProperty("address").GetString() == "127.0.0.1");
        acts.ShouldAllBe(act => act.GetProperty("key_id").GetString()!.StartsWith("key_"));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client) =>
        await client.PostAsJsonAsync("/api/v1/generations", new { model = "stability/core", input = new { prompt = "a fox" } }, Cancel);

    private Task<HttpClient> LimitedAsync(AccountLimits limits) => ClientAsync(new KeySettings { Name = "limited", Limits = limits });

    private async Task<HttpClient> ClientAsync(KeySettings settings)
    {
        var accounts = new Accounts(fixture.Server);
        var user = await accounts.UserAsync("limited");
        await accounts.GrantAsync(user.Id, 100);
        return await accounts.ClientAsync(user, Book.Test, settings);
    }
}
