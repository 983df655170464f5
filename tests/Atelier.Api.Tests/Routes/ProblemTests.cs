using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Atelier.Services.Artifacts;
using Microsoft.Extensions.Logging;

namespace Atelier.Api.Tests.Routes;

public sealed class ProblemTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Generations = "/api/v1/generations";

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("{\"model\":\"a\",\"model\":\"b\",\"input\":{}}", "invalid_json", null)]
    [InlineData("[]", "wrong_type", null)]
    [InlineData("\"text\"", "wrong_type", null)]
    [InlineData("{\"input\":{}}", "missing", "model")]
    [InlineData("{\"model\":\"stability/core\"}", "missing", "input")]
    [InlineData("{\"model\":null,\"input\":{}}", "wrong_type", "model")]
    [InlineData("{\"model\":7,\"input\":{}}", "wrong_type", "model")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"prompt\":\"x\"}", "unknown_field", "prompt")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"Model\":\"x\"}", "unknown_field", "Model")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"max_credits\":\"1\"}", "wrong_type", "max_credits")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"max_credits\":-1}", "invalid_value", "max_credits")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"max_credits\":0.0000001}", "invalid_value", "max_credits")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"max_credits\":1e300}", "wrong_type", "max_credits")]
    [InlineData("{\"model\":\"stability/core\",\"input\":{},\"webhook\":{\"url\":\"https://example.com\"}}", "not_supported", "webhook")]
    public async Task A_wrong_body_is_refused_by_name(string body, string code, string? field)
    {
        using var client = api.Client();
        using var answer = await client.PostAsync(Generations, ApiFixture.Json(body), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, code, field);
    }

    [Fact]
    public async Task Every_wrong_member_is_listed_at_once()
    {
        using var client = api.Client();
        using var answer = await client.PostAsync(Generations, ApiFixture.Json("""{"size":1,"prompt":2}"""), TestContext.Current.CancellationToken);
        var problem = await answer.ShouldBeProblemAsync(400, "unknown_field", "size");
        problem.GetProperty("problems").EnumerateArray().Select(item => $"{item.GetProperty("field")}:{item.GetProperty("code")}")
            .ShouldBe(["size:unknown_field", "prompt:unknown_field", "model:missing", "input:missing"]);
    }

    [Fact]
    public async Task Too_deep_json_is_refused()
    {
        var deep = new StringBuilder().Insert(0, "{\"a\":", 100).Append('1').Append('}', 100);
        using var client = api.Client();
        using var answer = await client.PostAsync(
            Generations, ApiFixture.Json($$"""{"model":"stability/core","input":{{deep}}}"""), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "invalid_json");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_json_is_refused(string type)
    {
        using var client = api.Client();
        using var body = new StringContent("model=x", Encoding.UTF8, type);
        using var answer = await client.PostAsync(Generations, body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_without_a_type_is_refused()
    {
        using var client = api.Client();
        using var body = new ByteArrayContent("{}"u8.ToArray());
        using var answer = await client.PostAsync(Generations, body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_over_the_limit_of_its_route_is_refused()
    {
        using var client = api.Client("atl_live_olga");
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var body = ApiFixture.Json($$"""{"name":"{{new string('a', 1_100_000)}}"}""");
        using var answer = await client.PostAsync("/api/v1/admin/users", body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(413, "body_too_large");
    }

    [Fact]
    public async Task An_input_may_hold_a_picture_as_data()
    {
        using var client = api.Client();
        using var body = ApiFixture.Json("{\"model\":\"stability/core\",\"input\":{\"image\":\"data:image/png;base64," + new string('A', 3_000_000) + "\"}}");
        using var answer = await client.PostAsync(Generations, body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("/api/v1/generations?stats=queued", "unknown_parameter", "stats")]
    [InlineData("/api/v1/generations?limit=0", "invalid_parameter", "limit")]
    [InlineData("/api/v1/generations?limit=101", "invalid_parameter", "limit")]
    [InlineData("/api/v1/generations?limit=ten", "invalid_parameter", "limit")]
    [InlineData("/api/v1/generations?limit=1&limit=2", "invalid_parameter", "limit")]
    [InlineData("/api/v1/generations?cursor=second", "invalid_parameter", "cursor")]
    [InlineData("/api/v1/account/keys?cursor=key_1", "invalid_parameter", "cursor")]
    [InlineData("/api/v1/generations?status=done", "invalid_parameter", "status")]
    [InlineData("/api/v1/generations?status=queued,done", "invalid_parameter", "status")]
    [InlineData("/api/v1/generations?modality=smell", "invalid_parameter", "modality")]
    [InlineData("/api/v1/generations?since=yesterday", "invalid_parameter", "since")]
    [InlineData("/api/v1/models?modality=smell", "invalid_parameter", "modality")]
    [InlineData("/api/v1/account?verbose=1", "unknown_parameter", "verbose")]
    [InlineData("/api/v1/events?last_event_id=abc", "invalid_event_id", "last_event_id")]
    public async Task A_wrong_query_is_refused_by_name(string path, string code, string field)
    {
        using var client = api.Client();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, code, field);
    }

    [Fact]
    public async Task An_unknown_address_answers_as_every_other_error()
    {
        using var client = api.Client();
        using var answer = await client.GetAsync("/api/v1/pictures", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "route_not_found");
    }

    [Fact]
    public async Task A_wrong_method_answers_as_every_other_error()
    {
        using var client = api.Client();
        using var answer = await client.PutAsync(Generations, ApiFixture.Json("{}"), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(405, "method_not_allowed");
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_fault_of_ours_tells_nothing_about_itself()
    {
        try
        {
            api.Generations.Fault = new InvalidOperationException("secret detail of the inside");
            using var client = api.Client();
            using var answer = await client.PostAsync(
                Generations, ApiFixture.Json("""{"model":"stability/core","input":{}}"""), TestContext.Current.CancellationToken);
            await answer.ShouldBeProblemAsync(500, "internal_error");
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("secret");

            var logged = api.Logs.GetSnapshot()
                .Where(line => line.Level >= LogLevel.Error && line.Message.Contains("/generations", StringComparison.Ordinal)).ShouldHaveSingleItem();
            logged.Exception.ShouldBe(api.Generations.Fault);
            logged.Message.ShouldContain(answer.Headers.GetValues("X-Request-Id").Single());
        }
        finally
        {
            api.Generations.Fault = null;
        }
    }

    [Fact]
    public async Task A_caller_who_hangs_up_is_no_fault()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        var head = Encoding.ASCII.GetBytes(
            "POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer atl_test_alice\r\nContent-Length: 1000\r\n\r\nhalf");
        await socket.GetStream().WriteAsync(head, TestContext.Current.CancellationToken);
        socket.Client.LingerState = new LingerOption(true, 0);
        socket.Close();

        await api.WaitForEndOfAsync("/api/v1/uploads", TestContext.Current.CancellationToken);
        api.Logs.GetSnapshot().Where(line => line.Level >= LogLevel.Error && line.Message.Contains("/uploads", StringComparison.Ordinal))
            .Select(line => line.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_passing_condition()
    {
        try
        {
            api.Generations.Fault = new StoreUnavailableException("disk /secret is full");
            using var client = api.Client();
            using var answer = await client.PostAsync(
                Generations, ApiFixture.Json("""{"model":"stability/core","input":{}}"""), TestContext.Current.CancellationToken);
            var problem = await answer.ShouldBeProblemAsync(503, "storage_unavailable");
            problem.GetProperty("retry_after").GetInt32().ShouldBe(5);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }
        finally
        {
            api.Generations.Fault = null;
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/account")]
    public async Task Every_answer_names_its_request(string path)
    {
        using var client = api.Client(null);
        using var first = await client.GetAsync(path, TestContext.Current.CancellationToken);
        using var second = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var id = first.Headers.GetValues("X-Request-Id").Single();
        id.ShouldStartWith("req_");
        id.ShouldNotBe(second.Headers.GetValues("X-Request-Id").Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_malformed_idempotency_key_is_refused(string key)
    {
        using var client = api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Generations);
        request.Content = ApiFixture.Json("""{"model":"stability/core","input":{}}""");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "invalid_idempotency_key", "Idempotency-Key");
    }

    [Fact]
    public async Task An_unknown_model_names_the_field()
    {
        using var client = api.Client();
        using var answer = await client.PostAsync(Generations, ApiFixture.Json("""{"model":"x","input":{}}"""), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "model_not_found", "model");
    }

    [Fact]
    public async Task Problems_are_never_cached()
    {
        using var client = api.Client();
        using var answer = await client.GetAsync("/api/v1/generations/none", TestContext.Current.CancellationToken);
        answer.Headers.CacheControl.ShouldBe(new CacheControlHeaderValue { NoStore = true });
    }
}
