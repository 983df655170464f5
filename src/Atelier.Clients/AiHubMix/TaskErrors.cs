using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Finds why a task failed: an object, a text, or one of several other fields, depending on the vendor behind the gateway.
/// </summary>
internal static class TaskErrors
{
    public static TaskError Read(VideoWire wire) => From(
        wire.Error ?? default,
        [wire.FailureReason, wire.FailedReason, wire.StatusMessage, wire.Message],
        wire.Status);

    public static TaskError Read(JsonElement task, string? status) => From(
        task.Get("error"),
        [task.Get("failure_reason"), task.Get("message"), task.Get("details"), task.Get("result")],
        status);

    private static TaskError From(JsonElement error, JsonElement?[] reasons, string? status)
    {
        var code = error.Get("code").AsText() ?? error.Get("type").AsText();
        var message = TextOf(error)
            ?? reasons.Select(reason => TextOf(reason ?? default)).FirstOrDefault(text => text is not null)
            ?? code
            ?? $"The vendor gave no reason (status '{status}').";
        return new TaskError(code, message);
    }

    private static string? TextOf(JsonElement reason) => reason.AsText() ?? reason.Get("message").AsText();
}
