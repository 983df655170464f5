using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>A video as the gateway tells it: in OpenAI's shape for Sora and Veo, in the vendor's for the others.</summary>
internal static class VideoAnswer
{
    private const double QueuedPart = 0.15;

    public static bool IsDone(SimulatedTask task, DateTimeOffset now) =>
        task.HasEnded(now) && task.Fate is TaskFate.Succeed or TaskFate.Empty;

    public static JsonObject Of(SimulatedTask task, VideoWork work, DateTimeOffset now, AiHubMixSimulatorOptions options, string contentUrl)
    {
        var status = Status(task, now);
        var answer = new JsonObject
        {
            ["id"] = task.Id,
            ["object"] = "video",
            ["model"] = task.Model,
            ["status"] = options.StatusSynonyms ? Synonym(status) : status,
        };
        if (options.VideoProgress)
        {
            answer["progress"] = status switch
            {
                "queued" => 0,
                "in_progress" => (int)(100 * (task.Progress(now) - QueuedPart) / (1 - QueuedPart)),
                _ => task.Fate == TaskFate.Fail ? 0 : 100,
            };
        }

        Describe(answer, task, work, now, options);
        if (status == "failed")
        {
            AddFailure(answer, task.FailureCode, options.VideoFailure);
        }
        else if (work.Family is VideoFamily.Sora or VideoFamily.Veo)
        {
            answer["error"] = null;
        }

        if (options.VideoUrl && status == "completed")
        {
            answer["video_url"] = contentUrl;
        }

        return answer;
    }

    private static string Status(SimulatedTask task, DateTimeOffset now) => task.HasEnded(now)
        ? task.Fate == TaskFate.Fail ? "failed" : "completed"
        : task.Progress(now) < QueuedPart ? "queued" : "in_progress";

    private static string Synonym(string status) => status switch
    {
        "queued" => "pending",
        "in_progress" => "processing",
        "completed" => "succeeded",
        _ => "error",
    };

    private static void Describe(
        JsonObject answer, SimulatedTask task, VideoWork work, DateTimeOffset now, AiHubMixSimulatorOptions options)
    {
        if (work.Family is not (VideoFamily.Sora or VideoFamily.Veo))
        {
            answer["duration"] = work.Seconds;
            answer["width"] = work.Width;
            answer["height"] = work.Height;
            return;
        }

        var done = IsDone(task, now);
        answer["created_at"] = task.CreatedAt.ToUnixTimeSeconds();
        answer["completed_at"] = done ? task.EndsAt.ToUnixTimeSeconds() : null;
        answer["expires_at"] = done ? (task.EndsAt + options.ResultLifetime).ToUnixTimeSeconds() : null;
        answer["prompt"] = work.Prompt;
        answer["size"] = new PixelSize(work.Width, work.Height).ToString();
        answer["seconds"] = work.Seconds.ToString(CultureInfo.InvariantCulture);
        answer["remixed_from_video_id"] = work.RemixedFrom;
    }

    private static void AddFailure(JsonObject answer, string? code, VideoFailureShape shape)
    {
        const string text = "Video generation failed.";
        switch (shape)
        {
            case VideoFailureShape.ErrorText:
                answer["error"] = text;
                break;
            case VideoFailureShape.FailureReason:
                answer["failure_reason"] = text;
                break;
            default:
                answer["error"] = new JsonObject { ["code"] = code ?? "video_generation_failed", ["message"] = text };
                break;
        }
    }
}
