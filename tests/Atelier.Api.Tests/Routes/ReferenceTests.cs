using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.Requests;
using Atelier.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Tests.Routes;

public sealed partial class ReferenceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_document_lists_every_route_of_the_code_and_no_other()
    {
        var document = await DocumentAsync();
        var documented =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        var coded =
            from route in api.Routes
            let path = "/" + route.RoutePattern.RawText!.Trim('/').Replace("{**id}", "{id}", StringComparison.Ordinal)
            where path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/health/", StringComparison.Ordinal)
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select $"{method} {path}";
        documented.Order().ShouldBe(coded.Order());
    }

    [Fact]
    public async Task Code_document_and_authorisation_table_name_the_same_routes()
    {
        var documented =
            from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (Name: operation.Value.GetProperty("operationId").GetString()!, Access: operation.Value.GetProperty("x-atelier-access").GetString()!);
        var coded = api.Routes
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is "api" or "v1" or "health")
            .Select(route => route.Metadata.GetMetadata<IEndpointNameMetadata>().ShouldNotBeNull(route.RoutePattern.RawText).EndpointName).ToList();
        var table = AccessTable.Rules.ToDictionary(rule => rule.Key, rule => Wire.Name(rule.Value));

        // A path with two methods is two operations of one route.
        documented.DistinctBy(operation => operation.Name).ToDictionary(operation => operation.Name, operation => operation.Access).ShouldBe(table, ignoreOrder: true);
        coded.Distinct().Order().ShouldBe(table.Keys.Order());
        TestCounts.Report($"routes: {coded.Distinct().Count()} in code, {documented.DistinctBy(operation => operation.Name).Count()} in OpenAPI, {table.Count} in the authorisation table");
    }

    [Fact]
    public async Task Every_operation_is_described_and_says_who_may_call_it()
    {
        var document = await DocumentAsync();
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("scheme").GetString().ShouldBe("bearer");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var name = $"{operation.Name} {path.Name}";
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(name);
                operation.Value.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(name);
                operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrWhiteSpace(name);
                operation.Value.GetProperty("tags").GetArrayLength().ShouldBe(1, name);
                // The address of a picture carries its own permission.
                var signsIn = name == "post /api/v1/session";
                var secured = operation.Value.GetProperty("x-atelier-access").GetString() != "anyone";
                operation.Value.TryGetProperty("security", out _).ShouldBe(secured, name);
                operation.Value.GetProperty("responses").TryGetProperty("401", out _).ShouldBe(secured || signsIn, name);
                operation.Value.GetProperty("responses").TryGetProperty("403", out _).ShouldBe(secured, name);
            }
        }
    }

    [Fact]
    public async Task The_document_describes_bodies_queries_and_headers()
    {
        var create = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/v1/generations").GetProperty("post");
        create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetRawText()
            .ShouldContain("GenerationRequest");
        create.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .ShouldBe(["Idempotency-Key", "Prefer"], ignoreOrder: true);
        create.GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldContain("202");
        create.GetProperty("responses").GetProperty("402").GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue();

        var list = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/v1/generations").GetProperty("get");
        list.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .ShouldBe(["status", "model", "modality", "q", "since", "limit", "cursor"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_documents_names_are_those_on_the_wire()
    {
        var schema = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("GenerationRequest");
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)
            .ShouldBe(["model", "input", "metadata", "webhook", "cache", "max_credits"]);
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["model", "input"]);
    }

    [Fact]
    public void Every_record_on_the_wire_has_a_generated_serializer()
    {
        var types = api.Routes
            .Where(route => route.RoutePattern.RawText!.Contains("api/v1", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.OfType<IProducesResponseTypeMetadata>().Select(metadata => metadata.Type)
                .Concat(route.Metadata.OfType<IAcceptsMetadata>().Select(metadata => metadata.RequestType)))
            .OfType<Type>().Where(type => type != typeof(void) && type != typeof(Stream)).Distinct().ToList();
        types.Count.ShouldBeGreaterThan(20);
        types.ShouldAllBe(type => ApiJsonContext.Default.GetTypeInfo(type) != null);
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        using var client = api.Client(null);
        using var page = await client.GetAsync("/docs", TestContext.Current.CancellationToken);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ForeignAddress().Matches(html).Select(match => match.Value).ShouldBeEmpty();
        foreach (Match source in Source().Matches(html))
        {
            var address = new Uri(page.RequestMessage!.RequestUri!, source.Groups[1].Value);
            using var script = await client.GetAsync(address, TestContext.Current.CancellationToken);
            script.StatusCode.ShouldBe(HttpStatusCode.OK, address.ToString());
        }
    }

    [Fact]
    public async Task The_first_page_says_where_to_go()
    {
        using var client = api.Client(null);
        using var page = await client.GetAsync("/", TestContext.Current.CancellationToken);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (Match link in Link().Matches(html))
        {
            using var answer = await client.GetAsync(link.Groups[1].Value, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, link.Value);
        }
    }

    [Fact]
    public async Task Readiness_follows_the_store()
    {
        using var client = api.Client(null);
        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        try
        {
            api.Files.Outage = "the disk is full";
            using var away = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await away.ReadJsonAsync()).GetRawText().ShouldBe("""{"status":"unavailable","checks":[{"name":"store","status":"unavailable","message":"the disk is full"}]}""");
            using var live = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            api.Files.Outage = null;
        }
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var client = api.Client(null);
        using var answer = await client.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    [GeneratedRegex("""(?:https?:)?//[a-z0-9-]+\.[a-z0-9.-]+""")]
    private static partial Regex ForeignAddress();

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Source();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
