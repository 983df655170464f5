using System.Net;
using System.Text;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.Runway;

public sealed class ProtocolTests
{
    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [Fact]
    public async Task Checks_run_in_the_order_key_version_json_schema()
    {
        await using var api = await RunwayApi.StartAsync();

        async Task<(HttpStatusCode, string)> PostAsync(string? key, string? version, string body)
        {
            using var http = api.Caller(key, version);
            using var response = await http.PostAsync("v1/image_to_video", Json(body), RunwayApi.Cancellation);
            return (response.StatusCode, (await RunwayApi.ReadAsync(response)).GetProperty("error").GetString()!);
        }

        (await PostAsync(null, null, "{")).Item1.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("key_invalid", null, "{")).Item1.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(RunwayApi.Key, null, "{")).ShouldBe((HttpStatusCode.BadRequest, "The X-Runway-Version header is required."));
        (await PostAsync(RunwayApi.Key, "2024-09-13", "{")).ShouldBe(
            (HttpStatusCode.BadRequest, "The X-Runway-Version header names no supported version."));
        (await PostAsync(RunwayApi.Key, "2024-11-06", "{")).ShouldBe((HttpStatusCode.BadRequest, "The request body is not valid JSON."));
        (await PostAsync(RunwayApi.Key, "2024-11-06", "[]")).ShouldBe((HttpStatusCode.BadRequest, "Validation of body failed"));
    }

    [Fact]
    public async Task Only_real_looking_keys_pass_when_the_format_is_required()
    {
        await using var api = await RunwayApi.StartAsync(options => options.Runway.RequireKeyFormat = true);

        using var real = api.Caller($"key_{new string('0', 128)}");
        using var accepted = await real.GetAsync("v1/organization", RunwayApi.Cancellation);
        using var refused = await api.Http.GetAsync("v1/organization", RunwayApi.Cancellation);

        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Unknown_path_gives_the_page_of_the_web_framework()
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.Http.PostAsync("v1/generations", Json("{}"), RunwayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await response.Content.ReadAsStringAsync(RunwayApi.Cancellation)).ShouldContain("Cannot POST /v1/generations");
    }

    [Theory]
    [InlineData("GET", "v1/image_to_video", "POST")]
    [InlineData("POST", "v1/tasks/1", "GET, DELETE")]
    [InlineData("GET", "v1/organization/usage", "POST")]
    public async Task Wrong_method_is_405(string method, string path, string allowed)
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), RunwayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(allowed.Split(", "));
    }

    [Theory]
    [InlineData(FaultKind.Status, 500, 500)]
    [InlineData(FaultKind.Status, 503, 503)]
    [InlineData(FaultKind.Status, 401, 401)]
    [InlineData(FaultKind.RateLimited, null, 429)]
    public async Task Scripted_error_wears_the_vendors_envelope(FaultKind kind, int? status, int expected)
    {
        await using var api = await RunwayApi.StartAsync();
        api.Simulators.Faults.Add("runway", "submit", new Fault { Kind = kind, Status = status, RetryAfter = 7 }, times: 1);

        using var response = await api.PostAsync("image_to_video", Bodies.Valid("image_to_video", "gen4_turbo"));

        ((int)response.StatusCode).ShouldBe(expected);
        (await RunwayApi.ReadAsync(response)).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        api.Simulators.Calls.Billed("runway").ShouldBe(0);
    }

    [Fact]
    public async Task Every_accepted_post_is_a_purchase_of_its_own()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("image_to_video", "gen4_turbo");

        var first = await api.CreateAsync(body: body);
        var second = await api.CreateAsync(body: body);

        first.Id.ShouldNotBe(second.Id);
        api.Simulators.Calls.Billed("runway").ShouldBe(2);
        api.Simulators.Calls.List("runway", "submit").ShouldAllBe(call => call.Billed && call.Price == 50 && call.Model == "gen4_turbo");
    }

    [Fact]
    public async Task Accepted_but_dropped_post_is_charged()
    {
        await using var api = await RunwayApi.StartAsync();
        api.Simulators.Faults.Add("runway", "submit", new Fault { Kind = FaultKind.ResetAfterBody }, times: 1);

        await Should.ThrowAsync<HttpRequestException>(() => api.PostAsync("image_to_video", Bodies.Valid("image_to_video", "gen4_turbo")));

        api.Simulators.Calls.Billed("runway").ShouldBe(1);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - 50);
    }
}
