using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for images.</summary>
public sealed partial record RunwayImageRequest : IRunwayRequest
{
    /// <summary>The model, such as <c>gen4_image</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to draw; refers to a reference image as <c>@tag</c>.</summary>
    public required string PromptText { get; init; }

    /// <summary>Width and height in pixels, such as <c>1920:1080</c>.</summary>
    public required string Ratio { get; init; }

    /// <summary>Images to refer to.</summary>
    public IReadOnlyList<RunwayReferenceImage>? ReferenceImages { get; init; }

    /// <summary>0 to 4,294,967,295, for models that take it.</summary>
    public uint? Seed { get; init; }

    /// <summary>How many images, for models that take it.</summary>
    public int? OutputCount { get; init; }

    /// <summary>Such as <c>high</c>, for the gpt_image and grok models.</summary>
    public string? Quality { get; init; }

    /// <summary><c>transparent</c>, <c>opaque</c> or <c>auto</c>, for the gpt_image models.</summary>
    public string? Background { get; init; }

    /// <summary>Such as <c>png</c>, for the seedream and muse models.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Whether facts are looked up on the web, for the seedream models.</summary>
    public bool? Grounding { get; init; }

    /// <summary>Whether the pictures are changed rather than referred to, for <c>grok_imagine_image_2</c>.</summary>
    public bool? Edit { get; init; }

    /// <summary>How strictly pictures of public figures are refused.</summary>
    public RunwayContentModeration? ContentModeration { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    private const int MostHumans = 5;
    private const int MostObjects = 9;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{2,15}$", RegexOptions.CultureInvariant)]
    private static partial Regex Tag { get; }

    void IRunwayRequest.Check(string endpoint)
    {
        var limits = RunwayImageLimits.Of(Model);
        RunwayCheck.Text(PromptText, "promptText", 1, limits.MaxPrompt);
        RunwayCheck.Among(Ratio, "ratio", limits.Ratios);
        limits.CheckPixels(Ratio);
        RunwayCheck.Among(Quality, "quality", limits.Qualities);
        RunwayCheck.Among(Background, "background", limits.Backgrounds);
        RunwayCheck.Among(OutputFormat, "outputFormat", limits.Formats);
        RunwayCheck.Among(ContentModeration?.PublicFigureThreshold, "contentModeration", RunwayContentModeration.Thresholds);
        if (limits.Counts is { } counts)
        {
            RunwayCheck.OneOf(OutputCount, "outputCount", counts);
        }
        else
        {
            RunwayCheck.Range(OutputCount, "outputCount", 1, limits.MaxCount);
        }

        CheckReferences(limits);
    }

    private void CheckReferences(RunwayImageLimits limits)
    {
        const string field = "referenceImages";
        var known = ReferenceImages ?? [];
        RunwayCheck.Range(known.Count, field, More?.ContainsKey(field) == true ? 0 : limits.MinPictures, limits.Pictures);
        RunwayCheck.MediaList(known.Select(image => image.Uri), field, "image");
        var tags = known.Select(image => image.Tag).OfType<string>().ToList();
        RunwayCheck.Require(tags.TrueForAll(Tag.IsMatch), field, "have tags of 3 to 16 letters, digits and underscores that begin with a letter");
        RunwayCheck.Require(!limits.HasUniqueTags || tags.Distinct().Count() == tags.Count, field, "have each tag once");
        RunwayCheck.Require(
            known.Count(image => image.Subject == "human") <= MostHumans && known.Count(image => image.Subject == "object") <= MostObjects,
            field,
            $"show at most {MostHumans} times a human and {MostObjects} times an object");
    }
}

/// <summary>An image that a request refers to.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI.</param>
/// <param name="Tag">The name under which the prompt refers to it, 3 to 16 letters, digits and underscores.</param>
/// <param name="Subject"><c>human</c> or <c>object</c>, for the gemini models.</param>
public sealed record RunwayReferenceImage(string Uri, string? Tag = null, string? Subject = null);
