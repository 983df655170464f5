using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says the vendor's refusals and failed tasks in our words. Pure.</summary>
internal static class RunwayFailureMapper
{
    private const string Vendor = "Runway";

    /// <summary>
    /// Failure codes are dotted paths from general to specific and are matched by their start; the first that fits counts. Moderated
    /// input is never tried again: the vendor suspends accounts that do.
    /// </summary>
    private static readonly (string Prefix, ProviderFailureKind Kind, bool Retryable, bool Charged)[] Codes =
    [
        ("SAFETY", ProviderFailureKind.ContentRefused, false, true),
        ("INPUT_PREPROCESSING.SAFETY", ProviderFailureKind.ContentRefused, false, true),
        ("INPUT_PREPROCESSING.INTERNAL", ProviderFailureKind.VendorFault, true, false),
        ("ASSET", ProviderFailureKind.InvalidRequest, false, false),
        ("INTERNAL", ProviderFailureKind.VendorFault, true, false),
        ("THIRD_PARTY.UNAVAILABLE", ProviderFailureKind.VendorFault, true, false),
        ("THIRD_PARTY.INPUT_VALIDATION", ProviderFailureKind.InvalidRequest, false, true),
    ];

    public static ProviderFailure Map(VendorException exception)
    {
        var failure = ClientFailures.Map(exception, Vendor);
        return exception is VendorInvalidRequestException ? failure with { Field = FieldOf(exception.VendorMessage, exception.Operation) } : failure;
    }

    /// <summary>What the client refused to send, since the vendor would refuse it.</summary>
    public static InvalidInputException Map(ArgumentException exception, RunwayEndpoint endpoint)
    {
        var field = exception.ParamName is { } name
            ? OurName(name, endpoint == RunwayEndpoint.TextToSpeech ? "text_to_speech" : "") ?? name
            : "input";
        var suffix = $" (Parameter '{exception.ParamName}')";
        return new InvalidInputException(field, exception.Message.Replace(suffix, "", StringComparison.Ordinal));
    }

    /// <summary>Maps a failed task.</summary>
    /// <param name="text">The vendor's sentence.</param>
    /// <param name="code">The vendor's failure code; without one the fault is the vendor's own.</param>
    /// <param name="cost">What was charged in the end; without it the code tells whether the vendor refunds.</param>
    public static ProviderFailure MapTask(string? text, string? code, RunwayCost? cost)
    {
        var (kind, retryable, charged) = KindOf(code);
        return new ProviderFailure(kind, MessageOf(kind, text))
        {
            Retryable = retryable,
            MayHaveCharged = cost is null ? charged : cost.Credits > 0,
            VendorCode = code,
        };
    }

    private static (ProviderFailureKind Kind, bool Retryable, bool Charged) KindOf(string? code)
    {
        if (code is null)
        {
            return (ProviderFailureKind.VendorFault, true, false);
        }

        foreach (var (prefix, kind, retryable, charged) in Codes)
        {
            if (IsUnder(code, prefix))
            {
                return (kind, retryable, charged);
            }
        }

        // A code that is not known here is not tried again: that might be paid for every time.
        return (ProviderFailureKind.VendorFault, false, true);
    }

    private static bool IsUnder(string code, string prefix) =>
        code.StartsWith(prefix, StringComparison.Ordinal) && (code.Length == prefix.Length || code[prefix.Length] == '.');

    private static string MessageOf(ProviderFailureKind kind, string? text)
    {
        var reason = string.IsNullOrWhiteSpace(text) ? "no reason was given." : text;
        return kind switch
        {
            ProviderFailureKind.ContentRefused => $"Runway refused the content: {reason}",
            ProviderFailureKind.InvalidRequest => $"Runway could not use the input: {reason}",
            _ => $"The generation failed at Runway: {reason}",
        };
    }

    /// <summary>The client writes the issues of a failed validation as <c>sentence: path: text; path: text</c>.</summary>
    private static string? FieldOf(string text, string operation)
    {
        var parts = text.Split(": ");
        var path = parts.Length > 2 ? parts[1] : parts[0];
        return OurName(path, operation);
    }

    /// <summary>Our name of a field of the vendor's body; <see langword="null"/> when it has none.</summary>
    private static string? OurName(string path, string operation)
    {
        return path.Split('.')[0] switch
        {
            "promptText" => operation == "text_to_speech" ? "text" : "prompt",
            "videoUri" or "promptVideo" or "reference" => "video",
            "imageUri" or "character" => "image",
            "audioUri" or "media" or "referenceAudios" => "audio",
            "targetLang" => "target_language",
            "languageCode" => "language",
            "targetAspectRatio" => "aspect_ratio",
            "keyframes" => RunwayKeyframeMapper.Images,
            "voice" or "mode" or "speed" or "proresProfile" or "creativity" or "sharpen" or "smartGrain" or "ultraDetail" or "flavor"
                or "fpsBoost" or "targetFramerate" or "bodyControl" or "expressionIntensity" or "contentModeration" or "quality" or "background"
                or "grounding" or "edit" or "stability" or "similarityBoost" or "style" or "loop" or "numSpeakers" or "promptExpansionMode"
                => path.Split('.')[0],
            "scaleFactor" => "scale",
            "promptImage" => "image",
            "ratio" => "aspect_ratio",
            "duration" => "duration",
            "seed" => "seed",
            "model" => "model",
            "negativePrompt" => "negative_prompt",
            "audio" => "audio",
            "resolution" => "resolution",
            "outputCount" => "count",
            "outputFormat" => "format",
            "references" or "referenceImages" => "reference_images",
            "referenceVideos" => RunwayReferenceMapper.Videos,
            "referenceAudio" => RunwayReferenceMapper.Audio,
            _ => null,
        };
    }
}
