using System.Net;
using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Tests.Server;

/// <summary>Signing in with a browser: the cookie, and what another site's page cannot do with it.</summary>
[Collection(ServerCollection.Name)]
public sealed class BrowserSessionTests(ServerFixture fixture)
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_signs_in_and_the_token_lets_changes_through()
    {
        await new Accounts(fixture.Server).UserAsync("Browser Ada", password: Password);
        using var browser = NewBrowser();
        using var signedIn = await browser.PostAsync(
            "/api/v1/session", ApiFixture.Json($$"""{"name":"browser ada","password":"{{Password}}","book":"test"}"""), Cancel);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Created);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain("secure", Case.Insensitive, "this request came over plain HTTP");

        var session = await (await browser.GetAsync("/api/v1/session", Cancel)).ReadJsonAsync();
        session.GetProperty("user").GetProperty("name").GetString().ShouldBe("Browser Ada");
        session.GetProperty("book").GetString().ShouldBe("test");
        (await browser.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        const string Key = """{"name":"made in a browser","book":"test"}""";
        using var forged = await browser.PostAsync("/api/v1/account/keys", ApiFixture.Json(Key), Cancel);
        await forged.ShouldBeProblemAsync(403, "csrf_token_missing");
        using var guessed = await SendAsync(browser, HttpMethod.Post, "/api/v1/account/keys", "a guess", Key);
        await guessed.ShouldBeProblemAsync(403, "csrf_token_missing");
        using var made = await SendAsync(browser, HttpMethod.Post, "/api/v1/account/keys", session.GetProperty("csrf_token").GetString()!, Key);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var ended = await SendAsync(browser, HttpMethod.Delete, "/api/v1/session", session.GetProperty("csrf_token").GetString()!);
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var after = await browser.GetAsync("/api/v1/account", Cancel);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_stolen_cookie_is_worth_nothing_after_signing_out()
    {
        var accounts = new Accounts(fixture.Server);
        var key = await accounts.KeyAsync(await accounts.UserAsync("cookie"));
        using var browser = NewBrowser();
        using var signedIn = await browser.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"key":"{{key.Secret}}"}"""), Cancel);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var token = (await signedIn.ReadJsonAsync()).GetProperty("csrf_token").GetString()!;
        using var thief = fixture.Server.Client(null);
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        (await thief.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var ended = await SendAsync(browser, HttpMethod.Delete, "/api/v1/session", token);

        using var refused = await thief.GetAsync("/api/v1/account", Cancel);
        await refused.ShouldBeProblemAsync(401, "session_ended");
    }

    [Fact]
    public async Task A_cookie_from_before_signing_in_is_worth_nothing_after_it()
    {
        await new Accounts(fixture.Server).UserAsync("Fixated", password: Password);
        using var browser = fixture.Server.Client(null);
        const string Planted = "atelier_session=ats_0123456789012345678901234567890123456789012";
        browser.DefaultRequestHeaders.Add("Cookie", Planted);
        using var signedIn = await browser.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"name":"Fixated","password":"{{Password}}"}"""), Cancel);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Created);
        signedIn.Headers.GetValues("Set-Cookie").Single().ShouldNotContain("ats_0123456789");
        using var planter = fixture.Server.Client(null);
        planter.DefaultRequestHeaders.Add("Cookie", Planted);
        using var refused = await planter.GetAsync("/api/v1/account", Cancel);
        await refused.ShouldBeProblemAsync(401, "session_ended");
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browser_too_and_only_with_the_token()
    {
        await new Accounts(fixture.Server).UserAsync("Everywhere", password: Password);
        var (one, other) = (NewBrowser(), NewBrowser());
        var body = $$"""{"name":"Everywhere","password":"{{Password}}"}""";
        using var first = await one.PostAsync("/api/v1/session", ApiFixture.Json(body), Cancel);
        using var second = await other.PostAsync("/api/v1/session", ApiFixture.Json(body), Cancel);
        using var forged = await one.DeleteAsync("/api/v1/account/sessions", Cancel);
        await forged.ShouldBeProblemAsync(403, "csrf_token_missing");

        using var ended = await SendAsync(one, HttpMethod.Delete, "/api/v1/account/sessions", (await first.ReadJsonAsync()).GetProperty("csrf_token").GetString()!);

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await one.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await other.GetAsync("/api/v1/account", Cancel);
        await refused.ShouldBeProblemAsync(401, "session_ended");
        one.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Behind_a_proxy_that_speaks_https_the_cookie_is_for_https_only()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("ForwardedHeaders_Enabled", "true"));
        await new Accounts(server).UserAsync("Proxied", password: Password);
        using var browser = server.Client(null);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        using var signedIn = await browser.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"name":"Proxied","password":"{{Password}}"}"""), Cancel);

        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        cookie.ToLowerInvariant().ShouldContain("; secure");
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var sessions = await (await browser.GetAsync("/api/v1/account/sessions", Cancel)).ReadJsonAsync();
        sessions.GetProperty("data")[0].GetProperty("address").GetString().ShouldBe("198.51.100.7");
    }

    [Theory]
    [InlineData("""{}""", 400, "invalid_sign_in")]
    [InlineData("""{"name":"nobody here","password":"whatever it is"}""", 401, "wrong_sign_in")]
    [InlineData("""{"key":"atl_live_x"}""", 401, "malformed_api_key")]
    [InlineData("""{"key":"atl_live_x","name":"both"}""", 400, "invalid_sign_in")]
    [InlineData("""{"name":"a","password":"b","book":"c"}""", 400, "invalid_book", "book")]
    public async Task A_sign_in_that_fails_says_why_and_sets_no_cookie(string body, int status, string code, string? field = null)
    {
        using var browser = NewBrowser();
        using var answer = await browser.PostAsync("/api/v1/session", ApiFixture.Json(body), Cancel);

        await answer.ShouldBeProblemAsync(status, code, field);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Guessing_a_password_is_slowed_down_even_for_who_guesses_right_at_last()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path);
        await new Accounts(server).UserAsync("guessed", password: Password);
        using var client = server.Client(null);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var wrong = await client.PostAsync("/api/v1/session", ApiFixture.Json("""{"name":"guessed","password":"guess guess"}"""), Cancel);
            await wrong.ShouldBeProblemAsync(401, "wrong_sign_in");
        }

        using var answer = await client.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"name":"Guessed","password":"{{Password}}"}"""), Cancel);

        await answer.ShouldBeProblemAsync(429, "too_many_sign_ins");
        answer.Headers.RetryAfter.ShouldNotBeNull().Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Signing_in_by_key_is_limited_for_an_address_only()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path);
        var key = await new Accounts(server).KeyAsync(await new Accounts(server).UserAsync("by key"));
        using var client = server.Client(null);
        for (var attempt = 0; attempt < 30; attempt++)
        {
            using var opened = await client.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"key":"{{key.Secret}}"}"""), Cancel);
            opened.StatusCode.ShouldBe(HttpStatusCode.Created, $"attempt {attempt + 1}");
        }

        using var refused = await client.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"key":"{{key.Secret}}"}"""), Cancel);
        await refused.ShouldBeProblemAsync(429, "too_many_sign_ins");
    }

    [Fact]
    public async Task A_session_by_a_narrow_key_is_as_narrow()
    {
        var accounts = new Accounts(fixture.Server);
        var key = await accounts.KeyAsync(await accounts.UserAsync("narrow"), Book.Test, new KeySettings { Name = "reader", Scopes = KeyScopes.Read });
        using var browser = NewBrowser();
        using var signedIn = await browser.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"key":"{{key.Secret}}"}"""), Cancel);
        var token = (await signedIn.ReadJsonAsync()).GetProperty("csrf_token").GetString()!;

        using var refused = await SendAsync(
            browser, HttpMethod.Post, "/api/v1/generations", token, """{"model":"stability/core","input":{"prompt":"a fox"}}""");

        await refused.ShouldBeProblemAsync(403, "scope_missing");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, HttpMethod method, string path, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : ApiFixture.Json(body) };
        request.Headers.Add("X-CSRF-Token", token);
        return await browser.SendAsync(request, Cancel);
    }

    private HttpClient NewBrowser() => new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = fixture.Server.Address };
}
