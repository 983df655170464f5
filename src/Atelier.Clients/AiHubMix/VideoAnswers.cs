using System.Globalization;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads a video's state from the fields in which the vendors behind the gateway put it.</summary>
internal static class VideoAnswers
{
    /// <summary>
    /// The state, or <see langword="null"/> when the answer names no video and <paramref name="id"/> is not known either.
    /// </summary>
    public static VideoTask? Read(VideoWire wire, string? id)
    {
        if ((id ?? wire.Id) is not { Length: > 0 } known)
        {
            return null;
        }

        var state = TaskStates.Parse(wire.Status);
        var (width, height) = Pixels(wire);
        return new VideoTask
        {
            Id = known,
            State = state,
            Status = wire.Status,
            Model = wire.Model,
            Progress = Number(wire.Progress),
            Seconds = Number(wire.Seconds) ?? Number(wire.Duration),
            Width = width,
            Height = height,
            ExpiresAt = Number(wire.ExpiresAt) is { } seconds and > 0 and < 253402300799
                ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
                : null,
            ResultUrl = state == TaskState.Completed ? FindUrl(wire) : null,
            Error = state == TaskState.Failed ? TaskErrors.Read(wire) : null,
        };
    }

    private static string? FindUrl(VideoWire wire)
    {
        var data = wire.Data ?? default;
        JsonElement?[] places =
        [
            wire.VideoUrl, wire.Url, wire.OutputUrl,
            data.Get("video_url"), data.Get("url"), First(data).Get("url"),
            First(wire.UnsignedUrls ?? default),
        ];
        return places.Select(place => (place ?? default).AsText()).FirstOrDefault(IsUrl);
    }

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static JsonElement First(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default;

    private static (int? Width, int? Height) Pixels(VideoWire wire)
    {
        if (Whole(wire.Width) is { } width && Whole(wire.Height) is { } height)
        {
            return (width, height);
        }

        var sides = wire.Size?.Split('x', 'X', '*') ?? [];
        return sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var across)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var down)
                ? (across, down)
                : (null, null);
    }

    private static int? Whole(JsonElement? element) => Number(element) is { } value and > 0 and < 100_000 ? (int)value : null;

    // Numbers come as numbers or as text, percent with or without its sign.
    private static double? Number(JsonElement? element) =>
        (element ?? default).AsText() is { } text
        && double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;
}
