using System.Text.Json;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says pictures of how moments of a video shall look in the vendor's words. Pure.</summary>
internal static class RunwayKeyframeMapper
{
    public const string Images = "keyframe_images";

    private const string Seconds = "keyframe_seconds";
    private const string Positions = "keyframe_positions";
    private const string Ranges = "keyframe_ranges";
    private const string First = "image";
    private const string Last = "last_image";

    /// <summary>
    /// Our first and last pictures are how the video shall look at its start and at its end; <c>keyframe_images</c> lie at the seconds,
    /// or at the parts of the whole, that lists of the same length tell.
    /// </summary>
    public static List<RunwayKeyframe>? Map(InputReader input, RunwayMedia media, RunwayModel model)
    {
        if (!model.Keyframes)
        {
            return null;
        }

        var ends = media.All(First).Select(uri => new RunwayKeyframe(uri, At: 0))
            .Concat(media.All(Last).Select(uri => new RunwayKeyframe(uri, At: 1)));
        List<RunwayKeyframe> frames = [.. ends, .. Moments(input, media.All(Images))];
        return frames.Count > 0 ? frames : null;
    }

    private static IEnumerable<RunwayKeyframe> Moments(InputReader input, IReadOnlyList<string> pictures)
    {
        var (seconds, positions) = (Numbers(input, Seconds, pictures), Numbers(input, Positions, pictures));
        var ranges = RangesOf(input, pictures);
        if (pictures.Count == 0)
        {
            return [];
        }

        if (seconds is null == positions is null)
        {
            throw new InvalidInputException(Seconds, $"'{Images}' need '{Seconds}' or '{Positions}', and not both.");
        }

        return pictures.Select((uri, index) => new RunwayKeyframe(uri, seconds?[index], positions?[index], ranges?[index]));
    }

    private static List<double>? Numbers(InputReader input, string name, IReadOnlyList<string> pictures) =>
        List(input, name, pictures, item => item.ValueKind == JsonValueKind.Number, "number")?.ConvertAll(item => item.GetDouble());

    private static List<RunwayRange>? RangesOf(InputReader input, IReadOnlyList<string> pictures) =>
        List(input, Ranges, pictures, item => item.ValueKind == JsonValueKind.Object, "object with 'start' and 'end'")?.ConvertAll(item =>
        {
            var range = new InputReader(item);
            return range.Int32("start") is { } start && range.Int32("end") is { } end && start < end
                ? new RunwayRange(start, end)
                : throw new InvalidInputException(Ranges, $"Each of '{Ranges}' must have whole seconds 'start' and 'end', the start before the end.");
        });

    private static List<JsonElement>? List(
        InputReader input, string name, IReadOnlyList<string> pictures, Predicate<JsonElement> fits, string what)
    {
        if (input.Value(name) is not { } list)
        {
            return null;
        }

        List<JsonElement> items = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
        return items.Count == pictures.Count && items.TrueForAll(fits)
            ? items
            : throw new InvalidInputException(name, $"'{name}' must have one {what} for each of '{Images}'.");
    }
}
