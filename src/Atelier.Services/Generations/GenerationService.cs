using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Persistence;
using Atelier.Services.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations;

/// <summary>What callers do with generations.</summary>
internal sealed partial class GenerationService(
    GenerationIntake intake,
    IGenerationStore store,
    IGenerationReader reader,
    IGenerationDispatcher dispatcher,
    IGenerationSignals signals,
    ICreditService credits,
    LiveAnswers live,
    IGenerationRunner runner,
    IResultCache results,
    ServiceMetrics metrics,
    IOptions<ResultCacheOptions> caching,
    IOptions<GenerationOptions> options,
    TimeProvider time,
    ILogger<GenerationService> logger) : IGenerationService
{
    private const int MaxPageSize = 100;
    private const int FenceTries = 20;

    /// <summary>Commits of other nodes are not signalled to this one; a waiter looks by itself this often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public Task<Result<CreatedGeneration>> CreateAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken) =>
        CreateAsync(caller, command, null, cancellationToken);

    public async Task<Result<QuoteView>> QuoteAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken)
    {
        var priced = await intake.PriceAsync(caller, command, cancellationToken);
        if (!priced.IsOk)
        {
            return priced.Error;
        }

        var balance = await credits.BalanceAsync(caller.PayerId, caller.Book, cancellationToken);
        var quote = new QuoteView(priced.Value.Model, priced.Value.Quote, balance.AvailableMicro);
        if (priced.Value.CacheKey is not { } key)
        {
            return quote;
        }

        var leader = await results.FindLeaderAsync(caller.UserId, caller.Book, key, command.CacheMaxAge ?? TimeSpan.MaxValue, cancellationToken);
        return quote with { SharesResult = leader is not null, SharedMicro = caching.Value.Reduce(quote.Quote.ExpectedMicro) };
    }

    public async Task<Result<GenerationView>> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var generation = await FindVisibleAsync(caller, id, cancellationToken);
        return generation is null ? NotFound(id) : await ViewAsync(generation, cancellationToken);
    }

    public async Task<Result<GenerationView>> WaitAsync(Caller caller, string id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + atMost;
        using var watch = signals.WatchGeneration(id);
        while (true)
        {
            var generation = await FindVisibleAsync(caller, id, cancellationToken);
            if (generation is null)
            {
                return NotFound(id);
            }

            var left = end - time.GetUtcNow();
            if (generation.State.IsFinished() || left <= TimeSpan.Zero)
            {
                return await ViewAsync(generation, cancellationToken);
            }

            await watch.WaitAsync(left < LookAgain ? left : LookAgain, cancellationToken);
        }
    }

    public async Task<Result<Page<GenerationView>>> ListAsync(Caller caller, GenerationQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > MaxPageSize)
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_parameter", $"limit is from 1 to {MaxPageSize}.", "limit");
        }

        if (query.Cursor is not null && !IdFactory.IsWellFormed(query.Cursor, IdPrefixes.Generation))
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_cursor", "cursor takes the next_cursor of an earlier page.", "cursor");
        }

        var own = caller.IsOperator ? query : query with { UserId = caller.UserId, Book = caller.Book };
        var page = await reader.ListAsync(own, cancellationToken);
        var artifacts = await reader.ArtifactsOfAsync([.. page.Items.Select(g => g.Id)], cancellationToken);
        var views = page.Items.Select(g => new GenerationView(g, [.. artifacts[g.Id]], null)).ToList();
        return new Page<GenerationView>(views, page.NextCursor);
    }

    public async Task<Result<bool>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var generation = await FindVisibleAsync(caller, id, cancellationToken);
        if (generation is null)
        {
            return NotFound(id);
        }

        if (!generation.State.IsFinished() || !await reader.DeleteAsync(id, cancellationToken))
        {
            return new ServiceError(
                ErrorKind.Conflict, "not_finished", $"This generation is {generation.State.ToWire()}; cancel it or wait until it has finished, then delete it.");
        }

        return true;
    }

    public async Task<Result<CreatedGeneration>> RetryAsync(Caller caller, string id, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var generation = await FindVisibleAsync(caller, id, cancellationToken);
        if (generation is null || generation.UserId != caller.UserId)
        {
            return NotFound(id);
        }

        if (generation.State is not (GenerationState.Failed or GenerationState.Cancelled))
        {
            return new ServiceError(
                ErrorKind.Conflict, "not_retryable", $"Only a failed or cancelled generation can be retried; this one is {generation.State.ToWire()}.");
        }

        var command = new GenerationCommand
        {
            Model = generation.Model,
            Input = generation.Input,
            Metadata = generation.Metadata,
            IdempotencyKey = idempotencyKey,
        };
        return await CreateAsync(caller, command, generation.Id, cancellationToken);
    }

    public async Task<Result<IReadOnlyList<Attempt>>> AttemptsAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var generation = await FindVisibleAsync(caller, id, cancellationToken);
        return generation is null ? NotFound(id) : Result.Ok(await reader.AttemptsOfAsync(id, cancellationToken));
    }

    private async Task<Result<CreatedGeneration>> CreateAsync(Caller caller, GenerationCommand command, string? retryOf, CancellationToken cancellationToken)
    {
        using var accepting = ServiceTelemetry.Accepting(command.Model);
        var priced = await intake.PriceAsync(caller, command, cancellationToken);
        if (!priced.IsOk)
        {
            return priced.Error;
        }

        var row = intake.ToRow(caller, command, priced.Value, retryOf);
        if (!row.IsOk)
        {
            return row.Error;
        }

        // Once asked, the database's answer is waited for: a caller who hangs up must not leave it in doubt whether the dispatch follows.
        switch (await store.AcceptAsync(row.Value, CancellationToken.None))
        {
            case AcceptOutcome.Accepted accepted:
                LogAccepted(accepted.Generation.Id, accepted.Generation.Model, MicroCredits.Format(accepted.Generation.HeldMicro));
                if (command.Live is { } answer)
                {
                    var id = accepted.Generation.Id;
                    answer.OnLeave = () => live.Remove(id);
                    live.Add(id, answer);
                }

                metrics.Accepted(accepted.Generation);
                return await BeginAsync(caller, accepted.Generation, cancellationToken);
            case AcceptOutcome.Replayed replayed:
                var earlier = await GetAsync(caller, replayed.GenerationId, cancellationToken);
                return earlier.IsOk ? new CreatedGeneration(earlier.Value, Replayed: true) : ReplayedThenDeleted(replayed.GenerationId);
            case AcceptOutcome.KeyReused:
                return new ServiceError(
                    ErrorKind.Unprocessable,
                    "idempotency_key_reused",
                    "This Idempotency-Key was used in the last 24 hours for another request. Use a fresh key for a new request, or repeat the old request unchanged.",
                    "Idempotency-Key");
            case AcceptOutcome.LimitReached limit:
                return limit.Reason;
            case AcceptOutcome.InsufficientCredits insufficient:
                return InsufficientCredits(caller, priced.Value.Quote.HoldMicro, insufficient.AvailableMicro);
            default:
                throw new InvalidOperationException("Unexpected outcome of accepting.");
        }
    }

    /// <summary>What shares a finished result has it at once; everything else is the engine's to execute.</summary>
    private async Task<Result<CreatedGeneration>> BeginAsync(Caller caller, Generation generation, CancellationToken cancellationToken)
    {
        if (generation.LeaderId is { } leaderId
            && await store.FindAsync(leaderId, cancellationToken) is { State: GenerationState.Completed }
            && (await runner.StepAsync(generation.Id, cancellationToken)).Finished)
        {
            var done = await GetAsync(caller, generation.Id, cancellationToken);
            if (done.IsOk)
            {
                return new CreatedGeneration(done.Value, Replayed: false);
            }
        }

        dispatcher.Dispatch(generation.Id);
        return new CreatedGeneration(new GenerationView(generation, [], null), Replayed: false);
    }

    private static ServiceError ReplayedThenDeleted(string id) => new(
        ErrorKind.Conflict,
        "idempotent_generation_deleted",
        $"This Idempotency-Key made generation '{id}', which was deleted since. Nothing was charged again; use a fresh key to make a new one.",
        "Idempotency-Key");

    private static ServiceError InsufficientCredits(Caller caller, long needed, long available) => new(
        ErrorKind.PaymentRequired,
        "insufficient_credits",
        $"This needs {MicroCredits.Format(needed)} {(caller.IsSandbox ? "play " : "")}credits and {MicroCredits.Format(available)} are available. Ask an operator for credits, or ask for less.");

    private async Task<Generation?> FindVisibleAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!IdFactory.IsWellFormed(id, IdPrefixes.Generation))
        {
            return null;
        }

        var generation = await store.FindAsync(id, cancellationToken);
        var visible = generation is not null && (caller.IsOperator || (generation.UserId == caller.UserId && generation.Book == caller.Book));
        return visible ? generation : null;
    }

    private async Task<GenerationView> ViewAsync(Generation generation, CancellationToken cancellationToken)
    {
        IReadOnlyList<Artifact> artifacts = generation.State == GenerationState.Completed
            ? [.. (await reader.ArtifactsOfAsync([generation.Id], cancellationToken))[generation.Id]]
            : [];
        int? position = generation.State == GenerationState.Queued
            ? await reader.QueuePositionAsync(generation, cancellationToken)
            : null;
        IReadOnlyList<Attempt> attempts = generation.AttemptCount > 0 ? await reader.AttemptsOfAsync(generation.Id, cancellationToken) : [];
        return new GenerationView(generation, artifacts, position) { Attempts = attempts };
    }

    private static ServiceError NotFound(string id) => new(
        ErrorKind.NotFound, "generation_not_found", $"There is no generation '{(id.Length <= 64 ? id : id[..64] + "…")}'.");

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} of {Model} was accepted and holds {Credits} credits")]
    private partial void LogAccepted(string generationId, string model, string credits);
}
