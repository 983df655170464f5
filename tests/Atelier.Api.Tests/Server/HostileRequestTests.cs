using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Atelier.Api.Json;
using Atelier.Api.Requests;
using Atelier.Services.Catalogue;
using Atelier.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>
/// Every route of the running server with values in every place that readers stumble over: whatever comes, the answer is in the API's shape and
/// never a fault of ours.
/// </summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string JsonType = "application/json";

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private readonly SortedDictionary<int, int> statuses = [];
    private RunningServer server = null!;
    private HttpClient live = null!;
    private HttpClient test = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await ServerFixture.StartAsync(folder.Path);
        (live, test) = (server.Client(RunningServer.LiveKey), server.Client(RunningServer.TestKey));
    }

    public async ValueTask DisposeAsync()
    {
        live.Dispose();
        test.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task No_id_query_or_header_is_a_fault_of_ours_on_any_route()
    {
        await ForAllAsync(Routes(), async route =>
        {
            if (route.Pattern.Contains('{', StringComparison.Ordinal))
            {
                foreach (var segment in HostileValues.For(HostileValues.Segments, route.Name))
                {
                    await SendAsync(route, route.Path(segment), null);
                }
            }

            foreach (var name in route.Parameters.Append("unknown"))
            {
                foreach (var value in HostileValues.For(HostileValues.Queries, route.Name + name))
                {
                    await SendAsync(route, $"{route.Path("none")}?{name}={value}", null);
                }
            }

            foreach (var (name, value) in HostileValues.For(HostileValues.Headers, route.Name))
            {
                await SendAsync(route, route.Path("none"), null, (name, value));
            }
        });
        Judge("ids, queries and headers", Routes().Count());
    }

    [Fact]
    public async Task No_body_is_a_fault_of_ours_on_any_route_that_takes_one()
    {
        var routes = Routes().Where(route => route.Takes is not null).ToList();
        await ForAllAsync(routes, async route =>
        {
            foreach (var body in HostileValues.Bodies)
            {
                await SendAsync(route, route.Path("none"), Content(body, JsonType));
            }

            foreach (var type in HostileValues.ContentTypes)
            {
                await SendAsync(route, route.Path("none"), Content("{\"model\":\"none\"}"u8.ToArray(), type));
            }

            var (sample, members) = BodyOf(route);
            foreach (var member in members)
            {
                foreach (var value in HostileValues.For(HostileValues.Json, route.Name + member))
                {
                    await SendAsync(route, route.Path("none"), Content(Encoding.UTF8.GetBytes(HostileValues.With(sample, member, value)), JsonType));
                }
            }
        });
        Judge("bodies", routes.Count);
    }

    [Fact]
    public async Task No_value_of_any_input_of_any_model_is_a_fault_of_ours()
    {
        var quote = Routes().Single(route => route.Name == "createQuote");
        var models = server.Services.GetRequiredService<IModelCatalogue>().Models;
        await ForAllAsync(models, async model =>
        {
            foreach (var member in ((JsonObject)JsonNode.Parse(model.InputSchema.GetRawText())!)["properties"]!.AsObject().Select(property => property.Key))
            {
                foreach (var value in HostileValues.For(HostileValues.Json, model.Id + member))
                {
                    var input = HostileValues.With(new JsonObject { ["prompt"] = "x" }, member, value);
                    await SendAsync(quote, quote.Pattern, Content(Encoding.UTF8.GetBytes($"{{\"model\":\"{model.Id}\",\"input\":{input}}}"), JsonType));
                }
            }
        });
        Judge("inputs of models", models.Count);
    }

    private static ByteArrayContent Content(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    private static Task ForAllAsync<T>(IEnumerable<T> items, Func<T, Task> act) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, async (item, _) => await act(item));

    /// <summary>The members of a route's body, and one that has the required ones.</summary>
    private static (JsonObject Sample, IReadOnlyList<string> Members) BodyOf(Route route)
    {
        if (ApiJsonContext.Default.GetTypeInfo(route.Takes!) is { } type && route.Takes != typeof(Stream))
        {
            return (HostileValues.Sample(type), [.. type.Properties.Select(property => property.Name)]);
        }

        var sample = new JsonObject
        {
            ["model"] = route.Name switch
            {
                "openAiChat" => "openai/gpt-5.4-mini",
                "openAiEmbed" => "openai/text-embedding-3-small",
                "openAiCreateSpeech" => "openai/tts-1",
                "openAiCreateVideo" => "runway/gen4.5",
                _ => "openai/gpt-image-2",
            },
        };
        string[] members =
        [
            "model", "prompt", "n", "size", "quality", "response_format", "stream", "background", "output_format", "user", "seed", "seconds", "input_reference", "images", "mask",
            "messages", "tools", "tool_choice", "temperature", "max_tokens", "stop", "stream_options", "logit_bias", "metadata", "input", "dimensions", "encoding_format", "voice",
            "speed", "instructions", "extra_body", "input_schema",
        ];
        return (sample, members);
    }

    private IEnumerable<Route> Routes() =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !pattern.StartsWith("/docs", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Route(
            method, pattern, endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? pattern,
            [.. endpoint.Metadata.OfType<QueryParameters>().SelectMany(all => all.Parameters).Select(parameter => parameter.Name)],
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType);

    private async Task SendAsync(Route route, string path, HttpContent? content, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(route.Method), new Uri(server.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = content;
        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        var client = path.StartsWith("/api/v1/admin", StringComparison.Ordinal) ? live : test;
        var what = $"{route.Method} {path[..Math.Min(path.Length, 200)]} {header} {(content is null ? "" : await StartAsync(content))}";
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            await CheckAsync(route, what, answer);
        }
        catch (HttpRequestException exception) when (header is not null && exception.InnerException is not System.Net.Sockets.SocketException)
        {
            // What the client itself will not send.
            Count(0);
        }
    }

    private static async Task<string> StartAsync(HttpContent content) =>
        await content.ReadAsByteArrayAsync(Cancel) is var bytes ? Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 300)) : "";

    private async Task CheckAsync(Route route, string what, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        Count(status);
        if (status < 400)
        {
            return;
        }

        var body = await answer.Content.ReadAsStringAsync(Cancel);
        if (status is >= 500 and not 503 || (status == 503 && !body.Contains("vendor_not_configured", StringComparison.Ordinal)))
        {
            wrong.Enqueue($"{what}: {status} {body}");
        }
        else if (body.Length > 0 && answer.Headers.Contains("X-Request-Id") && !HasShape(route, answer.Content.Headers.ContentType, body))
        {
            wrong.Enqueue($"{what}: {status} in another shape: {answer.Content.Headers.ContentType} {body}");
        }
    }

    private static bool HasShape(Route route, MediaTypeHeaderValue? type, string body) => route.Pattern switch
    {
        // The framework's own route, in its own words.
        "/openapi/{documentName}.json" => type?.MediaType == "text/plain",
        _ when route.Pattern.StartsWith("/v1", StringComparison.Ordinal) => type?.MediaType == JsonType && JsonNode.Parse(body)!["error"]!["message"] is not null,
        _ => type?.MediaType == "application/problem+json" && JsonNode.Parse(body)!["code"] is not null,
    };

    private void Count(int status)
    {
        lock (statuses)
        {
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
    }

    private void Judge(string what, int places)
    {
        TestCounts.Report(
            $"hostile {what}: {statuses.Values.Sum()} requests on {places} routes or models, answered {string.Join(", ", statuses.Select(one => $"{one.Value} x {one.Key}"))}, {wrong.Count} wrong");
        wrong.Take(40).ShouldBeEmpty($"{wrong.Count} wrong");
        statuses.Values.Sum().ShouldBeGreaterThan(1_000);
    }

    private sealed record Route(string Method, string Pattern, string Name, IReadOnlyList<string> Parameters, Type? Takes)
    {
        public string Path(string segment) => System.Text.RegularExpressions.Regex.Replace(Pattern, "{[^}]*}", _ => segment);
    }
}
