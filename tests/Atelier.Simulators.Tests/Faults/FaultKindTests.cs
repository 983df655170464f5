using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Faults;

/// <summary>Each kind of fault as a caller sees it over a real connection, and whether the work was bought.</summary>
public sealed class FaultKindTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_answers_in_the_vendors_envelope_and_buys_nothing()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.Status, Status = 503 });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Vendor.BodyAsync(response)).GetProperty("errors").GetArrayLength().ShouldBe(1);
        vendor.Simulators.Calls.Billed("stability").ShouldBe(0);
    }

    [Fact]
    public async Task Status_can_carry_any_body_and_headers()
    {
        await using var vendor = await Vendor.StabilityAsync();
        await ScriptAsync(vendor, """{"fault":{"kind":"status","status":418,"body":{"odd":[1]},"headers":{"X-Odd":"yes"}}}""");

        using var response = await vendor.BuyAsync();

        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.GetValues("X-Odd").ShouldBe(["yes"]);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("""{"odd":[1]}""");
    }

    [Fact]
    public async Task Status_after_acceptance_buys_although_the_caller_is_told_otherwise()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.Status, Status = 500, Accepted = true });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("internal_error");
        vendor.Simulators.Calls.Billed("stability").ShouldBe(1);
    }

    [Fact]
    public async Task Failing_work_is_an_unpaid_error_when_the_answer_is_synchronous()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.TaskFailed });

        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Fact]
    public async Task Never_ending_work_is_paid_and_hangs_when_the_answer_is_synchronous()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.NeverFinish });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var pending = vendor.Http.PostAsync("v2beta/stable-image/generate/core", Vendor.Form(("prompt", "x")), patience.Token);
        await vendor.Simulators.Calls.WaitUntilAsync(calls => calls.Billed() == 1, Token);
        pending.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pending);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Timeout_never_answers(bool accepted, int bought)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.Timeout, Accepted = accepted });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var pending = vendor.Http.PostAsync("v2beta/stable-image/generate/core", Vendor.Form(("prompt", "x")), patience.Token);
        await vendor.Simulators.Calls.WaitUntilAsync(calls => calls.Count == 1 && calls.Billed() == bought, Token);
        pending.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pending);
        vendor.Simulators.Calls.List().ShouldHaveSingleItem().Status.ShouldBeNull();
    }

    [Fact]
    public async Task Hanging_calls_do_not_hold_up_the_end_of_the_host()
    {
        var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.Timeout });
        var pending = vendor.GetAsync("v1/user/balance");
        await vendor.Simulators.Calls.WaitUntilAsync(calls => calls.Count == 1, Token);

        var stopping = Stopwatch.StartNew();
        await vendor.Host.DisposeAsync();

        stopping.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await Should.ThrowAsync<HttpRequestException>(pending);
        vendor.Http.Dispose();
        vendor.Control.Dispose();
    }

    [Theory]
    [InlineData(FaultKind.ResetBeforeBody, 0)]
    [InlineData(FaultKind.ResetAfterBody, 1)]
    public async Task Reset_drops_the_connection_and_only_the_late_one_buys(FaultKind kind, int bought)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = kind }, times: 1);

        await Should.ThrowAsync<HttpRequestException>(() => vendor.BuyAsync());

        var call = vendor.Simulators.Calls.List(operation: "submit").ShouldHaveSingleItem();
        call.Fault.ShouldBe(kind);
        call.Status.ShouldBeNull();
        call.Billed.ShouldBe(bought == 1);
        (call.BodySha256 is null).ShouldBe(kind == FaultKind.ResetBeforeBody);
        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Malformed_body_is_complete_http_with_json_that_does_not_parse()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.MalformedBody });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await response.Content.ReadAsStringAsync(Token);
        Should.Throw<JsonException>(() => JsonDocument.Parse(text));
        vendor.Simulators.Calls.Billed().ShouldBe(1);
    }

    [Fact]
    public async Task Malformed_media_does_not_decode()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.MalformedBody });

        using var response = await vendor.BuyAsync(accept: "image/*");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        using var codec = SKCodec.Create(new MemoryStream(await response.Content.ReadAsByteArrayAsync(Token)));
        codec.ShouldBeNull();
    }

    [Fact]
    public async Task Truncated_body_breaks_off_half_way()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.TruncatedBody });
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2beta/stable-image/generate/core") { Content = Vendor.Form(("prompt", "x")) };

        using var response = await vendor.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var announced = response.Content.Headers.ContentLength;
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        var received = new MemoryStream();
        await Should.ThrowAsync<IOException>(() => body.CopyToAsync(received, Token));

        received.Length.ShouldBeLessThan(announced!.Value);
    }

    [Fact]
    public async Task Slow_drip_sends_the_whole_answer_in_the_end()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.SlowDrip, DelayMs = 10 });

        var elapsed = Stopwatch.StartNew();
        using var response = await vendor.GetAsync("v1/engines/list");
        var engines = await Vendor.BodyAsync(response);

        engines.GetArrayLength().ShouldBe(1);
        elapsed.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(null)]
    public async Task Rate_limit_answers_429_and_announces_a_wait_only_when_asked(int? seconds)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.RateLimited, RetryAfter = seconds });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter?.Delta?.TotalSeconds.ShouldBe(seconds!.Value);
        (response.Headers.RetryAfter is null).ShouldBe(seconds is null);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("rate_limit_exceeded");
    }

    [Fact]
    public async Task Refused_content_strikes_submissions_only()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.ContentRefused });

        (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("content_moderation");
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Fact]
    public async Task Refused_content_with_status_200_delivers_a_filtered_result()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.ContentRefused, Status = 200 });

        using var response = await vendor.BuyAsync();

        (await Vendor.BodyAsync(response)).GetProperty("finish_reason").GetString().ShouldBe("CONTENT_FILTERED");
        vendor.Simulators.Calls.Billed().ShouldBe(1);
    }

    [Fact]
    public async Task Html_error_comes_from_an_edge_proxy()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.HtmlError });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("502 Bad Gateway");
    }

    [Fact]
    public async Task Error_200_is_an_error_in_a_success()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.Error200 });

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Vendor.BodyAsync(response)).TryGetProperty("errors", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Empty_result_is_a_success_with_nothing_in_it()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.EmptyResult });

        (await Vendor.BodyAsync(await vendor.BuyAsync())).GetProperty("image").GetString().ShouldBe("");
        using var v1 = await vendor.PostAsync(
            "v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image", Vendor.Json(new { text_prompts = new[] { new { text = "x" } } }));
        (await Vendor.BodyAsync(v1)).GetProperty("artifacts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Delay_and_latency_wait_on_the_simulators_clock()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(time: time);
        vendor.Simulators.Faults.Add("stability", "submit", new Fault { Kind = FaultKind.Delay, DelayMs = 60_000 }, times: 1);
        vendor.Simulators.Latency.Set("stability", "account", TimeSpan.FromMinutes(2));

        var delayed = vendor.BuyAsync();
        var late = vendor.GetAsync("v1/user/balance");
        (await vendor.GetAsync("v1/engines/list")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await vendor.Simulators.Calls.WaitUntilAsync(calls => calls.Count == 3, Token);
        delayed.IsCompleted.ShouldBeFalse();
        late.IsCompleted.ShouldBeFalse();

        while (!delayed.IsCompleted || !late.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        (await delayed).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await late).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task ScriptAsync(Vendor vendor, string rule)
    {
        using var response = await vendor.Control.PostAsync("faults", new StringContent(rule, Encoding.UTF8, "application/json"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
    }
}
