using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Turns what went wrong at the gateway, or at a vendor behind it, into the closed set.</summary>
internal static class AiHubMixFailureMapper
{
    public const string VendorTitle = "AIHubMix";

    private static readonly string[] ModelCodes = ["model_unavailable", "no_valid_channel_error", "model_not_found"];

    private static readonly string[] BusyWords = ["rate limited by provider", "too many requests"];

    private static readonly string[] ContentWords =
    [
        "moderat", "content policy", "content_policy", "contentpolicy", "safety", "sensitive", "inappropriate", "data_inspection",
        "datainspection", "prohibited", "nsfw",
    ];

    private static readonly string[] InputWords =
        ["invalid_parameter", "invalidparameter", "invalid_request", "invalid_value", "invalid_image"];

    /// <summary>The failure of a call.</summary>
    public static ProviderFailure Map(VendorException exception)
    {
        var failure = ClientFailures.Map(exception, VendorTitle);
        if (exception is VendorNotFoundException && IsOneOf(exception.VendorErrorCode, ModelCodes))
        {
            return failure with
            {
                Message = $"{VendorTitle} does not offer this model at the moment, or the key may not use it.",
                Field = "model",
            };
        }

        // Not a fault: a vendor behind the gateway has no room. Waiting helps, as after a 429.
        if (exception is VendorServerException && BusyWords.Any(word => exception.VendorMessage.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return failure with { Kind = ProviderFailureKind.RateLimited, Message = $"{VendorTitle} asks to slow down: {exception.VendorMessage}" };
        }

        return failure.Kind is ProviderFailureKind.InvalidRequest ? failure with { Field = FieldOf(exception.VendorErrorCode) } : failure;
    }

    /// <summary>
    /// Whether the gateway does not know a task. That it has nobody for the model at the moment says nothing about a task accepted earlier.
    /// </summary>
    public static bool IsUnknownTask(VendorNotFoundException exception) => exception.StatusCode == 404;

    /// <summary>The failure of a task that the vendor had accepted. Nobody tells whether it was charged.</summary>
    public static ProviderFailure Map(TaskError error)
    {
        var kind = KindOf(error);
        var said = kind is ProviderFailureKind.ContentRefused ? "refused the content" : "could not do the work";
        return new ProviderFailure(kind, $"{VendorTitle} {said}: {error.Message}")
        {
            VendorCode = error.Code,
            Retryable = kind is ProviderFailureKind.VendorFault,
            MayHaveCharged = true,
        };
    }

    /// <summary>The failure of an answer whose pictures cannot be had, or whose sound is none.</summary>
    public static ProviderFailure UnusableAnswer() =>
        new(ProviderFailureKind.VendorFault, $"{VendorTitle} answered with results that can be neither read nor downloaded.")
        {
            Retryable = true,
            MayHaveCharged = true,
        };

    private static ProviderFailureKind KindOf(TaskError error)
    {
        if (Mentions(error, ContentWords))
        {
            return ProviderFailureKind.ContentRefused;
        }

        return Mentions(error, InputWords) ? ProviderFailureKind.InvalidRequest : ProviderFailureKind.VendorFault;
    }

    private static string? FieldOf(string? code) => code switch
    {
        "prompt_missing" or "prompt_too_long" => "prompt",
        "text_too_long" => "text",
        "size_not_supported" => "size",
        "n_not_within_range" => "count",
        "invalid_response_format" or "invalid_output_format" => "format",
        "invalid_file" => "audio",
        "invalid_image_list" => "reference_images",

        // The client names what it refuses by itself in this way; these names are ours too.
        "invalid_input" or "invalid_dimensions" or "invalid_encoding_format" or "invalid_messages" or "invalid_voice" or "invalid_speed"
            or "invalid_temperature" or "invalid_timestamp_granularities" or "invalid_image" or "invalid_mask" or "invalid_background"
            or "invalid_moderation" or "invalid_input_fidelity" or "invalid_output_compression" or "invalid_safety_tolerance" => code[8..],
        _ => null,
    };

    private static bool Mentions(TaskError error, string[] words) =>
        words.Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase)
            || error.Code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    private static bool IsOneOf(string? code, string[] codes) => codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
