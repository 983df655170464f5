using System.Text.Json;

namespace Atelier.Clients.Runway;

/// <summary>Refuses requests for videos that the vendor is known to refuse.</summary>
internal static class RunwayVideoCheck
{
    private const string PromptImage = "promptImage";

    public static void Text(string? prompt, IReadOnlyDictionary<string, JsonElement>? more, RunwayVideoLimits limits, string model)
    {
        if (limits.NeedsPrompt)
        {
            RunwayCheck.Given(prompt, more, "promptText", model);
        }

        RunwayCheck.Text(prompt, "promptText", limits.MinPrompt, limits.MaxPrompt);
    }

    /// <summary>Width, height and length.</summary>
    public static void Shape(
        string? ratio,
        string? resolution,
        int? duration,
        IReadOnlyDictionary<string, JsonElement>? more,
        RunwayVideoLimits limits,
        string model)
    {
        if (limits.NeedsRatio)
        {
            RunwayCheck.Given(ratio, more, "ratio", model);
        }

        if (limits.NeedsDuration)
        {
            RunwayCheck.Given(duration, more, "duration", model);
        }

        RunwayCheck.Among(ratio, "ratio", limits.Ratios);
        RunwayCheck.Among(resolution, "resolution", limits.Resolutions);
        if (limits.Durations is { } lengths)
        {
            RunwayCheck.OneOf(duration, "duration", lengths);
        }
        else
        {
            RunwayCheck.Range(duration, "duration", limits.Shortest, limits.Longest);
        }
    }

    public static void Format(string? format, string? profile, RunwayVideoLimits limits)
    {
        RunwayCheck.Among(format, "outputFormat", limits.Formats);
        RunwayFormats.CheckProfile(profile, format);
    }

    /// <summary>Media to refer to: how many, and in which form.</summary>
    public static void References(
        IReadOnlyList<RunwayMediaReference>? pictures,
        IReadOnlyList<RunwayMediaReference>? films,
        IReadOnlyList<RunwayMediaReference>? sounds,
        RunwayVideoLimits limits)
    {
        RunwayCheck.Range(pictures?.Count, "references", 0, limits.Pictures);
        RunwayCheck.Range(films?.Count, "referenceVideos", 0, limits.Films);
        RunwayCheck.Range(sounds?.Count, "referenceAudio", 0, limits.Sounds);
        RunwayCheck.MediaList(pictures?.Select(item => item.Uri), "references", "image");
        RunwayCheck.MediaList(films?.Select(item => item.Uri), "referenceVideos", "video");
        RunwayCheck.MediaList(sounds?.Select(item => item.Uri), "referenceAudio", "audio");
    }

    /// <summary>Pictures to start from: each place once and never the last alone; places and none are not mixed.</summary>
    public static void Frames(IReadOnlyList<RunwayPromptImage>? frames, RunwayVideoLimits limits)
    {
        if (frames is null)
        {
            return;
        }

        RunwayCheck.Range(frames.Count, PromptImage, 1, limits.MaxFrames);
        RunwayCheck.MediaList(frames.Select(image => image.Uri), PromptImage, "image");
        var places = frames.Select(frame => frame.Position).ToList();
        if (!limits.IsKnown || (limits.Frames == RunwayFrames.Mixed && places.TrueForAll(place => place is null)))
        {
            return;
        }

        string[] known = limits.Frames == RunwayFrames.First ? ["first"] : ["first", "last"];
        RunwayCheck.Require(
            places.TrueForAll(place => known.Contains(place)) && places.Distinct().Count() == places.Count && places.Contains("first"),
            PromptImage,
            $"have positions of {string.Join(" and ", known)}, each once and the first among them");
    }

    /// <summary>With first or last frames, Wan takes its size from the picture.</summary>
    public static void WanFrames(string model, IReadOnlyList<RunwayPromptImage>? frames, string? ratio)
    {
        if (ratio is not null && model is "wan3" or "wan3_prime" && frames?.Any(frame => frame.Position is not null) == true)
        {
            RunwayCheck.OneOf(ratio, "ratio", RunwayRatios.WanAuto);
        }
    }

    /// <summary>Recordings need a picture, and pictures end at 720p.</summary>
    public static void Grok(
        string model, IReadOnlyList<RunwayMediaReference>? pictures, IReadOnlyList<RunwayMediaReference>? sounds, string? resolution)
    {
        if (model != "grok_imagine_1_5")
        {
            return;
        }

        RunwayCheck.Require(sounds is not { Count: > 0 } || pictures is { Count: > 0 }, "referenceAudio", "go with at least one of references");
        RunwayCheck.Require(pictures is not { Count: > 0 } || resolution != "1080p", "resolution", "be one of 480p, 720p together with references");
    }
}
