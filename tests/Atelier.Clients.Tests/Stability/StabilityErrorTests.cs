using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

public sealed class StabilityErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"id":"1","message":"init_image: is required","name":"bad_request"}""", typeof(VendorInvalidRequestException), "init_image: is required")]
    [InlineData(400, """{"errors":["prompt: is required","seed: is wrong"],"id":"1","name":"bad_request"}""", typeof(VendorInvalidRequestException), "prompt: is required; seed: is wrong")]
    [InlineData(400, """{"id":"1","message":"Invalid prompts detected","name":"invalid_prompts"}""", typeof(VendorContentRefusedException), "Invalid prompts detected")]
    [InlineData(401, """{"errors":["authorization: invalid or missing header value"],"id":"1","name":"unauthorized"}""", typeof(VendorAuthenticationException), "authorization: invalid or missing header value")]
    [InlineData(402, """{"errors":["You lack sufficient credits to make this request."],"id":"1","name":"payment_required"}""", typeof(VendorBalanceException), "You lack sufficient credits to make this request.")]
    [InlineData(403, """{"errors":["flagged"],"id":"1","name":"content_moderation"}""", typeof(VendorContentRefusedException), "flagged")]
    [InlineData(403, """{"id":"1","message":"no","name":"permission_denied"}""", typeof(VendorPermissionException), "no")]
    [InlineData(404, """{"id":"1","message":"The specified engine (ID foo) was not found.","name":"not_found"}""", typeof(VendorNotFoundException), "The specified engine (ID foo) was not found.")]
    [InlineData(413, """{"errors":["body: payloads cannot be larger than 10MiB in size"],"id":"1","name":"payload_too_large"}""", typeof(VendorInvalidRequestException), "body: payloads cannot be larger than 10MiB in size")]
    [InlineData(422, """{"errors":["English is the only supported language for this service."],"id":"1","name":"invalid_language"}""", typeof(VendorInvalidRequestException), "English is the only supported language for this service.")]
    [InlineData(422, """{"errors":["likeness"],"id":"1","name":"public_figure"}""", typeof(VendorContentRefusedException), "likeness")]
    [InlineData(429, """{"errors":["You have exceeded the rate limit"],"id":"1","name":"rate_limit_exceeded"}""", typeof(VendorRateLimitedException), "You have exceeded the rate limit")]
    [InlineData(429, """{"id":"1","message":"Your organization does not have enough balance","name":"insufficient_balance"}""", typeof(VendorBalanceException), "Your organization does not have enough balance")]
    [InlineData(418, "<html>what</html>", typeof(VendorInvalidRequestException), "the vendor answered 418 without a reason")]
    [InlineData(400, """{"errors":"odd","name":5,"message":null}""", typeof(VendorInvalidRequestException), "the vendor answered 400 without a reason")]
    [InlineData(400, """["odd"]""", typeof(VendorInvalidRequestException), "the vendor answered 400 without a reason")]
    [InlineData(400, """{"id":"1","message":"\ud800","name":"\udc00"}""", typeof(VendorInvalidRequestException), "the vendor answered 400 without a reason")]
    [InlineData(400, """{"\ud800":1,"message":"no"}""", typeof(VendorInvalidRequestException), "no")]
    [InlineData(400, """{"errors":["\ud800",null,7],"id":"1","name":"bad_request"}""", typeof(VendorInvalidRequestException), "7")]
    [InlineData(422, """{"errors":["copyright"],"id":"1","name":"copyrighted_content"}""", typeof(VendorContentRefusedException), "copyright")]
    public async Task Both_envelopes_become_the_exception_of_their_kind_and_are_asked_once(int status, string body, Type expected, string message)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(body, status));

        var fault = await Record.ExceptionAsync(
            () => bench.Client.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat" }, cancellationToken: Token));

        fault.ShouldBeOfType(expected);
        ((VendorException)fault).VendorMessage.ShouldBe(message);
        ((VendorException)fault).Vendor.ShouldBe("stability");
        ((VendorException)fault).Operation.ShouldBe("generate/core");
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_tells_to_wait_a_minute_although_no_header_says_so()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"errors":["slow down"],"id":"rate_limit_exceeded","name":"rate_limit_exceeded"}""", 429));

        (await Should.ThrowAsync<VendorRateLimitedException>(bench.Client.GetBalanceAsync(Token))).RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_echo_of_a_key_is_removed()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """{"id":"1","message":"Incorrect API key provided: sk-nota***********zzzz. You can find your API key at https://stability.ai.","name":"unauthorized"}""",
            401));

        var fault = await Should.ThrowAsync<VendorAuthenticationException>(bench.Client.GetBalanceAsync(Token));

        fault.ToString().ShouldNotContain("sk-");
        fault.ToString().ShouldNotContain("zzzz");
        fault.BodyExcerpt!.ShouldNotContain("nota");
        fault.VendorMessage.ShouldBe("Incorrect API key provided: ***. You can find your API key at https://stability.ai.");
    }

    [Fact]
    public async Task Account_balance_and_engines_are_read()
    {
        await using var bench = await StabilityBench.StartAsync("org-1");
        bench.Server
            .Then(Answers.Json("""{"credits": 41.7325}"""))
            .Then(Answers.Json("""[{"description":"d","id":"stable-diffusion-xl-1024-v1-0","name":"SDXL","type":"PICTURE"}]"""))
            .Then(Answers.Json("""{"email":"dev@example.test","id":"user-1","organizations":[{"id":"org-1","is_default":true,"name":"N","role":"MEMBER"}]}"""))
            .Then(Answers.Json("{}"));

        (await bench.Client.GetBalanceAsync(Token)).Credits.ShouldBe(41.7325);
        (await bench.Client.ListEnginesAsync(Token)).ShouldHaveSingleItem().Id.ShouldBe("stable-diffusion-xl-1024-v1-0");
        (await bench.Client.GetAccountAsync(Token)).Organizations!.ShouldHaveSingleItem().IsDefault.ShouldBeTrue();
        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetBalanceAsync(Token));

        bench.Server.Requests.Select(request => request.Target).ShouldBe(
            ["/stability/v1/user/balance", "/stability/v1/engines/list", "/stability/v1/user/account", "/stability/v1/user/balance"]);
        bench.Server.Requests.Select(request => request.Header("Organization")).ShouldBe(["org-1", "org-1", null, "org-1"]);
    }
}
