using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

/// <summary>Every row of the vendor's two catalogues of errors, with its known text, in the envelope of its family.</summary>
public sealed class StabilityErrorRowTests
{
    private const string Id = "7c0d5e0a41b94d0f8a3f0c2a9be1d774";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "bad_request", "content-type: must be multipart/form-data", typeof(VendorInvalidRequestException))]
    [InlineData(401, "unauthorized", "authorization: invalid or missing header value", typeof(VendorAuthenticationException))]
    [InlineData(401, "unauthorized", "authorization: authorization: invalid or missing header value", typeof(VendorAuthenticationException))]
    [InlineData(402, "payment_required", "You lack sufficient credits to make this request.", typeof(VendorBalanceException))]
    [InlineData(403, "content_moderation", "Your request was flagged by our content moderation system.", typeof(VendorContentRefusedException))]
    [InlineData(404, "generation_not_found", "id: the generation either does not exist or has expired.", typeof(VendorNotFoundException))]
    [InlineData(413, "payload_too_large", "body: payloads cannot be larger than 10MiB in size", typeof(VendorInvalidRequestException))]
    [InlineData(422, "invalid_language", "English is the only supported language for this service.", typeof(VendorInvalidRequestException))]
    [InlineData(422, "public_figure", "Our system detected the likeness of a public figure.", typeof(VendorContentRefusedException))]
    [InlineData(422, "copyrighted_content", "Our system detected copyrighted content.", typeof(VendorContentRefusedException))]
    [InlineData(
        429,
        "rate_limit_exceeded",
        "You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds.",
        typeof(VendorRateLimitedException))]
    [InlineData(500, "internal_error", "An unexpected server error has occurred, please try again later.", typeof(VendorServerException))]
    public Task An_error_of_v2beta_is_told_by_its_kind(int status, string name, string text, Type expected) => CheckAsync(
        status,
        $$"""{"errors":["{{text}}"],"id":"{{(status == 429 ? name : Id)}}","name":"{{name}}"}""",
        name,
        text,
        expected,
        client => client.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat" }, cancellationToken: Token));

    [Theory]
    [InlineData(400, "bad_request", "init_image: is required", typeof(VendorInvalidRequestException))]
    [InlineData(400, "bad_request", "unknown form field: xyz", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_samples", "samples: must be 1", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_height_or_width", "height: must be a multiple of 64", typeof(VendorInvalidRequestException))]
    [InlineData(
        400,
        "invalid_sdxl_v1_dimensions",
        "for stable-diffusion-xl-1024-v0-9 and stable-diffusion-xl-1024-v1-0 the allowed dimensions are 1024x1024, 1152x896, 1216x832, 1344x768, "
        + "1536x640, 640x1536, 768x1344, 832x1216, 896x1152, but we received 450x672",
        typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_pixel_count", "too many pixels", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_file_size", "too large", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_mime_type", "no image", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_image_dimensions", "the mask has another size", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_mask_image", "the mask is missing", typeof(VendorInvalidRequestException))]
    [InlineData(400, "invalid_prompts", "Invalid prompts detected", typeof(VendorContentRefusedException))]
    [InlineData(401, "unauthorized", "missing authorization header", typeof(VendorAuthenticationException))]
    [InlineData(403, "permission_denied", "no right to the resource", typeof(VendorPermissionException))]
    [InlineData(404, "not_found", "The specified engine (ID foo) was not found.", typeof(VendorNotFoundException))]
    [InlineData(
        429,
        "insufficient_balance",
        "Your organization does not have enough balance to request this action (need $0.009, have $0 in active grants, $0 in balance).",
        typeof(VendorBalanceException))]
    [InlineData(429, "slow_down", "any other 429 is a rate limit", typeof(VendorRateLimitedException))]
    [InlineData(500, "server_error", "An unexpected server error occurred, please try again.", typeof(VendorServerException))]
    public Task An_error_of_v1_is_told_by_its_kind(int status, string name, string text, Type expected) => CheckAsync(
        status,
        $$"""{"id":"{{Id}}","message":"{{text}}","name":"{{name}}"}""",
        name,
        text,
        expected,
        client => client.TextToImageAsync(
            StabilityOperations.Sdxl, new StabilityTextToImageRequest { TextPrompts = [new("a boat")] }, cancellationToken: Token));

    private static async Task CheckAsync(int status, string body, string name, string text, Type expected, Func<StabilityClient, Task> call)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(body, status));

        var work = call(bench.Client);
        await bench.PassWaitsAsync(work);
        var fault = await Record.ExceptionAsync(() => work);

        fault.ShouldBeOfType(expected);
        var vendor = (VendorException)fault;
        (vendor.VendorErrorCode, vendor.VendorMessage, vendor.StatusCode).ShouldBe((name, text, status));
        vendor.RequestId.ShouldNotBeNull();

        // The vendor's own 500 says that nothing was charged; everything else is a refusal before any work.
        vendor.MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(status == 500 ? 4 : 1);
    }
}
