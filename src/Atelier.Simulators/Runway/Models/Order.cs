using System.Text.Json;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>A valid body read for what it buys: size, length, number and format of the results.</summary>
internal sealed record Order(OutputKind Makes, FrameSize Size, double Seconds, int Count, string Format)
{
    private const int UsualAutoSeconds = 5;
    private const double CharactersASecond = 15;
    private const double LongestSound = 600;

    public required bool Audio { get; init; }

    public required string Quality { get; init; }

    public required int References { get; init; }

    /// <summary>Characters of the prompt.</summary>
    public required int Characters { get; init; }

    /// <summary>Resolution asked for; empty when none was.</summary>
    public required string Resolution { get; init; }

    /// <summary>Whether more frames a second were asked for.</summary>
    public required bool FpsBoost { get; init; }

    /// <summary>Whether the length was left to the model: <see cref="Seconds"/> is then the longest it may choose.</summary>
    public required bool AutoLength { get; init; }

    /// <summary>What is really made; differs from the order only when the length was left to the model.</summary>
    public Order Fulfilled => AutoLength ? this with { Seconds = Math.Min(Seconds, UsualAutoSeconds) } : this;

    public static Order Read(RunwayEndpoint endpoint, RunwayModel model, JsonElement body, SourceFacts source)
    {
        var characters = body.TryGetProperty("promptText", out var prompt) ? prompt.GetString()!.Length : 0;
        var (seconds, auto) = endpoint.Makes == OutputKind.Picture ? (0, false) : Length(endpoint, model, body, source, characters);
        var count = body.TryGetProperty("outputCount", out var wanted) ? (int)wanted.GetDouble() : 1;
        return new Order(endpoint.Makes, Sizes.Of(model, body, source), seconds, count, FormatOf(endpoint, model, body))
        {
            Audio = !body.TryGetProperty("audio", out var audio) || audio.GetBoolean(),
            Quality = body.TryGetProperty("quality", out var quality) ? quality.GetString()! : "high",
            References = LengthOf(body, "references") + LengthOf(body, "referenceImages"),
            Characters = characters,
            Resolution = body.TryGetProperty("resolution", out var resolution) ? resolution.GetString()! : "",
            FpsBoost = body.TryGetProperty("fpsBoost", out var boost) && boost.GetBoolean(),
            AutoLength = auto,
        };
    }

    private static (double Seconds, bool Auto) Length(
        RunwayEndpoint endpoint, RunwayModel model, JsonElement body, SourceFacts source, int characters)
    {
        var there = body.TryGetProperty("duration", out var duration);
        if (duration.ValueKind == JsonValueKind.Number)
        {
            return (duration.GetDouble(), false);
        }

        if (there)
        {
            return (model.LongestAuto, true);
        }

        if (model.FollowsSource)
        {
            return (Math.Clamp(source.Seconds ?? model.DefaultSeconds, 0.1, LongestSound), false);
        }

        return endpoint.Path == "/v1/text_to_speech"
            ? (Math.Clamp(characters / CharactersASecond, 1, LongestSound), false)
            : endpoint.Makes == OutputKind.Sound ? (model.LongestAuto, true) : (model.DefaultSeconds, false);
    }

    private static string FormatOf(RunwayEndpoint endpoint, RunwayModel model, JsonElement body) =>
        body.TryGetProperty("outputFormat", out var format)
            ? format.GetString()!
            : model.DefaultFormat ?? endpoint.Makes switch
            {
                OutputKind.Video => "mp4",
                OutputKind.Sound => "mp3",
                _ => "png",
            };

    private static int LengthOf(JsonElement body, string name) => body.TryGetProperty(name, out var items) ? items.GetArrayLength() : 0;
}

/// <summary>What is known of the media handed in: the size of the first picture or film, and the length of the first film or recording.</summary>
internal sealed record SourceFacts(FrameSize? Size, double? Seconds);
