using System.Text.Json;

namespace Atelier.Clients.Runway;

/// <summary>Refuses requests for a video from another one that the vendor is known to refuse.</summary>
internal static class RunwaySourceCheck
{
    private const int MostKeyframes = 5;

    /// <summary>The video under the one of the vendor's two names that the model takes.</summary>
    public static void Video(
        string? videoUri, string? promptVideo, IReadOnlyDictionary<string, JsonElement>? more, RunwayVideoLimits limits, string model)
    {
        if (limits.IsKnown)
        {
            var (right, wrong) = limits.TakesVideoUri ? (videoUri, promptVideo) : (promptVideo, videoUri);
            var (name, other) = limits.TakesVideoUri ? ("videoUri", "promptVideo") : ("promptVideo", "videoUri");
            RunwayCheck.Require(wrong is null, other, $"be left out for {model}, which takes '{name}'");
            RunwayCheck.Given(right, more, name, model);
        }

        RunwayCheck.Media(videoUri, "videoUri", "video");
        RunwayCheck.Media(promptVideo, "promptVideo", "video");
    }

    /// <summary>Carrying on and editing need words and take the size of the video; editing takes its length as well.</summary>
    public static void Mode(RunwayVideoToVideoRequest request)
    {
        RunwayCheck.Among(request.Mode, "mode", ["reference", "extend", "edit"]);
        if (request is not { Model: "seedance2_5", Mode: "extend" or "edit" })
        {
            return;
        }

        RunwayCheck.Given(request.PromptText, request.More, "promptText", $"the mode {request.Mode}");
        RunwayCheck.Require(request.Ratio is null, "ratio", $"be left out in the mode {request.Mode}");
        RunwayCheck.Require(
            request.Mode != "edit" || (request.Duration is null && request.More?.ContainsKey("duration") == true),
            "duration",
            "be auto in the mode edit, given among the further fields");
    }

    /// <summary>Each keyframe lies at a second or at a part of the whole; all have a range or none has.</summary>
    public static void Keyframes(IReadOnlyList<RunwayKeyframe>? frames)
    {
        if (frames is null)
        {
            return;
        }

        RunwayCheck.Range(frames.Count, "keyframes", 1, MostKeyframes);
        RunwayCheck.MediaList(frames.Select(frame => frame.Uri), "keyframes", "image");
        RunwayCheck.Require(frames.All(frame => frame.Seconds is null != frame.At is null), "keyframes", "each have seconds or at, and not both");
        RunwayCheck.Require(frames.All(frame => frame.At is null or (>= 0 and <= 1)), "keyframes", "have at from 0 to 1");
        RunwayCheck.Require(frames.All(frame => frame.Seconds is null or >= 0), "keyframes", "have seconds from 0");
        var ranges = frames.Count(frame => frame.Range is not null);
        RunwayCheck.Require(ranges == 0 || ranges == frames.Count, "keyframes", "all have a range, or none");
    }
}
