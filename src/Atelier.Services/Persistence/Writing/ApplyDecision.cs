using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Decides what one transition writes. Nothing when another writer was first: the version is the fence.</summary>
internal static class ApplyDecision
{
    private const string UpdateGeneration =
        """
        UPDATE generations SET version = version + 1, state = $3, owner = COALESCE($4, owner), attempt_count = $5, vendor_task_id = $6, due_at = $7,
            deadline = COALESCE($8, deadline), progress = $9, cancel_requested = (cancel_requested OR $10), error = COALESCE($11, error),
            details = COALESCE($12, details), held_micro = $13, captured_micro = $14, released_micro = $15,
            started_at = COALESCE(started_at, $16), completed_at = $17, updated_at = $18, state_since = COALESCE($19, state_since),
            served_model = COALESCE($20, served_model), provider = COALESCE($21, provider), vendor_model = COALESCE($22, vendor_model),
            route = CASE WHEN $20 IS NULL THEN route ELSE $23 END, submit_policy = COALESCE($24, submit_policy),
            served_input = COALESCE($25, served_input), served_price_rule = COALESCE($26, served_price_rule)
        WHERE id = $1 AND version = $2
        """;

    private static readonly string InsertArtifact = SqlText.Insert(
        "artifacts",
        "id", "generation_id", "user_id", "book", "position", "kind", "content_type", "bytes", "sha256", "width", "height", "duration_seconds",
        "store_key", "created_at");

    // Locks the leader's artifact until the commit and fails when it was deleted: its bytes must stay while anything refers to them.
    private const string KeepShared = "UPDATE artifacts SET deleted_at = NULL WHERE id = $1 AND deleted_at IS NULL";

    /// <exception cref="ArgumentOutOfRangeException">The charge is below zero or above the hold.</exception>
    public static WritePlan<ApplyOutcome> Decide(GenerationChange change, TransitionRule rule, IFacts facts, IdFactory ids, DateTimeOffset now)
    {
        if (facts.Generation(change.GenerationId) is not { } before || before.Version != change.ExpectedVersion || before.State != change.From)
        {
            return new WritePlan<ApplyOutcome>(new ApplyOutcome(false, 0));
        }

        var end = EndOf(change, rule, before, ids, now);
        var opensAttempt = AttemptStatements.Opens(rule.Trigger) || change.Diversion is not null;
        var after = before with
        {
            State = rule.To,
            Version = before.Version + 1,
            AttemptCount = before.AttemptCount + (AttemptStatements.Opens(rule.Trigger) ? 1 : 0),

            // A new attempt starts from nothing: an earlier attempt's task must never be polled in its place.
            VendorTaskId = change.VendorTaskId is { } task ? StoredText.Clean(task) : opensAttempt ? null : before.VendorTaskId,
            Progress = change.Progress ?? (opensAttempt ? null : before.Progress),
            HeldMicro = end is null ? before.HeldMicro : 0,
            Provider = change.Diversion?.Provider ?? before.Provider,
            VendorModel = change.Diversion?.VendorModel ?? before.VendorModel,
        };
        var captured = rule.Money == MoneyMove.Capture ? change.CaptureMicro : 0;
        var released = end is null ? 0 : before.HeldMicro - captured;
        var error = Clean(change.Error);
        var statements = new List<Statement>(8)
        {
            new(UpdateGeneration, ValuesOf(change, after, error, captured, released, now)),
        };
        AttemptStatements.Append(statements, change, rule.Trigger, before, after, ids, now);
        statements.AddRange(change.SharedArtifactIds.Select(id => new Statement(KeepShared, [id])));
        statements.AddRange(change.Artifacts.Select(artifact => new Statement(InsertArtifact, ValuesOf(artifact))));
        if (end is not null)
        {
            MoveStatements.Append(statements, end);
        }

        return new WritePlan<ApplyOutcome>(new ApplyOutcome(true, after.Version))
        {
            Statements = statements,
            Event = EventStatements.TypeOf(rule) is { } type ? EventStatements.New(after, type, error, captured, released, now) : null,
            After = after,
            Balance = end is null ? null : MoveStatements.ChangeOf(end),
        };
    }

    private static LedgerMove? EndOf(GenerationChange change, TransitionRule rule, GenerationFacts before, IdFactory ids, DateTimeOffset now)
    {
        if (rule.Money == MoneyMove.None)
        {
            return null;
        }

        if (rule.Money == MoneyMove.Capture)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(change.CaptureMicro);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(change.CaptureMicro, before.HeldMicro);
        }

        return new LedgerMove
        {
            Id = ids.New(IdPrefixes.LedgerMove),
            UserId = before.PayerId,
            Book = before.Book,
            Move = rule.Money,
            GenerationId = before.Id,
            Postings = rule.Money == MoneyMove.Capture ? Postings.Capture(before.HeldMicro, change.CaptureMicro) : Postings.Release(before.HeldMicro),
            CreatedAt = now,
        };
    }

    private static SqlValue[] ValuesOf(
        GenerationChange change, GenerationFacts after, GenerationError? error, long captured, long released, DateTimeOffset now)
    {
        DateTimeOffset? started = AttemptStatements.Opens(change.Trigger) ? now : null;
        DateTimeOffset? completed = after.State.IsFinished() ? now : null;
        DateTimeOffset? entered = after.State != change.From ? now : null;
        var fallback = change.Diversion;
        return
        [
            change.GenerationId, change.ExpectedVersion, (int)after.State, change.Owner, after.AttemptCount, after.VendorTaskId, change.DueAt,
            change.Deadline, after.Progress, change.Trigger == GenerationTrigger.RequestCancel, JsonColumns.WriteError(error),
            change.Details?.GetRawText(), after.HeldMicro, captured, released, started, completed, now, entered,
            fallback?.Model, fallback?.Provider, fallback?.VendorModel, fallback?.Route, (int?)fallback?.SubmitPolicy, fallback?.Input.GetRawText(),
            fallback?.PriceRule,
        ];
    }

    private static SqlValue[] ValuesOf(Artifact a) =>
    [
        a.Id, a.GenerationId, a.UserId, (int)a.Book, a.Index, a.Kind, a.ContentType, a.Bytes, a.Sha256, a.Width, a.Height, a.DurationSeconds,
        a.StoreKey, a.CreatedAt,
    ];

    private static GenerationError? Clean(GenerationError? error) =>
        error is null ? null : error with { Message = StoredText.Clean(error.Message), Field = StoredText.Clean(error.Field) };
}
