using System.Globalization;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>Says the vendor's answers in our words. Pure.</summary>
internal static class StabilityResponseMapper
{
    /// <summary>
    /// Maps the results of an answer. Results that moderation blurred are not results; when nothing else is left the content was
    /// refused, after it was paid for.
    /// </summary>
    public static SubmitOutcome Map(IReadOnlyList<StabilityMedia> answer, SubmitPolicy policy, Modality modality = Modality.Image)
    {
        var good = answer.Where(picture => picture.FinishReason is null or StabilityFinishReason.Success).ToList();
        if (good.Find(picture => !IsOf(modality, picture)) is not null)
        {
            return VendorCalls.OutcomeOf(NoResult(modality), policy);
        }

        if (good.Count > 0 || answer.Count == 0)
        {
            return new SubmitOutcome.Completed(new ProviderResult([.. good.Select(ToSource)]) { Details = DetailsOf(good, answer.Count) });
        }

        return answer.Any(picture => picture.FinishReason == StabilityFinishReason.ContentFiltered)
            ? new SubmitOutcome.Refused(Filtered(NounOf(modality)))
            : VendorCalls.OutcomeOf(NoResult(modality), policy);
    }

    /// <summary>What it means that moderation withheld the finished work.</summary>
    public static ProviderFailure Filtered(string what) =>
        new(ProviderFailureKind.ContentRefused, $"Stability AI's moderation blurred the finished {what}.")
        {
            VendorCode = StabilityFinishReason.ContentFiltered,
            MayHaveCharged = true,
        };

    /// <summary>The facts kept beside a result.</summary>
    public static IReadOnlyDictionary<string, string> DetailsOf(long? seed) => seed is { } value
        ? new Dictionary<string, string> { ["seed"] = value.ToString(CultureInfo.InvariantCulture) }
        : new Dictionary<string, string>();

    /// <summary>What a result is called.</summary>
    public static string NounOf(Modality modality) => modality switch
    {
        Modality.Video => "video",
        Modality.Mesh => "mesh",
        Modality.Music or Modality.Sound => "recording",
        _ => "picture",
    };

    private static ProviderFailure NoResult(Modality modality) =>
        new(ProviderFailureKind.VendorFault, $"Stability AI answered with something that is no {NounOf(modality)}.")
        {
            Retryable = true,
            MayHaveCharged = true,
        };

    private static bool IsOf(Modality modality, StabilityMedia media) =>
        MediaTypes.FromFirstBytes(media.Content.Span) is { } type && type.StartsWith(ClassOf(modality), StringComparison.Ordinal);

    private static string ClassOf(Modality modality) => modality switch
    {
        Modality.Video => "video/",
        Modality.Mesh => "model/",
        Modality.Music or Modality.Sound => "audio/",
        _ => "image/",
    };

    private static MediaSource ToSource(StabilityMedia picture)
    {
        var type = MediaTypes.FromFirstBytes(picture.Content.Span) ?? picture.ContentType;
        return new BytesMediaSource(picture.Content)
        {
            ContentType = type,
            Length = picture.Content.Length,
            FileName = $"{type.Split('/')[0]}.{MediaTypes.ExtensionOf(type)}",
        };
    }

    private static Dictionary<string, string> DetailsOf(List<StabilityMedia> good, int asked)
    {
        var details = new Dictionary<string, string>();
        var seeds = good.Where(picture =>
            picture.Seed is not null).Select(picture => picture.Seed!.Value.ToString(CultureInfo.InvariantCulture)).ToList();
        if (seeds.Count > 0)
        {
            details["seed"] = string.Join(",", seeds);
        }

        if (asked > good.Count)
        {
            details["withheld"] = (asked - good.Count).ToString(CultureInfo.InvariantCulture);
        }

        return details;
    }
}
