using System.Text.Json;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>A valid body read for what it buys: size, length, number and format of the results.</summary>
internal sealed record Order(bool IsVideo, FrameSize Size, int Seconds, int Count, string Format)
{
    private const int UsualAutoSeconds = 5;

    public required bool Audio { get; init; }

    public required string Quality { get; init; }

    public required int References { get; init; }

    /// <summary>Whether the length was left to the model: <see cref="Seconds"/> is then the longest it may choose.</summary>
    public required bool AutoLength { get; init; }

    /// <summary>What is really made; differs from the order only when the length was left to the model.</summary>
    public Order Fulfilled => AutoLength ? this with { Seconds = Math.Min(Seconds, UsualAutoSeconds) } : this;

    public static Order Read(RunwayEndpoint endpoint, RunwayModel model, JsonElement body, FrameSize? firstImage)
    {
        var auto = body.TryGetProperty("duration", out var duration) && duration.ValueKind == JsonValueKind.String;
        var seconds = duration.ValueKind == JsonValueKind.Number ? (int)duration.GetDouble()
            : auto ? model.LongestAuto
            : model.DefaultSeconds;
        var count = body.TryGetProperty("outputCount", out var wanted) ? (int)wanted.GetDouble() : 1;
        return new Order(
            endpoint.MakesVideo, Sizes.Of(model, body, firstImage), endpoint.MakesVideo ? seconds : 0, count, FormatOf(endpoint, body))
        {
            Audio = !body.TryGetProperty("audio", out var audio) || audio.GetBoolean(),
            Quality = body.TryGetProperty("quality", out var quality) ? quality.GetString()! : "high",
            References = Length(body, "references") + Length(body, "referenceImages"),
            AutoLength = auto,
        };
    }

    private static string FormatOf(RunwayEndpoint endpoint, JsonElement body) =>
        body.TryGetProperty("outputFormat", out var format) ? format.GetString()! : endpoint.MakesVideo ? "mp4" : "png";

    private static int Length(JsonElement body, string name) => body.TryGetProperty(name, out var items) ? items.GetArrayLength() : 0;
}
