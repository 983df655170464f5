using System.Net;
using Atelier.Api.Authentication;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Tests.Routes;

public sealed class AccessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Every_route_under_api_refuses_a_caller_without_a_key()
    {
        using var stranger = api.Client(null);
        var routes = RoutesUnder("/api/v1");
        routes.Count.ShouldBeGreaterThan(30);
        foreach (var (method, path) in routes)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
            if (method != HttpMethod.Head)
            {
                await answer.ShouldBeProblemAsync(401, "missing_api_key");
            }
        }
    }

    [Theory]
    [InlineData("atl_live_alice")]
    [InlineData("atl_test_alice")]
    public async Task Every_operator_route_refuses_a_user(string key)
    {
        using var user = api.Client(key);
        var routes = RoutesUnder("/api/v1/admin");
        routes.Count.ShouldBeGreaterThan(10);
        foreach (var (method, path) in routes)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await user.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.ShouldBeProblemAsync(403, "operator_only");
        }
    }

    [Fact]
    public async Task A_key_may_come_in_its_own_header()
    {
        using var client = api.Client(null);
        client.DefaultRequestHeaders.Add("x-api-key", "atl_test_alice");
        using var answer = await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_key_is_told_apart_from_a_missing_one()
    {
        using var client = api.Client("atl_test_nobody");
        using var answer = await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(401, "invalid_api_key");
    }

    [Fact]
    public async Task A_revoked_key_stops_working_at_once()
    {
        using var client = api.Client("atl_test_bob");
        using var made = await client.PostAsync("/api/v1/account/keys", ApiFixture.Json("""{"name":"ci","book":"test"}"""), TestContext.Current.CancellationToken);
        var key = await made.ReadJsonAsync();
        using var other = api.Client(key.GetProperty("secret").GetString());
        using var before = await other.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        before.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var revoked = await client.DeleteAsync($"/api/v1/account/keys/{key.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        (await revoked.ReadJsonAsync()).GetProperty("revoked_at").GetDateTime().ShouldBe(api.Time.GetUtcNow().UtcDateTime);

        using var after = await other.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        await after.ShouldBeProblemAsync(401, "revoked_api_key");
    }

    [Theory]
    [InlineData("GET", "/api/v1/generations/{0}")]
    [InlineData("DELETE", "/api/v1/generations/{0}")]
    [InlineData("POST", "/api/v1/generations/{0}/cancel")]
    [InlineData("POST", "/api/v1/generations/{0}/retry")]
    [InlineData("GET", "/api/v1/generations/{0}/attempts")]
    [InlineData("GET", "/api/v1/generations/{0}/events")]
    public async Task Another_users_generation_is_not_found(string method, string path)
    {
        var id = await api.CreateGenerationAsync("atl_test_alice");
        using var bob = api.Client("atl_test_bob");
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{0}", id, StringComparison.Ordinal));
        using var answer = await bob.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "generation_not_found");
    }

    [Theory]
    [InlineData("/api/v1/artifacts/{0}")]
    [InlineData("/api/v1/artifacts/{0}/content")]
    public async Task Another_users_artifact_is_not_found(string path)
    {
        var artifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, [1, 2, 3], "image/png");
        using var bob = api.Client("atl_test_bob");
        using var answer = await bob.GetAsync(path.Replace("{0}", artifact.Id, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "artifact_not_found");
    }

    [Fact]
    public async Task Another_users_key_cannot_be_revoked()
    {
        using var alice = api.Client();
        var keys = await (await alice.GetAsync("/api/v1/account/keys", TestContext.Current.CancellationToken)).ReadJsonAsync();
        var id = keys.GetProperty("data")[0].GetProperty("id").GetString();
        using var bob = api.Client("atl_test_bob");
        using var answer = await bob.DeleteAsync($"/api/v1/account/keys/{id}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "key_not_found");
    }

    [Theory]
    [InlineData("atl_test_alice", "/api/v1/account/keys")]
    [InlineData("atl_test_olga", "/api/v1/admin/users/usr_bob/keys")]
    public async Task A_test_key_cannot_make_a_live_key(string key, string path)
    {
        using var client = api.Client(key);
        using var answer = await client.PostAsync(path, ApiFixture.Json("""{"name":"x","book":"live"}"""), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(403, "live_key_required", "book");
    }

    private List<(HttpMethod Method, string Path)> RoutesUnder(string prefix) =>
    [
        .. from route in api.Routes
           let path = "/" + route.RoutePattern.RawText!.TrimStart('/')
           where path.StartsWith(prefix, StringComparison.Ordinal)
           where AccessTable.Of(route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName) != Access.Anyone
           from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           select (new HttpMethod(method), path.Replace("{**id}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal)),
    ];
}
