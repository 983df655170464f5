using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Writing;

/// <summary>What a transition records about attempts.</summary>
internal static class AttemptStatements
{
    private static readonly string Insert =
        SqlText.Insert("attempts", "id", "generation_id", "number", "provider", "vendor_model", "state", "started_at", "estimated_cost_micro_usd");

    private const string Abandon = "UPDATE attempts SET state = $3, ended_at = $4 WHERE generation_id = $1 AND number = $2";

    private const string Annotate =
        """
        UPDATE attempts SET state = COALESCE($3, state), vendor_task_id = COALESCE($4, vendor_task_id), failure_kind = COALESCE($5, failure_kind),
            message = COALESCE($6, message), vendor_request_id = COALESCE($7, vendor_request_id),
            vendor_cost_micro_usd = COALESCE($8, vendor_cost_micro_usd), ended_at = COALESCE($9, ended_at),
            estimated_cost_micro_usd = COALESCE($10, estimated_cost_micro_usd)
        WHERE generation_id = $1 AND number = $2
        """;

    /// <summary>Whether the transition begins a new attempt.</summary>
    public static bool Opens(GenerationTrigger trigger) => trigger is GenerationTrigger.Start or GenerationTrigger.Resubmit;

    public static void Append(
        List<Statement> statements, GenerationChange change, GenerationTrigger trigger, GenerationFacts before, GenerationFacts after, IdFactory ids, DateTimeOffset now)
    {
        if (Opens(trigger))
        {
            // Asking again means that the last answer was lost: that attempt is over.
            if (trigger == GenerationTrigger.Resubmit && before.AttemptCount > 0)
            {
                statements.Add(new Statement(Abandon, [before.Id, before.AttemptCount, (int)AttemptState.Abandoned, now]));
            }

            statements.Add(new Statement(
                Insert,
                [ids.New(IdPrefixes.Attempt), after.Id, after.AttemptCount, after.Provider, after.VendorModel, (int)AttemptState.Started, now, change.EstimatedCostMicroUsd]));
        }
        else if (before.AttemptCount > 0 && (change.Attempt is not null || change.VendorTaskId is not null || change.VendorCostMicroUsd is not null || change.EstimatedCostMicroUsd is not null))
        {
            statements.Add(new Statement(Annotate, NoteOf(change, before, now)));
        }
    }

    private static SqlValue[] NoteOf(GenerationChange change, GenerationFacts before, DateTimeOffset now)
    {
        var note = change.Attempt;
        DateTimeOffset? ended = note is not null && IsOver(note.State) ? now : null;
        return
        [
            before.Id, before.AttemptCount, (int?)note?.State, StoredText.Clean(change.VendorTaskId), (int?)note?.FailureKind,
            StoredText.Clean(note?.Message), StoredText.Clean(note?.VendorRequestId), change.VendorCostMicroUsd, ended,
            change.EstimatedCostMicroUsd,
        ];
    }

    private static bool IsOver(AttemptState state) =>
        state is AttemptState.Delivered or AttemptState.Refused or AttemptState.Failed or AttemptState.Abandoned;
}
