using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Runway;

public sealed class RunwayErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"error":"You do not have enough credits to run this task.","docUrl":"https://docs.dev.runwayml.com"}""", typeof(VendorBalanceException), null, "You do not have enough credits to run this task.")]
    [InlineData(400, """{"error":"Validation of body failed","issues":[{"code":"invalid_value","path":["ratio"],"message":"Invalid option"},{"code":"too_big","path":["promptImage",0,"uri"],"message":"Too big"}]}""", typeof(VendorInvalidRequestException), "invalid_value", "Validation of body failed: ratio: Invalid option; promptImage.0.uri: Too big")]
    [InlineData(400, """{"issues":[{"code":"custom","path":[],"message":"Bad asset"}]}""", typeof(VendorInvalidRequestException), "custom", "Bad asset")]
    [InlineData(401, """{"error":"Unauthorized"}""", typeof(VendorAuthenticationException), null, "Unauthorized")]
    [InlineData(403, """{"error":"Model variant X is not available"}""", typeof(VendorPermissionException), null, "Model variant X is not available")]
    [InlineData(404, """{"error":"Could not find Task"}""", typeof(VendorNotFoundException), null, "Could not find Task")]
    [InlineData(405, "<html>Cannot POST</html>", typeof(VendorInvalidRequestException), null, "the vendor answered 405 without a reason")]
    [InlineData(429, """{"error":"Too many requests"}""", typeof(VendorRateLimitedException), null, "Too many requests")]
    [InlineData(400, """{"error":{"odd":1},"issues":"odd"}""", typeof(VendorInvalidRequestException), null, "the vendor answered 400 without a reason")]
    [InlineData(400, """{"error":"x","issues":[5,{"path":"odd","message":"m"}]}""", typeof(VendorInvalidRequestException), null, "x: m")]
    public async Task A_refusal_becomes_the_exception_of_its_kind_and_is_asked_once(int status, string body, Type expected, string? code, string message)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(body, status));

        var fault = await Record.ExceptionAsync(() => bench.Client.GetTaskAsync("t1", Token));

        fault.ShouldBeOfType(expected);
        ((VendorException)fault).VendorErrorCode.ShouldBe(code);
        ((VendorException)fault).VendorMessage.ShouldBe(message);
        bench.Server.Requests.Count.ShouldBe(1);
    }
}
