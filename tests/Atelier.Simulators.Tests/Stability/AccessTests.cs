using System.Net;
using System.Text.Json;
using Atelier.Simulators.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>Keys, request limit, unknown paths and the two envelopes.</summary>
public sealed class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1/user/balance", null, "message", "missing authorization header")]
    [InlineData("v1/nothing/here", null, "message", "missing authorization header")]
    [InlineData("v1/user/balance", "Bearer sk-invalid-key-12345678", "message",
        "Incorrect API key provided: sk-inva************5678. You can find your API key at https://stability.ai.")]
    [InlineData("v2beta/results/1", null, "errors", "authorization: invalid or missing header value")]
    [InlineData("v2beta/results/1", "Bearer ", "errors", "authorization: invalid or missing header value")]
    [InlineData("v2beta/nothing", "invalid", "errors", "authorization: invalid or missing header value")]
    public async Task Key_is_checked_before_the_path_in_the_envelope_of_the_version(string path, string? authorization, string field, string text)
    {
        await using var vendor = await Vendor.StabilityAsync();
        using var http = new HttpClient { BaseAddress = vendor.Http.BaseAddress };
        if (authorization is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await http.GetAsync(path, Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("unauthorized");
        var value = error.GetProperty(field);
        (value.ValueKind == JsonValueKind.Array ? value[0] : value).GetString().ShouldBe(text);
    }

    [Theory]
    [InlineData("Bearer sk-good")]
    [InlineData("sk-good")]
    [InlineData("bearer sk-good")]
    public async Task Key_is_accepted_with_or_without_the_scheme(string authorization)
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { ApiKeys = new HashSet<string> { "sk-good" } });
        using var http = new HttpClient { BaseAddress = vendor.Http.BaseAddress };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        (await http.GetAsync("v1/user/balance", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Key_outside_the_configured_set_is_refused()
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { ApiKeys = new HashSet<string> { "sk-good" } }, key: "sk-other");

        (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Errors_have_alphabetical_keys_and_v2beta_repeats_the_id_as_request_id()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var v1 = await vendor.GetAsync("v1/nothing");
        using var v2 = await vendor.GetAsync("v2beta/nothing");

        var first = await Vendor.BodyAsync(v1);
        first.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "message", "name"]);
        var second = await Vendor.BodyAsync(v2);
        second.EnumerateObject().Select(member => member.Name).ShouldBe(["errors", "id", "name"]);
        v2.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        second.GetProperty("id").GetString().ShouldBe(v2.Headers.GetValues("x-request-id").Single());
        second.GetProperty("id").GetString()!.ShouldMatch("^[0-9a-f]{32}$");
        v1.Headers.Contains("x-request-id").ShouldBeFalse();
    }

    [Fact]
    public async Task Wrong_method_is_not_found()
    {
        await using var vendor = await Vendor.StabilityAsync();

        (await vendor.GetAsync("v2beta/stable-image/generate/core")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task More_than_150_requests_in_ten_seconds_shut_the_key_out_for_a_minute()
    {
        var time = new FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { EnforceRateLimits = true }, time);
        using var other = vendor.As("sk-other");
        for (var call = 0; call < 150; call++)
        {
            (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await vendor.GetAsync("v2beta/results/1");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await Vendor.BodyAsync(refused)).GetProperty("name").GetString().ShouldBe("rate_limit_exceeded");
        refused.Headers.RetryAfter.ShouldBeNull();
        (await other.GetAsync("v1/user/balance", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromSeconds(59));
        (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        time.Advance(TimeSpan.FromSeconds(2));
        (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Requests_spread_over_time_are_never_limited()
    {
        var time = new FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { EnforceRateLimits = true }, time);
        for (var call = 0; call < 320; call++)
        {
            (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.OK);
            time.Advance(TimeSpan.FromMilliseconds(70));
        }
    }
}
