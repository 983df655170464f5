using System.Text.Json.Nodes;
using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>What is kept with a video's task.</summary>
internal sealed record VideoWork(
    VideoFamily Family, string Prompt, int Seconds, int Width, int Height, long Seed, string? RemixedFrom = null)
{
    public static VideoWork Of(SimulatedTask task)
    {
        var payload = task.Payload;
        return new VideoWork(
            Enum.Parse<VideoFamily>((string)payload["family"]!),
            (string)payload["prompt"]!,
            (int)payload["seconds"]!,
            (int)payload["width"]!,
            (int)payload["height"]!,
            (long)payload["seed"]!,
            (string?)payload["remixed_from"]);
    }

    public static bool IsOne(SimulatedTask task) => task.Payload.ContainsKey("family");

    public JsonObject ToPayload() => new()
    {
        ["family"] = Family.ToString(),
        ["prompt"] = Prompt,
        ["seconds"] = Seconds,
        ["width"] = Width,
        ["height"] = Height,
        ["seed"] = Seed,
        ["remixed_from"] = RemixedFrom,
    };
}
