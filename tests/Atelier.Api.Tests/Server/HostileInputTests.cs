using System.Net;
using System.Text;
using System.Text.Json;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Testing;
using Atelier.Testing.Databases;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Every route with ids, queries and bodies that nobody means well with: a clear problem each time, never a fault of ours.</summary>
public sealed class HostileInputTests
{
    private static readonly string Long = new('x', 2_000);

    private static readonly string[] Ids =
        ["none", "%00", "gen_00000000000000000000000000", "a'%20OR%20'1'='1", "%F0%9F%A6%8A", "%ED%A0%80", "..%2F..%2Fetc", "x%0d%0aSet-Cookie:y", Long];

    private static readonly string[] Texts =
        ["", "%00", "0", "-1", "101", "99999999999999999999", "abc", "%F0%9F%A6%8A", "%ED%A0%80", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1,2", Long];

    /// <summary>What is put in the place of each member of a body, as JSON.</summary>
    private static readonly string[] Values =
    [
        "null", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u202e\"", "0", "-1", "1e400", "-79228162514264337593543950335", "0.0000001", "9223372036854775808",
        "true", "[]", "{}", "[null]", "[\"\\u0000\"]", "{\"requests_per_minute\":0}", "{\"credits_per_day\":-1}", "{\"x\":{}}",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"" + Long + "\"",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Nothing_that_is_sent_is_ever_a_fault_of_ours(string engine)
    {
        await using var database = engine == "sqlite" ? await TestDatabase.CreateSqliteAsync(Cancel) : await TestDatabase.CreatePostgresAsync(Cancel);
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("ATELIER_DATABASE", database.Options.Database));
        var accounts = new Accounts(server);
        var chief = await accounts.UserAsync("hostile", UserRole.Operator);
        await accounts.GrantAsync(chief.Id, 10);
        using var live = await accounts.ClientAsync(chief, Book.Live);
        using var test = await accounts.ClientAsync(chief);
        using var document = JsonDocument.Parse(await live.GetStringAsync("/openapi/v1.json", Cancel));
        var faults = new List<string>();
        var (asked, routes) = (0, 0);
        foreach (var route in Routes(server))
        {
            routes++;

            // What is everybody's is asked in the sandbox, which has vendors.
            var client = route.Path.StartsWith("/api/v1/admin/", StringComparison.Ordinal) ? live : test;
            foreach (var (path, body) in RequestsTo(route, document.RootElement, chief.Id))
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), path) { Content = body is null ? null : ApiFixture.Json(body) };
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                asked++;
                if (IsFault(answer, path))
                {
                    faults.Add($"{route.Method} {Shown(path)} {Shown(body)} answered {(int)answer.StatusCode} {answer.Content.Headers.ContentType}");
                }
            }
        }

        faults.ShouldBeEmpty(string.Join('\n', faults.Take(60)));
        asked.ShouldBeGreaterThan(1_000);
        TestCounts.Report($"hostile input ({engine}): {asked} requests to {routes} operations, 0 faults of ours, each refusal a problem");
    }

    // A path with NUL is refused by the web server itself, before there is a request.
    private static bool IsFault(HttpResponseMessage answer, string path) => (int)answer.StatusCode >= 500
        || ((int)answer.StatusCode >= 400 && answer.Content.Headers.ContentType?.MediaType != "application/problem+json"
            && !(answer.StatusCode == HttpStatusCode.BadRequest && path.Split('?')[0].Contains("%00", StringComparison.Ordinal)));

    private static string? Shown(string? text) => text is { Length: > 300 } ? text[..300] + "…" : text;

    // The OpenAI-compatible API and media have tests of their own; a stream of events does not end.
    private static IEnumerable<(string Method, string Path, IReadOnlyList<QueryParameter> Query)> Routes(RunningServer server) =>
        from route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let text = "/" + route.RoutePattern.RawText!.Trim('/')
        where text.StartsWith("/api/v1/", StringComparison.Ordinal) && !text.EndsWith("/events", StringComparison.Ordinal) && text != "/api/v1/uploads"
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select (method, text.Replace("{**id}", "{id}", StringComparison.Ordinal), route.Metadata.GetMetadata<QueryParameters>()?.Parameters ?? []);

    private static IEnumerable<(string Path, string? Body)> RequestsTo((string Method, string Path, IReadOnlyList<QueryParameter> Query) route, JsonElement document, string userId)
    {
        var shape = ShapeOf(document, route.Path, route.Method);
        var good = shape is null ? null : Body(shape.Value, userId, replaced: null, value: "");
        var plain = Fill(route.Path, "none");
        yield return (plain, good);
        if (plain != route.Path)
        {
            foreach (var id in Ids)
            {
                yield return (Fill(route.Path, id), good);
            }
        }

        foreach (var (name, text) in from parameter in route.Query from text in HostileValues.For(Texts, route.Path + parameter.Name) select (parameter.Name, text))
        {
            yield return ($"{plain}?{name}={text}", good);
        }

        yield return ($"{plain}?{Long}=1", good);
        foreach (var member in shape?.EnumerateObject().Select(member => member.Name) ?? [])
        {
            foreach (var value in HostileValues.For(Values, route.Path + member))
            {
                yield return (plain, Body(shape!.Value, userId, member, value));
            }
        }

        if (shape is not null)
        {
            foreach (var body in new[] { "", "null", "[]", "\"x\"", "{", "{\"unheard_of\":1}", "{\"name\":\"a\",\"name\":\"b\"}", new string('[', 5_000) })
            {
                yield return (plain, body);
            }
        }
    }

    private static string Fill(string path, string id) => path.Replace("{id}", id, StringComparison.Ordinal).Replace("{userId}", id, StringComparison.Ordinal)
        .Replace("{keyId}", id, StringComparison.Ordinal).Replace("{name}", id, StringComparison.Ordinal);

    /// <summary>The members of a route's body, as the document tells them.</summary>
    private static JsonElement? ShapeOf(JsonElement document, string path, string method)
    {
        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant());
        if (!operation.TryGetProperty("requestBody", out var body) || !body.GetProperty("content").TryGetProperty("application/json", out var json))
        {
            return null;
        }

        var schema = json.GetProperty("schema");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        return schema.TryGetProperty("properties", out var properties) ? properties : null;
    }

    /// <summary>A body that is right but for one member.</summary>
    private static string Body(JsonElement shape, string userId, string? replaced, string value)
    {
        var text = new StringBuilder("{");
        foreach (var member in shape.EnumerateObject().Select(member => member.Name))
        {
            if ((member == replaced ? value : Good(member, userId)) is { } given)
            {
                text.Append(text.Length > 1 ? "," : "").Append('"').Append(member).Append("\":").Append(given);
            }
        }

        return text.Append('}').ToString();
    }

    private static string? Good(string member, string userId) => member switch
    {
        "user_id" => $"\"{userId}\"",
        "name" => "\"somebody\"",
        "book" => "\"test\"",
        "amount" => "1",
        "reason" => "\"because\"",
        "role" => "\"member\"",
        "code" => "\"ATC-1\"",
        "model" => "\"stability/core\"",
        "input" => """{"prompt":"a fox"}""",
        _ => null,
    };
}
