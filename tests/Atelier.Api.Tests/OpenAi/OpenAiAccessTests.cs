using System.Net;
using System.Text.Json;
using Atelier.Api.OpenAi;
using Atelier.Services;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Tests.OpenAi;

public sealed class OpenAiAccessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Every_route_but_signed_addresses_refuses_a_caller_without_a_key()
    {
        using var stranger = api.Client(null);
        var routes = (
            from route in api.Routes
            let path = "/" + route.RoutePattern.RawText!.Trim('/')
            where path.StartsWith("/v1/", StringComparison.Ordinal) && path != "/v1/artifacts/{id}/content"
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select (Method: new HttpMethod(method), Path: path.Replace("{**id}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal))).ToList();
        routes.Count.ShouldBe(17);
        foreach (var (method, path) in routes)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            if (method != HttpMethod.Head)
            {
                (await ErrorOf(answer)).GetProperty("code").ValueKind.ShouldBe(JsonValueKind.Null);
            }
        }
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "Invalid URL (GET /v1/nothing)")]
    [InlineData("POST", "/v1/responses", 404, "Invalid URL (POST /v1/responses). The Responses API is not served here: use chat completions (POST "
        + "/v1/chat/completions; with Vercel's AI SDK openai.chat('model') instead of openai('model'), or @ai-sdk/openai-compatible).")]
    [InlineData("GET", "/v1/images/generations", 405, "Invalid method for URL (GET /v1/images/generations)")]
    public async Task An_unknown_address_is_told_in_the_envelope(string method, string path, int status, string message)
    {
        using var client = api.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status);
        (await ErrorOf(answer)).GetProperty("message").GetString().ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"model":"stability/core"}""", "missing_required_parameter", "prompt")]
    [InlineData("""{"prompt":"x"}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"stability/core","prompt":"x","size":"1024x1024"}""", "unsupported_parameter", "size")]
    [InlineData("""{"model":"stability/core","prompt":"x","response_format":"gif"}""", "invalid_value", "response_format")]
    [InlineData("""{"model":"stability/core","prompt":"x","background":"transparent"}""", "unsupported_parameter", "background")]
    [InlineData("""{"model":"stability/core","prompt":"x","stream":"maybe"}""", "invalid_type", "stream")]
    [InlineData("""{"model":"stability/core","prompt":"x","stream":true,"partial_images":4}""", "invalid_value", "partial_images")]
    [InlineData("""{"model":"stability/core","prompt":"x","frame_count":4}""", "unsupported_parameter", "frame_count")]
    [InlineData("[]", "invalid_type", null)]
    [InlineData("{", "invalid_json", null)]
    public async Task A_bad_request_names_its_parameter(string body, string code, string? parameter)
    {
        using var client = api.Client();
        using var answer = await client.PostAsync("/v1/images/generations", ApiFixture.Json(body), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await ErrorOf(answer);
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("param").GetString().ShouldBe(parameter);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        answer.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_server_error_that_may_be_repeated()
    {
        using var client = api.Client();
        try
        {
            api.Generations.Fault = new InvalidOperationException("secret detail");
            using var answer = await client.PostAsync(
                "/v1/images/generations", ApiFixture.Json("""{"model":"stability/core","prompt":"x"}"""), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            var error = await ErrorOf(answer);
            error.GetProperty("type").GetString().ShouldBe("server_error");
            error.GetRawText().ShouldNotContain("secret detail");
        }
        finally
        {
            api.Generations.Fault = null;
        }
    }

    [Fact]
    public async Task A_signed_address_works_without_a_key_until_it_ends()
    {
        var artifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, [1, 2, 3], "image/png");
        using var stranger = api.Client(null);
        var expires = api.Time.GetUtcNow().ToUnixTimeSeconds() + 60;
        var path = $"/v1/artifacts/{artifact.Id}/content?expires={expires}&signature={api.Files.Sign(artifact, expires)}";
        (await stranger.GetByteArrayAsync(path, TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
        using var forged = await stranger.GetAsync(path + "0", TestContext.Current.CancellationToken);
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorOf(forged)).GetProperty("code").GetString().ShouldBe("artifact_not_found");
    }

    [Theory]
    [InlineData(0.2, "200ms")]
    [InlineData(1, "1s")]
    [InlineData(360, "6m0s")]
    public void Durations_are_written_as_openai_writes_them(double seconds, string text) =>
        RateLimitHeaders.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    internal static async Task<JsonElement> ErrorOf(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        answer.Headers.GetValues("x-request-id").Single().ShouldStartWith("req_");
        var body = await answer.ReadJsonAsync();
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["error"]);
        var error = body.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).ShouldBe(["message", "type", "param", "code"]);
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        return error;
    }
}
