using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Decides what accepting a generation writes.</summary>
internal static class AcceptDecision
{
    private static readonly string InsertGeneration = SqlText.Insert(
        "generations",
        "id", "user_id", "key_id", "book", "model", "modality", "provider", "vendor_model", "route", "state", "version",
        "input", "metadata", "submit_policy", "price_rule", "quoted_micro", "held_micro", "captured_micro", "released_micro",
        "owner", "attempt_count", "due_at", "deadline", "cancel_requested", "retry_of", "trace_parent", "created_at", "updated_at", "search_text",
        "cache_key", "leader_id", "state_since", "team_id");

    // A key that has expired is taken over; one that has not is left alone, and then no row changes.
    private const string TakeKey =
        "INSERT INTO idempotency_keys (user_id, book, key, request_hash, generation_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6) "
        + "ON CONFLICT (user_id, book, key) DO UPDATE SET request_hash = excluded.request_hash, generation_id = excluded.generation_id, "
        + "expires_at = excluded.expires_at WHERE idempotency_keys.expires_at <= $7";

    // The first of identical requests takes the place; a later one takes it over when the first has nothing to share.
    private const string TakeResult =
        "INSERT INTO cached_results (user_id, book, key, generation_id, expires_at) VALUES ($1, $2, $3, $4, $5) "
        + "ON CONFLICT (user_id, book, key) DO UPDATE SET generation_id = excluded.generation_id, expires_at = excluded.expires_at";

    public static WritePlan<AcceptOutcome> Decide(NewGeneration request, IFacts facts, IdFactory ids, DateTimeOffset now)
    {
        var generation = request.Generation;
        var key = KeyOf(request);
        if (key is { } name && facts.Key(name) is { } taken && taken.ExpiresAt > now)
        {
            return new WritePlan<AcceptOutcome>(taken.RequestHash == request.RequestHash
                ? new AcceptOutcome.Replayed(taken.GenerationId)
                : new AcceptOutcome.KeyReused());
        }

        if (LimitDecision.Refuse(request, facts, now) is { } refusal)
        {
            return new WritePlan<AcceptOutcome>(new AcceptOutcome.LimitReached(refusal));
        }

        var balance = new BalanceName(generation.PayerId, generation.Book);
        var available = facts.Available(balance) ?? 0;
        if (available < generation.HeldMicro)
        {
            return new WritePlan<AcceptOutcome>(new AcceptOutcome.InsufficientCredits(available));
        }

        return ResultOf(request) is { } result && facts.Result(result) is { } leader && CanShare(leader, request, now)
            ? Write(request with { Generation = generation with { LeaderId = leader.GenerationId } }, key, ids, now)
            : Write(request, key, ids, now);
    }

    private static WritePlan<AcceptOutcome> Write(NewGeneration request, KeyName? key, IdFactory ids, DateTimeOffset now)
    {
        var generation = request.Generation;
        var statements = new List<Statement>(6);
        (KeyName, KeyFacts)? taken = null;
        if (key is { } name)
        {
            var facts = new KeyFacts(generation.Id, request.RequestHash!, StoredTime.Trim(now + request.IdempotencyLifetime));
            taken = (name, facts);
            statements.Add(new Statement(
                TakeKey, [name.UserId, (int)name.Book, name.Key, facts.RequestHash, facts.GenerationId, facts.ExpiresAt, now]));
        }

        (ResultName, ResultFacts)? leads = null;
        if (ResultOf(request) is { } result && generation.LeaderId is null)
        {
            var facts = new ResultFacts(generation.Id, generation.State, null, StoredTime.Trim(now + request.CacheLifetime));
            leads = (result, facts);
            statements.Add(new Statement(TakeResult, [result.UserId, (int)result.Book, result.Key, generation.Id, facts.ExpiresAt]));
        }

        var hold = new LedgerMove
        {
            Id = ids.New(IdPrefixes.LedgerMove),
            UserId = generation.PayerId,
            Book = generation.Book,
            Move = MoneyMove.Hold,
            GenerationId = generation.Id,
            Postings = Postings.Hold(generation.HeldMicro),
            CreatedAt = now,
        };
        MoveStatements.Append(statements, hold);
        statements.Add(new Statement(InsertGeneration, ValuesOf(generation)));
        var after = FactsOf(generation);
        return new WritePlan<AcceptOutcome>(new AcceptOutcome.Accepted(Trim(generation)))
        {
            Statements = statements,
            Event = EventStatements.New(after, EventStatements.OfState(generation.State), error: null, captured: 0, released: 0, now),
            After = after,
            Balance = MoveStatements.ChangeOf(hold),
            Limited = [.. LimitDecision.UsagesOf(request)],
            AcceptedAt = now,
            Key = taken,
            Result = leads,
        };
    }

    /// <summary>The shared result that the request asks for, if it does.</summary>
    public static ResultName? ResultOf(NewGeneration request) => request.Generation.CacheKey is not { } key
        ? null
        : new ResultName(request.Generation.UserId, request.Generation.Book, key);

    // One that failed or was stopped has nothing to share: the next of its kind is made anew.
    private static bool CanShare(ResultFacts leader, NewGeneration request, DateTimeOffset now) =>
        leader.ExpiresAt > now
        && leader.State is not (GenerationState.Failed or GenerationState.Cancelled)
        && (leader.CompletedAt is not { } made || now - made <= request.CacheMaxAge);

    /// <summary>The key that the request takes, if it has one.</summary>
    public static KeyName? KeyOf(NewGeneration request) => request.IdempotencyKey is null
        ? null
        : new KeyName(request.Generation.UserId, request.Generation.Book, StoredText.Clean(request.IdempotencyKey));

    private static SqlValue[] ValuesOf(Generation g) =>
    [
        g.Id, g.UserId, g.KeyId, (int)g.Book, g.Model, (int)g.Modality, g.Provider, g.VendorModel, g.Route, (int)g.State, g.Version,
        g.Input.GetRawText(), g.Metadata.GetRawText(), (int)g.SubmitPolicy, g.PriceRule, g.QuotedMicro, g.HeldMicro, g.CapturedMicro, g.ReleasedMicro,
        g.Owner, g.AttemptCount, g.DueAt, g.Deadline, g.CancelRequested, g.RetryOf, StoredText.Clean(g.TraceParent), g.CreatedAt, g.UpdatedAt,
        StoredText.ForSearch(g.Input, g.Metadata), g.CacheKey, g.LeaderId, g.CreatedAt, g.TeamId,
    ];

    private static GenerationFacts FactsOf(Generation g) => new()
    {
        Id = g.Id,
        UserId = g.UserId,
        PayerId = g.PayerId,
        Book = g.Book,
        State = g.State,
        Version = g.Version,
        Provider = g.Provider,
        VendorModel = g.VendorModel,
        QuotedMicro = g.QuotedMicro,
        HeldMicro = g.HeldMicro,
        AttemptCount = g.AttemptCount,
        VendorTaskId = g.VendorTaskId,
        Progress = g.Progress,
    };

    // The caller gets what a later read will show.
    private static Generation Trim(Generation g) => g with
    {
        DueAt = g.DueAt is { } due ? StoredTime.Trim(due) : null,
        Deadline = StoredTime.Trim(g.Deadline),
        CreatedAt = StoredTime.Trim(g.CreatedAt),
        UpdatedAt = StoredTime.Trim(g.UpdatedAt),
        StateSince = StoredTime.Trim(g.CreatedAt),
    };
}
