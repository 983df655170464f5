using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>Says the vendor's refusals in our words. Pure.</summary>
internal static class StabilityFailureMapper
{
    public const string Vendor = "Stability AI";

    public static ProviderFailure Map(VendorException exception)
    {
        var failure = ClientFailures.Map(exception, Vendor);
        return exception switch
        {
            VendorNotFoundException { Operation: "image-to-video" } => failure with
            {
                Message = "Stability AI withdrew Stable Video on 2025-07-24; this model can no longer be used.",
                Field = "model",
            },
            VendorNotFoundException => failure with { Field = "model" },
            VendorInvalidRequestException => failure with { Field = FieldOf(exception) },
            _ => failure,
        };
    }

    /// <summary>Field errors have the shape <c>field: text</c>; v1 names some in its error code instead.</summary>
    private static string? FieldOf(VendorException exception) => exception.VendorErrorCode switch
    {
        "invalid_height_or_width" or "invalid_sdxl_v1_dimensions" or "invalid_pixel_count" => "size",
        "invalid_samples" => "count",
        "invalid_language" => "prompt",
        "invalid_file_size" or "invalid_mime_type" => "image",
        _ => OurNameOf(FirstWord(exception.VendorMessage)),
    };

    private static string? FirstWord(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? text[..colon] : null;
    }

    private static string? OurNameOf(string? theirs) => theirs switch
    {
        "text_prompts" or "prompt" => "prompt",
        "width" or "height" => "size",
        "samples" => "count",
        "output_format" => "format",
        "style_preset" => "style",
        "negative_prompt" or "aspect_ratio" or "seed" or "image" or "strength" or "cfg_scale" or "steps" or "sampler" or "motion_bucket_id"
            or "model" or "mask" or "clip_guidance_preset" => theirs,
        _ => null,
    };
}
