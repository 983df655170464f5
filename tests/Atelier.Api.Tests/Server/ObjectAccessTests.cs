using System.Net;
using System.Text;
using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Every route with an id, asked by everybody else: nothing of the owner's is seen or changed.</summary>
[Collection(ServerCollection.Name)]
public sealed class ObjectAccessTests(ServerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_sees_or_changes_what_belongs_to_a_user()
    {
        var accounts = new Accounts(fixture.Server);
        var owner = await accounts.UserAsync("owner of things");
        var team = await accounts.TeamAsync(owner);
        await accounts.GrantAsync(owner.Id, 100);
        await accounts.GrantAsync(team.Id, 100);
        var teamMate = await accounts.UserAsync("mate");
        var ownKey = await accounts.KeyAsync(owner);
        var teamKey = await accounts.KeyAsync(owner, Book.Test, new KeySettings { Name = "owner of the team's key", TeamId = team.Id });
        using var own = fixture.Server.Client(ownKey.Secret);
        var things = await ThingsAsync(own, accounts, owner, team, ownKey, teamKey);
        var canaries = things.Values.SelectMany(ids => ids).Append("owner of things").ToList();

        using var stranger = await accounts.ClientAsync(await accounts.UserAsync("stranger"));
        using var strangerLive = await accounts.ClientAsync(await accounts.UserAsync("stranger, live"), Book.Live);
        using var ownOtherBook = await accounts.ClientAsync(owner, Book.Live);
        await fixture.Server.Services.GetRequiredService<ITeamService>().PutMemberAsync(team.Id, teamMate.Id, TeamRole.Member, Actor.System(), Cancel);
        using var mate = await accounts.ClientAsync(teamMate, Book.Test, new KeySettings { Name = "mate's", TeamId = team.Id });
        using var nobody = fixture.Server.Client(null);
        var principals = new Dictionary<string, (HttpClient Client, Func<string, bool> MaySee)>
        {
            ["stranger"] = (stranger, _ => false),
            ["stranger with a live key"] = (strangerLive, _ => false),
            ["nobody"] = (nobody, _ => false),
            ["owner in the other book"] = (ownOtherBook, kind => kind is "key" or "team" or "team key" or "member" or "session" or "user"),
            ["member of the same team"] = (mate, kind => kind is "team" or "member"),
        };

        var (asked, leaks) = (0, new List<string>());
        foreach (var (method, route, kind, path) in PathsTo(things))
        {
            foreach (var (name, (client, maySee)) in principals)
            {
                if (maySee(kind))
                {
                    continue;
                }

                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = BodyFor(method, route) };
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                asked++;
                var text = await answer.Content.ReadAsStringAsync(Cancel);
                var secrets = canaries.Where(canary => !path.Contains(canary, StringComparison.Ordinal) && text.Contains(canary, StringComparison.Ordinal));
                if ((int)answer.StatusCode is not (401 or 403 or 404) || secrets.Any())
                {
                    leaks.Add($"{name}: {method} {route} answered {(int)answer.StatusCode}: {text}");
                }
            }
        }

        leaks.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(150);

        // Everything is still there and as it was.
        (await GetAsync(own, $"/api/v1/generations/{things["generation"][0]}")).GetProperty("status").GetString().ShouldBe("completed");
        (await GetAsync(own, $"/api/v1/account/keys/{ownKey.Key.Id}")).TryGetProperty("revoked_at", out _).ShouldBeFalse();
        (await GetAsync(own, $"/api/v1/teams/{team.Id}")).GetProperty("name").GetString().ShouldBe("team");
        TestCounts.Report($"object access: {asked} requests to {PathsTo(things).Select(path => path.Route).Distinct().Count()} routes with an id by {principals.Count} other principals, {leaks.Count} leaks");
    }

    [Fact]
    public async Task Lists_show_only_what_is_the_callers()
    {
        var accounts = new Accounts(fixture.Server);
        var owner = await accounts.UserAsync("list owner");
        await accounts.GrantAsync(owner.Id, 100);
        using var own = await accounts.ClientAsync(owner, Book.Test, new KeySettings { Name = "canary list owner" });
        var generation = await Accounts.PictureAsync(own);
        var canaries = new[] { owner.Id, generation.GetProperty("id").GetString()!, "list owner" };
        using var stranger = await accounts.ClientAsync(await accounts.UserAsync("reader of lists"));

        foreach (var path in new[]
        {
            "/api/v1/generations", "/api/v1/account", "/api/v1/account/ledger", "/api/v1/account/keys", "/api/v1/account/sessions", "/api/v1/account/statement?format=csv", "/api/v1/account/usage?group_by=user,key", "/api/v1/teams", "/v1/videos",
        })
        {
            var text = await stranger.GetStringAsync(path, Cancel);
            canaries.ShouldAllBe(canary => !text.Contains(canary, StringComparison.Ordinal), path);
        }
    }

    private static async Task<Dictionary<string, string[]>> ThingsAsync(
        HttpClient own, Accounts accounts, User owner, Team team, CreatedKey ownKey, CreatedKey teamKey)
    {
        var generation = await Accounts.PictureAsync(own);
        using var upload = await own.PostAsync("/api/v1/uploads?file_name=canary.png", new ByteArrayContent(Pictures.BlackPng(8, 8)), Cancel);
        using var made = await own.PostAsync(
            "/v1/videos", new StringContent("""{"model":"openai/sora-2","prompt":"a fox","seconds":"4"}""", Encoding.UTF8, "application/json"), Cancel);
        var video = await made.ReadJsonAsync();
        using var signedIn = await own.PostAsync("/api/v1/session", ApiFixture.Json($$"""{"key":"{{ownKey.Secret}}"}"""), Cancel);
        return new Dictionary<string, string[]>
        {
            ["generation"] = [generation.GetProperty("id").GetString()!],
            ["artifact"] = [generation.GetProperty("artifacts")[0].GetProperty("id").GetString()!],
            ["upload"] = [(await upload.ReadJsonAsync()).GetProperty("id").GetString()!],
            ["video"] = [video.TryGetProperty("id", out var id) ? id.GetString()! : throw new InvalidOperationException(video.GetRawText())],
            ["key"] = [ownKey.Key.Id, teamKey.Key.Id],
            ["team"] = [team.Id],
            ["session"] = [(await signedIn.ReadJsonAsync()).GetProperty("id").GetString()!],
            ["user"] = [owner.Id],
            ["code"] = [await accounts.CodeAsync(Book.Test)],
        };
    }

    private IEnumerable<(string Method, string Route, string Kind, string Path)> PathsTo(Dictionary<string, string[]> things) =>
        from route in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let text = "/" + route.RoutePattern.RawText!.Trim('/')
        where (text.StartsWith("/api/", StringComparison.Ordinal) || text.StartsWith("/v1/", StringComparison.Ordinal))
            && text.Contains("{id}", StringComparison.Ordinal)
        let kind = KindOf(text)
        where kind is not null
        from id in things[kind]
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select (method, text, text.Contains("{userId}", StringComparison.Ordinal) ? "member" : text.Contains("{keyId}", StringComparison.Ordinal) ? "team key" : kind,
            text.Replace("{id}", id, StringComparison.Ordinal)
                .Replace("{userId}", things["user"][0], StringComparison.Ordinal)
                .Replace("{keyId}", things["key"][1], StringComparison.Ordinal));

    private static string? KindOf(string route) => route.Replace("/admin", "", StringComparison.Ordinal).Split('/') switch
    {
        ["", "api", "v1", "generations", ..] => "generation",
        ["", "api", "v1", "artifacts", ..] or ["", "v1", "artifacts", ..] => "artifact",
        ["", "api", "v1", "uploads", ..] => "upload",
        ["", "v1", "videos", ..] => "video",
        ["", "api", "v1", "account", "keys", ..] or ["", "api", "v1", "keys", ..] => "key",
        ["", "api", "v1", "account", "sessions", ..] or ["", "api", "v1", "sessions", ..] => "session",
        ["", "api", "v1", "teams", ..] => "team",
        ["", "api", "v1", "users", ..] => "user",
        ["", "api", "v1", "top-up-codes", ..] => "code",
        ["", "v1", "models", ..] or ["", "api", "v1", "models", ..] => null,
        _ => throw new InvalidOperationException($"Nobody has said what {route} is about."),
    };

    private static StringContent? BodyFor(string method, string route) => method is "GET" or "DELETE" ? null : ApiFixture.Json(route switch
    {
        _ when route.EndsWith("/rotate", StringComparison.Ordinal) => "{}",
        _ when route.EndsWith("/remix", StringComparison.Ordinal) => """{"prompt":"another fox"}""",
        _ when route.EndsWith("/resolve", StringComparison.Ordinal) => """{"action":"fail"}""",
        _ when route.EndsWith("/password", StringComparison.Ordinal) => """{"password":"a password of mine"}""",
        _ when route.Contains("/members/", StringComparison.Ordinal) => """{"role":"member"}""",
        _ when route.EndsWith("/keys", StringComparison.Ordinal) => """{"name":"mine","book":"test"}""",
        _ => """{"name":"mine"}""",
    });

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        var json = await answer.ReadJsonAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, json.GetRawText());
        return json;
    }
}
