using System.Net;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Every route by which an operator changes something, asked once: each writes one entry to the trail.</summary>
[Collection(ServerCollection.Name)]
public sealed class TrailTests(ServerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_that_changes_something_for_an_operator_writes_one_entry()
    {
        var accounts = new Accounts(fixture.Server);
        var chief = await accounts.UserAsync("trail of all", UserRole.Operator);
        using var client = await accounts.ClientAsync(chief, Book.Live);
        var acts = await ActsAsync(accounts);
        var written = 0;
        foreach (var (method, name) in ChangingRoutes())
        {
            acts.ContainsKey(name).ShouldBeTrue($"say here how {name} is asked and what it writes: an operator's act must be on the trail");
            var (path, body, act) = acts[name];
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : ApiFixture.Json(body) };
            using var answer = await client.SendAsync(request, Cancel);
            ((int)answer.StatusCode).ShouldBeInRange(200, 299, $"{name}: {await answer.Content.ReadAsStringAsync(Cancel)}");

            var trail = (await (await client.GetAsync($"/api/v1/admin/audit?actor_id={chief.Id}&limit=100", Cancel)).ReadJsonAsync()).GetProperty("data");
            trail.GetArrayLength().ShouldBe(++written, name);
            trail.EnumerateArray().Count(entry => entry.GetProperty("act").GetString() == act).ShouldBeGreaterThan(0, $"{name} writes {act}");
            trail.EnumerateArray().ShouldAllBe(entry => entry.GetProperty("key_id").GetString()!.StartsWith("key_"));
        }

        written.ShouldBe(acts.Count);
        TestCounts.Report($"audit trail: {written} routes that change something for an operator, {written} entries");
    }

    private IEnumerable<(string Method, string Name)> ChangingRoutes() =>
        from route in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where route.RoutePattern.RawText!.Trim('/').StartsWith("api/v1/admin/", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method is not ("GET" or "HEAD")
        select (method, route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);

    /// <summary>By the name of the route: what to ask, and the act that is written. Everything is made new, so that their order does not matter.</summary>
    private async Task<Dictionary<string, (string Path, string? Body, string Act)>> ActsAsync(Accounts accounts)
    {
        var user = await accounts.UserAsync("acted upon", password: "a long password");
        var (rotated, revoked) = (await accounts.KeyAsync(user), await accounts.KeyAsync(user, Book.Live));
        var (changed, deleted) = (await accounts.TeamAsync(), await accounts.TeamAsync());
        var sessions = fixture.Server.Services.GetRequiredService<ISessionService>();
        var elsewhere = await accounts.KeyAsync(await accounts.UserAsync("signed in"));
        var session = (await sessions.OpenByKeyAsync(elsewhere.Secret, null, Cancel)).Value!.Session;
        return new()
        {
            ["adminCreateUser"] = ("/api/v1/admin/users", """{"name":"made"}""", "user.create"),
            ["adminUpdateUser"] = ($"/api/v1/admin/users/{user.Id}", """{"name":"renamed"}""", "user.update"),
            ["adminSetUserPassword"] = ($"/api/v1/admin/users/{user.Id}/password", """{"password":"another password"}""", "user.password.set"),
            ["adminRemoveUserPassword"] = ($"/api/v1/admin/users/{user.Id}/password", null, "user.password.remove"),
            ["adminEndUserSessions"] = ($"/api/v1/admin/users/{user.Id}/sessions", null, "session.end_all"),
            ["adminEndSession"] = ($"/api/v1/admin/sessions/{session.Id}", null, "session.end"),
            ["adminCreateUserKey"] = ($"/api/v1/admin/users/{user.Id}/keys", """{"name":"made","book":"live"}""", "key.create"),
            ["adminUpdateKey"] = ($"/api/v1/admin/keys/{rotated.Key.Id}", """{"name":"changed"}""", "key.update"),
            ["adminRotateKey"] = ($"/api/v1/admin/keys/{rotated.Key.Id}/rotate", "{}", "key.rotate"),
            ["adminRevokeKey"] = ($"/api/v1/admin/keys/{revoked.Key.Id}", null, "key.revoke"),
            ["adminCreateTeam"] = ("/api/v1/admin/teams", """{"name":"made"}""", "team.create"),
            ["adminUpdateTeam"] = ($"/api/v1/admin/teams/{changed.Id}", """{"name":"renamed"}""", "team.update"),
            ["adminDeleteTeam"] = ($"/api/v1/admin/teams/{deleted.Id}", null, "team.delete"),
            ["adminGrantCredits"] = ("/api/v1/admin/grants", Move(user, 5), "credits.grant"),
            ["adminAdjustCredits"] = ("/api/v1/admin/adjustments", Move(user, 1), "credits.adjust"),
            ["adminCreateTopUpCodes"] = ("/api/v1/admin/top-up-codes", """{"count":2,"book":"live","amount":1}""", "codes.create"),
            ["adminRevokeTopUpCode"] = ($"/api/v1/admin/top-up-codes/{await accounts.CodeAsync(Book.Live)}", null, "code.revoke"),
            ["adminResolveGeneration"] = ($"/api/v1/admin/generations/{await UnknownAsync(accounts, user)}/resolve", "{}", "resolveGeneration"),
            ["adminDrainVendor"] = ("/api/v1/admin/vendors/stability/drain", null, "drainVendor"),
            ["adminResumeVendor"] = ("/api/v1/admin/vendors/stability/resume", null, "resumeVendor"),
        };
    }

    private static string Move(User user, int amount) => $$"""{"user_id":"{{user.Id}}","book":"live","amount":{{amount}},"reason":"because"}""";

    /// <summary>A generation of which nobody knows what became.</summary>
    private async Task<string> UnknownAsync(Accounts accounts, User user)
    {
        await accounts.GrantAsync(user.Id, 10);
        var store = fixture.Server.Services.GetRequiredService<IGenerationStore>();
        var now = TimeProvider.System.GetUtcNow();
        var generation = new Generation
        {
            Id = fixture.Server.Services.GetRequiredService<IdFactory>().New(IdPrefixes.Generation), UserId = user.Id, KeyId = "key_none", Book = Book.Test,
            Model = "stability/core", Modality = Modality.Image, Provider = "stability", VendorModel = "core", Route = "core", State = GenerationState.Queued,
            Version = 1, Input = JsonElement.Parse("{}"), Metadata = JsonElement.Parse("{}"), SubmitPolicy = SubmitPolicy.AtMostOnce,
            PriceRule = "{}", QuotedMicro = MicroCredits.PerCredit, HeldMicro = MicroCredits.PerCredit, Owner = "nobody", Deadline = now.AddHours(1),
            CreatedAt = now, UpdatedAt = now,
        };
        (await store.AcceptAsync(new NewGeneration { Generation = generation }, Cancel)).ShouldBeOfType<AcceptOutcome.Accepted>();
        foreach (var trigger in new[] { GenerationTrigger.Start, GenerationTrigger.LoseTrack })
        {
            var row = (await store.FindAsync(generation.Id, Cancel))!;
            var change = new GenerationChange
            {
                GenerationId = row.Id, ExpectedVersion = row.Version, From = row.State, Trigger = trigger, Deadline = now.AddHours(1),
                Attempt = new AttemptNote(trigger == GenerationTrigger.Start ? AttemptState.Started : AttemptState.Unknown),
            };
            (await store.ApplyAsync(change, Cancel)).Applied.ShouldBeTrue();
        }

        return generation.Id;
    }
}
