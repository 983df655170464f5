using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations.Execution;

/// <summary>Lets a generation take over the artifacts of the identical one it follows, at the reduced price.</summary>
internal sealed partial class ShareStep(
    ExecutionToolbox tools,
    IGenerationStore store,
    IGenerationReader reader,
    IResultCache results,
    IPricing pricing,
    IdFactory ids,
    IOptions<ResultCacheOptions> options,
    ILogger<ShareStep> logger)
{
    // A leader that ends wakes its followers; this is for a call that got lost.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Shares, waits, fails as the leader did, or takes the leader's place when it left nothing to share.</summary>
    public async Task<StepResult> RunAsync(Generation follower, CancellationToken cancellationToken)
    {
        var leader = await store.FindAsync(follower.LeaderId!, cancellationToken);
        switch (leader?.State)
        {
            case GenerationState.Completed:
                return await ShareAsync(follower, leader, cancellationToken);
            case GenerationState.Failed:
                // The same request would fail the same way: nobody buys that a second time.
                return await tools.FailAsync(follower, leader.Error ?? FailureErrors.ResultLost, null, cancellationToken);
            case null or GenerationState.Cancelled:
                await ReplaceAsync(follower, cancellationToken);
                return StepResult.Again;
            default:
                return await WaitAsync(follower, leader, cancellationToken);
        }
    }

    /// <summary>A follower may wait for as long as its leader may take: it has no deadline of its own before that.</summary>
    private async Task<StepResult> WaitAsync(Generation follower, Generation leader, CancellationToken cancellationToken)
    {
        var until = leader.Deadline + LookAgain + LookAgain;
        if (follower.Owner is not null && follower.Deadline >= until)
        {
            return StepResult.After(LookAgain);
        }

        var claim = ExecutionToolbox.Change(follower, GenerationTrigger.Claim) with
        {
            Owner = tools.Node,
            Deadline = until > follower.Deadline ? until : follower.Deadline,
        };
        return await tools.ApplyAsync(follower, claim, cancellationToken) is null ? StepResult.Again : StepResult.After(LookAgain);
    }

    private async Task<StepResult> ShareAsync(Generation follower, Generation leader, CancellationToken cancellationToken)
    {
        var originals = (await reader.ArtifactsOfAsync([leader.Id], cancellationToken))[leader.Id].ToList();
        if (originals.Count == 0)
        {
            await ReplaceAsync(follower, cancellationToken);
            return StepResult.Again;
        }

        var price = pricing.Charge(follower.PriceRule, DeliveredLength.In(null, originals), originals.Count);
        var change = ExecutionToolbox.Change(follower, GenerationTrigger.Share) with
        {
            Artifacts = [.. originals.Select(original => CopyOf(original, follower))],
            SharedArtifactIds = [.. originals.Select(original => original.Id)],
            CaptureMicro = Math.Clamp(options.Value.Reduce(price), 0, follower.HeldMicro),
            Details = DetailsText.With(leader.Details, new Dictionary<string, string> { ["shared_from"] = leader.Id }),
            Progress = 1,
        };
        try
        {
            await tools.ApplyOnceAsync(follower, change, cancellationToken);
            return StepResult.Again;
        }
        catch (InvalidOperationException error)
        {
            // The leader's artifacts were deleted between reading and writing them: the next look finds it gone.
            LogNotShared(error, follower.Id, leader.Id);
            return StepResult.After(tools.Options.FaultDelay);
        }
    }

    private async Task ReplaceAsync(Generation follower, CancellationToken cancellationToken)
    {
        var leader = await results.ReplaceLeaderAsync(follower, options.Value.Lifetime, cancellationToken);
        LogReplaced(follower.Id, follower.LeaderId, leader);
    }

    private Artifact CopyOf(Artifact original, Generation follower) => original with
    {
        Id = ids.New(IdPrefixes.Artifact), GenerationId = follower.Id, UserId = follower.UserId, CreatedAt = tools.Now,
    };

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} cannot share the result of {LeaderId} just now")]
    private partial void LogNotShared(Exception error, string generationId, string leaderId);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} lost its leader {FormerLeader}; it now follows {Leader} (nobody: it is made itself)")]
    private partial void LogReplaced(string generationId, string? formerLeader, string? leader);
}
