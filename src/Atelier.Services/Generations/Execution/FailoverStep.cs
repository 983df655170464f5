using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

/// <summary>
/// Hands a generation that its vendor provably did not take to a fallback. The refusal and the new vendor are one commit: a crash before it leaves
/// the attempt as it was, a crash after it leaves a generation that waits for the fallback.
/// </summary>
internal sealed partial class FailoverStep(ExecutionToolbox tools, FailoverPlanner planner, ILogger<FailoverStep> logger)
{
    /// <summary>Whether waiting that much longer is more than the generation's patience, and there is somebody else to ask.</summary>
    public bool Prefers(Generation generation, TimeSpan wait) =>
        tools.Now + wait - generation.CreatedAt > tools.Options.FailoverPatience && planner.HasMore(generation);

    /// <summary>
    /// Hands it on. Returns <see langword="null"/> when no fallback can do the work; the generation returned beside it then carries the reasons.
    /// </summary>
    /// <param name="generation">Queued or submitting.</param>
    /// <param name="reason">One word for why its vendor does not take it.</param>
    /// <param name="attempt">What to record about the attempt, if there was one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<(StepResult? Result, Generation Generation)> TryAsync(
        Generation generation, string reason, AttemptNote? attempt, CancellationToken cancellationToken)
    {
        if (!planner.HasMore(generation))
        {
            return (null, generation);
        }

        var plan = await planner.PlanAsync(generation, reason, cancellationToken);
        var details = DetailsText.Write(plan.Notes);
        if (plan.Diversion is not { } diversion)
        {
            return (null, generation with { Details = details });
        }

        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Divert) with
        {
            Diversion = diversion,
            Details = details,
            Attempt = attempt,
            Deadline = tools.Now + tools.Options.QueueTimeout,
        };
        LogDiverted(generation.Id, generation.MadeBy, diversion.Model, reason);
        await tools.ApplyAsync(generation, change, cancellationToken);
        await tools.Gate.ReleaseAsync(ExecutionToolbox.GateName(generation), generation.Id, CancellationToken.None);
        return (StepResult.Again, generation);
    }

    public static string Reason(ProviderFailure failure) => FailureErrors.Code(failure.Kind);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} goes from {Model} to {Fallback}: {Reason}")]
    private partial void LogDiverted(string generationId, string model, string fallback, string reason);
}
