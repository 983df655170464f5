using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Atelier.Simulators.Tests.Support;

namespace Atelier.Simulators.Tests.Control;

public sealed class ControlApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_lists_vendors_and_routes()
    {
        await using var vendor = await Vendor.StabilityAsync();

        var help = await vendor.Control.GetFromJsonAsync<JsonElement>("", Token);

        help.GetProperty("vendors").EnumerateArray().Select(name => name.GetString()).ShouldContain("stability");
        help.GetProperty("routes").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Faults_are_added_listed_removed_and_cleared()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var first = await AddFaultAsync(vendor, new { times = 2, fault = new { kind = "status", status = 503 } });
        await AddFaultAsync(vendor, new { fault = new { kind = "rate_limited", retry_after = 3 } });
        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        var listed = await vendor.Control.GetFromJsonAsync<JsonElement>("faults", Token);
        listed.GetProperty("data")[0].GetProperty("struck").GetInt32().ShouldBe(1);
        (await vendor.Control.DeleteAsync($"faults/{first}", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await vendor.Control.DeleteAsync("faults", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("faults", "", "body:")]
    [InlineData("faults", "{", "body:")]
    [InlineData("faults", "null", "body:")]
    [InlineData("faults", "{}", "body:")]
    [InlineData("faults", """{"fault":{}}""", "body:")]
    [InlineData("faults", """{"fault":{"kind":"explode"}}""", "body:")]
    [InlineData("faults", """{"fault":{"kind":3}}""", "body:")]
    [InlineData("faults", """{"fault":{"kind":"status"},"colour":"red"}""", "body:")]
    [InlineData("faults", """{"vendor":"acme","fault":{"kind":"status"}}""", "vendor:")]
    [InlineData("faults", """{"times":0,"fault":{"kind":"status"}}""", "times:")]
    [InlineData("faults", """{"fault":{"kind":"slow_drip","delay_ms":-1}}""", "fault.delay_ms:")]
    [InlineData("faults", """{"fault":{"kind":"slow_drip","accepted":true}}""", "fault.accepted:")]
    [InlineData("latency", """{"ms":-1}""", "ms:")]
    [InlineData("latency", """{"vendor":"stability"}""", "body:")]
    [InlineData("latency", """{"vendor":"acme","ms":1}""", "vendor:")]
    [InlineData("balances", """{"vendor":"stability"}""", "body:")]
    [InlineData("balances", """{"vendor":"acme","balance":1}""", "vendor:")]
    [InlineData("clock", """{"advance_ms":-5}""", "advance_ms:")]
    [InlineData("clock", """{"advance_ms":"soon"}""", "body:")]
    public async Task Bad_input_is_refused_with_the_field(string route, string body, string beginning)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.Control.PostAsync(route, new StringContent(body, Encoding.UTF8, "application/json"), Token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("error").GetString()!.ShouldStartWith(beginning);
        vendor.Simulators.Faults.List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("calls?since=yesterday")]
    [InlineData("calls?vendor=acme")]
    [InlineData("calls?limit=-1")]
    [InlineData("calls?colour=red")]
    public async Task Bad_filters_are_refused(string route)
    {
        await using var vendor = await Vendor.StabilityAsync();

        (await vendor.Control.GetAsync(route, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Unknown_fault_cannot_be_removed()
    {
        await using var vendor = await Vendor.StabilityAsync();

        (await vendor.Control.DeleteAsync("faults/77", Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Calls_show_what_was_asked_bought_and_answered()
    {
        await using var vendor = await Vendor.StabilityAsync(key: "sk-a-long-secret-key-7788");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2beta/stable-image/generate/sd3") { Content = Vendor.Form(("prompt", "a cat")) };
        request.Headers.Add("X-Atelier-Generation", "gen_1");
        (await vendor.Http.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await vendor.GetAsync("v1/user/balance");

        var calls = (await vendor.Control.GetFromJsonAsync<JsonElement>("calls?vendor=stability&operation=submit&since=0", Token)).GetProperty("data");

        calls.GetArrayLength().ShouldBe(1);
        var call = calls[0];
        call.GetProperty("method").GetString().ShouldBe("POST");
        call.GetProperty("path").GetString().ShouldBe("/v2beta/stable-image/generate/sd3");
        call.GetProperty("model").GetString().ShouldBe("sd3.5-large");
        call.GetProperty("prompt").GetString().ShouldBe("a cat");
        call.GetProperty("status").GetInt32().ShouldBe(200);
        call.GetProperty("billed").GetBoolean().ShouldBeTrue();
        call.GetProperty("price").GetDecimal().ShouldBe(6.5m);
        call.GetProperty("body_sha256").GetString()!.Length.ShouldBe(64);
        call.GetProperty("generation").GetString().ShouldBe("gen_1");
        call.GetProperty("headers").GetProperty("authorization").GetString().ShouldBe("redacted...7788");
    }

    [Fact]
    public async Task Summary_counts_what_was_bought_per_operation_prompt_body_and_generation()
    {
        await using var vendor = await Vendor.StabilityAsync();
        await vendor.BuyAsync("twice");
        await vendor.BuyAsync("twice");
        await vendor.BuyAsync("once");
        await vendor.BuyAsync("");

        var summary = await vendor.Control.GetFromJsonAsync<JsonElement>("calls/summary", Token);

        var submits = summary.GetProperty("operations").EnumerateArray().Single(row => row.GetProperty("operation").GetString() == "submit");
        (submits.GetProperty("calls").GetInt32(), submits.GetProperty("billed").GetInt32()).ShouldBe((4, 3));
        var twice = summary.GetProperty("prompts").EnumerateArray().Single(row => row.GetProperty("key").GetString() == "twice");
        twice.GetProperty("billed").GetInt32().ShouldBe(2);
        summary.GetProperty("bodies").GetArrayLength().ShouldBe(4);
        summary.GetProperty("generations").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Counts_outlive_the_calls_the_log_can_keep()
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { CallLogCapacity = 3 });
        for (var call = 0; call < 5; call++)
        {
            await vendor.BuyAsync();
        }

        vendor.Simulators.Calls.List().Select(call => call.Sequence).ShouldBe([3, 4, 5]);
        vendor.Simulators.Calls.Count.ShouldBe(5);
        var newest = (await vendor.Control.GetFromJsonAsync<JsonElement>("calls?since=2&limit=2", Token)).GetProperty("data");
        newest.EnumerateArray().Select(call => call.GetProperty("sequence").GetInt64()).ShouldBe([4, 5]);
        vendor.Simulators.Calls.Billed("stability").ShouldBe(5);
        (await vendor.Control.DeleteAsync("calls", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        vendor.Simulators.Calls.Count.ShouldBe(0);
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Fact]
    public async Task Balances_are_listed_per_key_and_can_be_set()
    {
        await using var vendor = await Vendor.StabilityAsync();
        await vendor.BuyAsync();

        var listed = (await vendor.Control.GetFromJsonAsync<JsonElement>("balances", Token)).GetProperty("data")[0];
        listed.GetProperty("spent").GetDecimal().ShouldBe(3m);
        listed.GetProperty("balance").GetDecimal().ShouldBe(999_997m);

        await vendor.Control.PostAsJsonAsync("balances", new { vendor = "stability", balance = 2.5 }, Token);
        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.PaymentRequired);
        using var other = vendor.As("sk-another-key");
        (await Vendor.BodyAsync(await other.GetAsync("v1/user/balance", Token))).GetProperty("credits").GetDouble().ShouldBe(2.5);
    }

    [Fact]
    public async Task Clock_moves_forward_by_what_is_asked()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var before = (await vendor.Control.GetFromJsonAsync<JsonElement>("clock", Token)).GetProperty("now").GetDateTimeOffset();

        using var response = await vendor.Control.PostAsJsonAsync("clock", new { advance_ms = 86_400_000 }, Token);

        var after = await Vendor.BodyAsync(response);
        after.GetProperty("offset_ms").GetInt64().ShouldBe(86_400_000);
        (after.GetProperty("now").GetDateTimeOffset() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(1));
    }

    private static async Task<int> AddFaultAsync(Vendor vendor, object rule)
    {
        using var response = await vendor.Control.PostAsJsonAsync("faults", rule, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await Vendor.BodyAsync(response)).GetProperty("id").GetInt32();
    }
}
