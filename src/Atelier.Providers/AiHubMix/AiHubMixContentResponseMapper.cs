using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Turns what a Gemini model answered into an outcome.</summary>
internal static class AiHubMixContentResponseMapper
{
    private static readonly string[] RefusalWords = ["SAFETY", "PROHIBITED", "BLOCKLIST", "RECITATION", "SPII"];

    /// <summary>Pictures, a refusal with its reason, or nothing.</summary>
    public static SubmitOutcome Map(GenerateContentResponse answer)
    {
        MediaSource[] media = [.. answer.Parts.Where(part => part.Bytes is not null).Select(Picture)];
        if (media.Length == 0 && RefusalOf(answer) is { } refusal)
        {
            return new SubmitOutcome.Refused(refusal);
        }

        var words = string.Concat(answer.Parts.Select(part => part.Text)).Trim();
        return new SubmitOutcome.Completed(new ProviderResult(media)
        {
            Usage = AiHubMixResponseMapper.Map(answer.Usage),
            Details = words.Length > 0 ? new Dictionary<string, string> { ["text"] = words } : [],
        });
    }

    private static BytesMediaSource Picture(GeneratedPart part)
    {
        var bytes = part.Bytes!.Value;
        var type = MediaTypes.FromFirstBytes(bytes.Span) ?? part.ContentType ?? "image/png";
        return new BytesMediaSource(bytes) { ContentType = type, Length = bytes.Length, FileName = $"image.{MediaTypes.ExtensionOf(type)}" };
    }

    // A blocked prompt was never worked on; an answer held back was, and its tokens are counted.
    private static ProviderFailure? RefusalOf(GenerateContentResponse answer)
    {
        var reason = answer.BlockReason ?? answer.FinishReason;
        var isRefusal = answer.BlockReason is not null
            || RefusalWords.Any(word => answer.FinishReason?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
        return !isRefusal ? null : new ProviderFailure(
            ProviderFailureKind.ContentRefused, $"{AiHubMixFailureMapper.VendorTitle} refused the content: {answer.ReasonMessage ?? reason}")
        {
            VendorCode = reason,
            MayHaveCharged = answer.BlockReason is null,
        };
    }
}
