using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Http;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Work that is started with an id and fetched later. Reading a result does not consume it; it is kept for 24 hours.</summary>
internal sealed class StabilityTasks(VendorSimulators simulators)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _polled = new();

    /// <summary>Keeps the task and answers with its id of 64 hex digits.</summary>
    public async Task StartAsync(
        HttpContext context, StabilityCaller caller, string model, TaskResult result, int status = StatusCodes.Status200OK)
    {
        var task = new SimulatedTask
        {
            Id = RandomNumberGenerator.GetHexString(64, lowercase: true),
            Vendor = StabilityCashier.Vendor,
            Owner = caller.Owner,
            CreatedAt = simulators.Clock.GetUtcNow(),
            Duration = simulators.Options.TaskDuration(StabilityCashier.Vendor),
            Model = model,
            Payload = (JsonObject)JsonSerializer.SerializeToNode(result, TaskResultJson.Default.TaskResult)!,
        };
        // Bought work is kept even when the caller hangs up while it is being written.
        await simulators.Store.SaveAsync(task.With(context.Call().Fault), CancellationToken.None);
        context.SetTaskId(task.Id);
        context.Response.StatusCode = status;
        context.Response.Headers["x-request-id"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await StabilityAnswers.WriteJsonAsync(context, "application/json", writer => writer.WriteString("id", task.Id));
    }

    /// <summary>Answers a poll: 202 while it runs, then the result; 404 for another key's, an expired or an unknown id.</summary>
    public async Task FetchAsync(HttpContext context, StabilityCaller caller, string kind, string field)
    {
        if (AcceptHeader.WantsJson(context, kind) is not { } asJson)
        {
            await MultipartGate.BadRequestAsync(context, [$"accept: must be one of {kind}/*, application/json"]);
            return;
        }

        var id = (string)context.Request.RouteValues["id"]!;
        context.SetTaskId(id);
        var now = simulators.Clock.GetUtcNow();
        var task = await simulators.Store.FindAsync(StabilityCashier.Vendor, id, context.RequestAborted);
        if (task is null || task.Payload["seconds"] is not null != (kind == "audio") || task.Owner != caller.Owner
            || now >= task.EndsAt + Kept)
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status404NotFound, "generation_not_found", StabilityErrors.ExpiredText);
            return;
        }

        context.SetModel(task.Model!);
        if (IsTooSoon(id, now))
        {
            await StabilityErrors.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "rate_limit_exceeded", StabilityErrors.PollLimitText);
            return;
        }

        await AnswerAsync(context, await StruckAsync(context, task), now, asJson, field);
    }

    private bool IsTooSoon(string id, DateTimeOffset now)
    {
        if (simulators.Options.Stability.ShortestPollInterval is not { } shortest)
        {
            return false;
        }

        var isTooSoon = _polled.TryGetValue(id, out var last) && now - last < shortest;
        _polled[id] = now;
        return isTooSoon;
    }

    /// <summary>A fault that acts on work may also strike at a poll; the task then stays as it was made.</summary>
    private async Task<SimulatedTask> StruckAsync(HttpContext context, SimulatedTask task)
    {
        var struck = task.With(context.Call().Fault);
        if (!ReferenceEquals(struck, task))
        {
            await simulators.Store.SaveAsync(struck, CancellationToken.None);
        }

        return struck;
    }

    private static Task AnswerAsync(HttpContext context, SimulatedTask task, DateTimeOffset now, bool asJson, string field)
    {
        if (!task.HasEnded(now))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers["x-request-id"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
            return StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
            {
                writer.WriteString("id", task.Id);
                writer.WriteString("status", "in-progress");
            });
        }

        var result = task.Payload.Deserialize(TaskResultJson.Default.TaskResult)!;
        return task switch
        {
            { Fate: TaskFate.Fail, FailureCode: "content_filtered" } when !result.IsSound =>
                StabilityAnswers.WriteMediaAsync(context, (result with { FinishReason = FinishReasons.Filtered }).Render(), asJson, field),
            { Fate: TaskFate.Fail, FailureCode: "content_filtered" or "content_moderation" } => StabilityErrors.ModerationAsync(context),
            { Fate: TaskFate.Fail } => StabilityErrors.ServerErrorAsync(context),
            { Fate: TaskFate.Empty } => StabilityAnswers.WriteMediaAsync(context, result.Empty(), asJson, field),
            _ => StabilityAnswers.WriteMediaAsync(context, result.Render(), asJson, field),
        };
    }
}
