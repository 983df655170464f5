using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed partial class EnvelopeTests
{
    private const string Chat = """{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"hello"}]}""";

    [Theory]
    [InlineData(null, "no key provided")]
    [InlineData("sk-invalid", "Invalid token")]
    public async Task Call_without_a_good_key_is_401_and_names_its_request(string? key, string message)
    {
        await using var api = await GatewayApi.StartAsync();
        using var caller = api.Caller(key);

        using var response = await caller.GetAsync("dashboard/billing/remain", GatewayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var id = response.Headers.GetValues("X-Request-Id").ShouldHaveSingleItem();
        Tid().IsMatch(id).ShouldBeTrue();
        var error = (await GatewayApi.ReadAsync(response)).GetProperty("error");
        error.GetProperty("message").GetString().ShouldBe($"{message} (tid: {id})");
        error.GetProperty("type").GetString().ShouldBe("Aihubmix_api_error");
    }

    [Theory]
    [InlineData("v1/models")]
    [InlineData("api/v1/models")]
    [InlineData("api/status")]
    public async Task Catalogue_needs_no_key(string path)
    {
        await using var api = await GatewayApi.StartAsync();
        using var caller = api.Caller(null);

        using var response = await caller.GetAsync(path, GatewayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("X-Request-Id").ShouldBeTrue();
    }

    public static TheoryData<FaultKind, int?, string?, int, string, string?> Scripted => new()
    {
        { FaultKind.Status, 400, "400", 400, "Upstream request failed", "400" },
        { FaultKind.Status, 400, "balance", 400, "balance is insufficient", null },
        { FaultKind.Status, 401, null, 401, "Invalid token", null },
        { FaultKind.Status, 401, "quota", 401, "This token's quota has been exhausted", null },
        { FaultKind.Status, 403, null, 403, "Your account balance is insufficient", "insufficient_user_quota" },
        { FaultKind.Status, 403, "suspended", 403, "suspended", null },
        { FaultKind.RateLimited, null, null, 429, "The gpt-5.4-mini model Too many requests", null },
        { FaultKind.Status, 500, null, 500, "new request failed", null },
        { FaultKind.Status, 500, "no_valid_channel_error", 500, "no_valid_channel_error", null },
        { FaultKind.Status, 503, null, 503, "Rate limited by provider", null },
        { FaultKind.Status, 503, "model", 503, "Incorrect model ID", null },
        { FaultKind.Error200, null, null, 200, "no_valid_channel_error", null },
        { FaultKind.ContentRefused, null, null, 400, "safety system", "content_policy_violation" },
    };

    [Theory]
    [MemberData(nameof(Scripted))]
    public async Task Scripted_error_has_the_text_seen_with_its_status(
        FaultKind kind, int? status, string? code, int expected, string message, string? expectedCode)
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "chat", new Fault { Kind = kind, Status = status, Code = code }, times: 1);

        using var response = await api.PostAsync("v1/chat/completions", Chat);
        var refusal = await api.RefusalAsync(response);

        refusal.Status.ShouldBe(expected);
        refusal.Message.ShouldContain(message);
        refusal.Message.ShouldMatch(@"\(tid: \d{26}\)$");
        refusal.Code.ShouldBe(expectedCode);
    }

    [Fact]
    public async Task Numeric_code_comes_as_a_number_with_an_empty_type()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "chat", new Fault { Kind = FaultKind.Status, Status = 400, Code = "400" }, times: 1);

        using var response = await api.PostAsync("v1/chat/completions", Chat);

        var error = (await GatewayApi.ReadAsync(response)).GetProperty("error");
        error.GetProperty("code").ValueKind.ShouldBe(JsonValueKind.Number);
        error.GetProperty("type").GetString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_model_is_a_500_wrapped_in_an_outer_type()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync("v1/chat/completions", Chat.Replace("gpt-5.4-mini", "nonsense", StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var body = await GatewayApi.ReadAsync(response);
        body.GetProperty("type").GetString().ShouldBe("error");
        body.GetProperty("error").GetProperty("message").GetString().ShouldStartWith("no_valid_channel_error (tid: ");
    }

    [Fact]
    public async Task Unknown_path_is_a_404_that_names_it()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync("v1/images/dreams", "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GatewayApi.ReadAsync(response)).GetProperty("error").GetProperty("message").GetString().ShouldStartWith(
            "Invalid URL (POST /v1/images/dreams)");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Body_that_is_no_object_is_a_400(string body)
    {
        await using var api = await GatewayApi.StartAsync();

        (await api.RefusalAsync(await api.PostAsync("v1/chat/completions", body))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Attribution_header_is_in_the_call_log()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Http.DefaultRequestHeaders.Add("APP-Code", "ABCD1234");

        await api.AnswerAsync("v1/chat/completions", Chat);

        api.Simulators.Calls.List("aihubmix", "chat").ShouldHaveSingleItem().Headers["app-code"].ShouldBe("ABCD1234");
    }

    [GeneratedRegex(@"^\d{26}$")]
    private static partial Regex Tid();
}
