using System.Globalization;
using Atelier.Simulators.Http;
using Atelier.Simulators.Runway.Files;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Runway.Tasks;

/// <summary><c>GET</c> and <c>DELETE /v1/tasks/{id}</c>.</summary>
internal sealed class TaskEndpoints(RunwayGate gate, RunwayTasks tasks, OutputUrls urls)
{
    public async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } task)
        {
            return;
        }

        var work = RunwayWork.Of(task);
        var progress = await tasks.ProgressAsync(task, work, context.RequestAborted);
        var cost = tasks.FinalCost(task, work);
        if (progress.IsFinal)
        {
            await tasks.SettleAsync(task, work, cost, context.RequestAborted);
        }

        await RunwayAnswers.WriteAsync(context, Answer(context, task, work, progress, cost), RunwayJson.Wire.RunwayTaskAnswer);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } task)
        {
            return;
        }

        await tasks.DeleteAsync(task, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private RunwayTaskAnswer Answer(HttpContext context, SimulatedTask task, RunwayWork work, RunwayProgress progress, decimal cost)
    {
        var createdAt = task.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var answer = new RunwayTaskAnswer(task.Id, createdAt, progress.Status);
        var final = new RunwayCredits(cost);
        var code = task.FailureCode ?? RunwayFailures.Default;
        return progress.Status switch
        {
            RunwayProgress.Succeeded => answer with { Output = Outputs(context, task, work), Cost = final },
            RunwayProgress.Failed => answer with { Failure = RunwayFailures.Text(code), FailureCode = code, Cost = final },
            RunwayProgress.Cancelled => answer with { Cost = final },
            _ => answer with { Progress = progress.Progress, EstimatedCost = new RunwayCredits(work.Estimate) },
        };
    }

    private List<string> Outputs(HttpContext context, SimulatedTask task, RunwayWork work) =>
        task.Fate == TaskFate.Empty ? [] : [.. OutputMaker.Names(work).Select(file => urls.Sign(context, task.Id, file))];

    private async Task<SimulatedTask?> FindAsync(HttpContext context)
    {
        if (await gate.EnterAsync(context) is not { } owner)
        {
            return null;
        }

        var id = context.GetRouteValue("id")?.ToString() ?? "";
        context.SetTaskId(id);
        if (await tasks.FindAsync(owner, id, context.RequestAborted) is { } task)
        {
            return task;
        }

        await RunwayAnswers.RefuseAsync(context, StatusCodes.Status404NotFound, "Could not find Task");
        return null;
    }
}
