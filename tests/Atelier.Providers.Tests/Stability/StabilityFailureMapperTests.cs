using Atelier.Clients.Http;
using Atelier.Providers.Stability;

namespace Atelier.Providers.Tests.Stability;

public sealed class StabilityFailureMapperTests
{
    [Theory]
    [InlineData("prompt: is required", "bad_request", "prompt")]
    [InlineData("output_format: must be one of jpeg, png, webp; seed: too large", "bad_request", "format")]
    [InlineData("style_preset: unknown", "bad_request", "style")]
    [InlineData("image: sides must be at least 64", "bad_request", "image")]
    [InlineData("for stable-diffusion-xl the allowed dimensions are 1024x1024", "invalid_sdxl_v1_dimensions", "size")]
    [InlineData("samples must be 1 for image/png", "invalid_samples", "count")]
    [InlineData("English is the only supported language for this service.", "invalid_language", "prompt")]
    [InlineData("init_image: is required", "bad_request", "image")]
    [InlineData("subject_image: too small", "bad_request", "image")]
    [InlineData("search_prompt: is required", "bad_request", "search_prompt")]
    [InlineData("audio: must be 6 to 190 seconds long", "bad_request", "audio")]
    [InlineData("texture_resolution: must be one of 512, 1024, 2048", "bad_request", "texture_resolution")]
    [InlineData("mask_end: must be greater than mask_start", "bad_request", "mask_end")]
    [InlineData("content-type: must be multipart/form-data", "bad_request", null)]
    [InlineData("the mask has another size", "invalid_image_dimensions", "mask")]
    [InlineData("the mask is missing", "invalid_mask_image", "mask")]
    [InlineData("no colon here", "bad_request", null)]
    public void A_field_error_names_our_input(string text, string code, string? field)
    {
        var failure = StabilityFailureMapper.Map(new VendorInvalidRequestException(Fault("generate/core", 400, text, code)));
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.Field.ShouldBe(field);
        failure.Message.ShouldContain(text);
    }

    [Fact]
    public void The_retired_video_service_says_that_it_is_retired()
    {
        var failure = StabilityFailureMapper.Map(new VendorNotFoundException(Fault("image-to-video", 404, "gone", "not_found")));
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.Field.ShouldBe("model");
        failure.Message.ShouldContain("withdrew");
    }

    [Fact]
    public void An_engine_nobody_knows_is_a_fault_of_the_model() =>
        StabilityFailureMapper.Map(new VendorNotFoundException(Fault("text-to-image", 404, "The specified engine (ID x) was not found.", "not_found")))
            .Field.ShouldBe("model");

    private static VendorFault Fault(string operation, int status, string text, string code) =>
        new() { Vendor = "stability", Operation = operation, StatusCode = status, Text = text, ErrorCode = code };
}
