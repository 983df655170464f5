using System.Text;
using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixErrorTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"prompt is required","code":"prompt_missing"}}""", VendorErrorKind.InvalidRequest, "prompt_missing")]
    [InlineData(400, """{"error":{"message":"size","code":"size_not_supported"}}""", VendorErrorKind.InvalidRequest, "size_not_supported")]
    [InlineData(400, """{"error":{"message":"Unsupported MIME type:","type":"","param":"","code":400}}""", VendorErrorKind.InvalidRequest, "400")]
    [InlineData(400, """{"error":{"message":"Your account balance is insufficient."}}""", VendorErrorKind.Balance, null)]
    [InlineData(400, """{"error":{"message":"blocked","code":"moderation_blocked"}}""", VendorErrorKind.ContentRefused, "moderation_blocked")]
    [InlineData(400, """{"error":{"message":"Rejected by the safety system."}}""", VendorErrorKind.ContentRefused, null)]
    [InlineData(401, """{"error":{"message":"no key provided","type":"Aihubmix_api_error"}}""", VendorErrorKind.Authentication, null)]
    [InlineData(401, """{"error":{"message":"This token's quota has been exhausted"}}""", VendorErrorKind.Balance, null)]
    [InlineData(401, """{"error":{"message":"Model access denied"}}""", VendorErrorKind.NotFound, "model_unavailable")]
    [InlineData(402, "{}", VendorErrorKind.Balance, null)]
    [InlineData(403, """{"error":{"message":"recharge","code":"insufficient_user_quota"}}""", VendorErrorKind.Balance, "insufficient_user_quota")]
    [InlineData(403, """{"error":{"message":"This key is limited to certain addresses"}}""", VendorErrorKind.Permission, null)]
    [InlineData(404, """{"error":{"message":"no such video","code":"not_found"}}""", VendorErrorKind.NotFound, "not_found")]
    [InlineData(429, """{"error":{"message":"The x model Too many requests; please try again later."}}""", VendorErrorKind.RateLimited, null)]
    [InlineData(429, """{"error":{"message":"pay","type":"insufficient_quota","code":"credit_balance_exhausted"}}""", VendorErrorKind.Balance, "credit_balance_exhausted")]
    [InlineData(500, """{"type":"error","error":{"message":"no_valid_channel_error (tid: 1)","type":"Aihubmix_api_error"}}""", VendorErrorKind.NotFound, "model_unavailable")]
    [InlineData(500, """{"error":{"message":"new request failed"}}""", VendorErrorKind.Server, null)]
    [InlineData(502, "<html>Bad gateway</html>", VendorErrorKind.Server, null)]
    [InlineData(503, """{"error":{"message":"Incorrect model ID, or you do not have permission"}}""", VendorErrorKind.NotFound, "model_unavailable")]
    [InlineData(503, """{"error":{"message":"Rate limited by provider - contact support"}}""", VendorErrorKind.Server, null)]
    [InlineData(400, """{"error":"just text"}""", VendorErrorKind.InvalidRequest, null)]
    [InlineData(400, "", VendorErrorKind.InvalidRequest, null)]
    public void An_error_is_classed_by_code_and_text_before_status(int status, string body, VendorErrorKind kind, string? code)
    {
        var error = AiHubMixErrors.Read(status, LenientJson.Parse(Encoding.UTF8.GetBytes(body)));

        error.Kind.ShouldBe(kind);
        error.Code.ShouldBe(code);
    }

    [Fact]
    public void The_tid_of_a_message_becomes_the_request_id()
    {
        var error = Read(401, """{"error":{"message":"Invalid token (tid: 20261123101500000000001)"}}""");

        error.RequestId.ShouldBe("20261123101500000000001");
        error.Message.ShouldBe("Invalid token");
    }

    [Theory]
    [InlineData("""{"error":{"message":"no_valid_channel_error"}}""", 500, false)]
    [InlineData("""{"error":{"message":"Rate limited by provider"}}""", 503, null)]
    [InlineData("""{"error":{"message":"gateway timeout"}}""", 504, null)]
    public void Only_a_fault_of_the_server_is_left_to_the_retry(string body, int status, bool? transient) =>
        Read(status, body).IsTransient.ShouldBe(transient);

    [Theory]
    [InlineData("""{"error":{"message":"no_valid_channel_error"}}""", 500, true)]
    [InlineData("""{"error":{"message":"Your account balance is insufficient"}}""", 500, true)]
    [InlineData("""{"error":{"message":"Rate limited by provider"}}""", 503, true)]
    [InlineData("""{"error":{"message":"new request failed"}}""", 500, false)]
    [InlineData("""{"error":{"message":"request timeout"}}""", 408, false)]
    public void Only_a_named_refusal_proves_that_a_5xx_or_408_bought_nothing(string body, int status, bool proven) =>
        AiHubMixErrors.IsProven(Read(status, body)).ShouldBe(proven);

    [Theory]
    [InlineData("""{"error":{"message":"bad size","code":"size_not_supported"}}""", VendorErrorKind.InvalidRequest)]
    [InlineData("""{"data":[],"error":{"message":"x","code":429}}""", VendorErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"Your account balance is insufficient."}}""", VendorErrorKind.Balance)]
    [InlineData("""{"error":{"message":"broke","type":"server_error"}}""", VendorErrorKind.Server)]
    [InlineData("""{"error":"Invalid token"}""", VendorErrorKind.Authentication)]
    [InlineData("""{"error":{"message":"Rate limited by provider"}}""", VendorErrorKind.RateLimited)]
    [InlineData("""{"success":false,"message":"not allowed"}""", VendorErrorKind.InvalidRequest)]
    public void An_error_under_a_success_status_is_found(string body, VendorErrorKind kind) =>
        Find(body).ShouldNotBeNull().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("""{"id":"v1","status":"failed","error":{"code":"x","message":"the task failed"}}""")]
    [InlineData("""{"data":[],"error":null}""")]
    [InlineData("""{"error":{},"data":[{"url":"https://a/b"}]}""")]
    [InlineData("""{"data":[{"error":{"message":"deeper down"}}]}""")]
    [InlineData("""{"success":true,"data":[]}""")]
    [InlineData("""["error"]""")]
    [InlineData("""{"error" """)]
    [InlineData("")]
    public void What_only_looks_like_an_error_is_not_taken_for_one(string body) => Find(body).ShouldBeNull();

    private static VendorError Read(int status, string body) => AiHubMixErrors.Read(status, JsonElement.Parse(body));

    private static VendorError? Find(string body) => AiHubMixErrors.FindInSuccess(Encoding.UTF8.GetBytes(body));
}
