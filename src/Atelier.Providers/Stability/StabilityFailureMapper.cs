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
        "invalid_image_dimensions" or "invalid_mask_image" => "mask",
        _ => OurNameOf(FirstWord(exception.VendorMessage)),
    };

    private static string? FirstWord(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? text[..colon] : null;
    }

    /// <summary>What an argument is refused for, without the framework's own remark about the parameter.</summary>
    public static string TextOf(ArgumentException refusal)
    {
        var remark = refusal.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return remark < 0 ? refusal.Message : refusal.Message[..remark];
    }

    /// <summary>Our name of one of the vendor's fields; null for a name that no service has.</summary>
    public static string? OurNameOf(string? theirs) => theirs switch
    {
        "init_image" or "subject_image" => "image",
        "mask_image" => "mask",
        "image_strength" => "strength",
        "text_prompts" or "prompt" => "prompt",
        "width" or "height" => "size",
        "samples" => "count",
        "output_format" => "format",
        "style_preset" => "style",
        "negative_prompt" or "aspect_ratio" or "seed" or "image" or "strength" or "cfg_scale" or "steps" or "sampler" or "motion_bucket_id"
            or "model" or "mask" or "mask_source" or "clip_guidance_preset" or "search_prompt" or "select_prompt" or "grow_mask" or "left"
                or "right"
            or "up" or "down" or "creativity" or "background_prompt" or "background_reference" or "foreground_prompt"
                or "preserve_original_subject"
            or "original_background_depth" or "keep_original_background" or "light_source_direction" or "light_reference"
            or "light_source_strength" or "control_strength" or "fidelity" or "style_image" or "style_strength" or "composition_fidelity"
            or "change_strength" or "texture_resolution" or "foreground_ratio" or "remesh" or "vertex_count" or "target_type"
                or "target_count"
            or "guidance_scale" or "duration" or "audio" or "mask_start" or "mask_end" or "step_schedule_start" or "step_schedule_end"
            or "extras" => theirs,
        _ => null,
    };
}
