using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Credits.TopUps;

/// <summary>Codes that add credits, each once.</summary>
internal sealed class TopUpService(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, IdFactory ids, TimeProvider time) : ITopUpService
{
    private const int MostAtOnce = 1_000;
    private const int LongestNote = 200;

    private static readonly ServiceError NoSuchCode = new(ErrorKind.NotFound, "code_not_found", "There is no such code; list codes to find the id.");

    private static readonly ServiceError Invalid = new(
        ErrorKind.Invalid, "invalid_code", "This is not a code of ours: it was mistyped or cut. Type it again as it was given.", "code");

    private static readonly ServiceError Unknown = new(
        ErrorKind.NotFound, "unknown_code", "This code is not known here, was revoked, or its time is over. Ask whoever gave it to you.", "code");

    private static readonly ServiceError Redeemed = new(ErrorKind.Conflict, "code_redeemed", "This code was redeemed already.", "code");

    public async Task<Result<IReadOnlyList<CreatedTopUpCode>>> CreateAsync(NewTopUpCodes wanted, Actor actor, CancellationToken cancellationToken)
    {
        if (Problem(wanted) is { } problem)
        {
            return problem;
        }

        var made = Enumerable.Range(0, wanted.Count).Select(_ => New(wanted)).ToList();
        await writer.WriteAsync(
            async (context, token) =>
            {
                foreach (var (code, secret) in made)
                {
                    TopUpFormat.TryRead(secret, out var body);
                    context.Add(code).Property(StorageColumns.CodeHash).CurrentValue = TopUpFormat.HashOf(body!);
                }

                Audit.Add(context, ids, time.GetUtcNow(), actor, "codes.create", targetId: null, after: AuditFacts.Of(wanted));
                return await context.SaveChangesAsync(token);
            },
            cancellationToken);
        return made;
    }

    public async Task<Page<TopUpCode>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<TopUpCode> rows = context.TopUpCodes;
        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(c => string.Compare(c.Id, cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(c => c.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, c => c.Id);
    }

    public Task<Result<TopUpCode>> RevokeAsync(string id, Actor actor, CancellationToken cancellationToken) => writer.WriteAsync<Result<TopUpCode>>(
        async (context, token) =>
        {
            if (await context.TopUpCodes.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, token) is not { } code)
            {
                return NoSuchCode;
            }

            if (code.Book == Book.Live && actor.Caller is { IsSandbox: true })
            {
                return AccountErrors.LiveKeyRequired;
            }

            // The condition decides: somebody may redeem it at this moment.
            DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
            var revoked = await context.TopUpCodes.Where(c => c.Id == id && c.RedeemedAt == null && c.RevokedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(c => c.RevokedAt, now), token);
            if (revoked > 0)
            {
                Audit.Add(context, ids, time.GetUtcNow(), actor, "code.revoke", id, before: AuditFacts.Of(code));
                await context.SaveChangesAsync(token);
            }

            var after = await context.TopUpCodes.AsNoTracking().FirstAsync(c => c.Id == id, token);
            return after.RedeemedAt is null ? after : Redeemed with { Field = null };
        },
        cancellationToken);

    public async Task<Result<LedgerMove>> RedeemAsync(string code, Caller caller, CancellationToken cancellationToken)
    {
        if (!TopUpFormat.TryRead(code, out var body))
        {
            return Invalid;
        }

        var hash = TopUpFormat.HashOf(body);
        return await writer.WriteAsync(
            (context, token) => RedeemAsync(context, hash, caller, token), cancellationToken);
    }

    private async Task<Result<LedgerMove>> RedeemAsync(AtelierDbContext context, string hash, Caller caller, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
        var found = await context.TopUpCodes.AsNoTracking().FirstOrDefaultAsync(c => EF.Property<string>(c, StorageColumns.CodeHash) == hash, cancellationToken);
        if (Refuse(found, caller) is { } refusal)
        {
            return refusal;
        }

        // Whoever comes first takes it: for anybody else nothing matches any more.
        var taken = await context.TopUpCodes
            .Where(c => c.Id == found!.Id && c.RedeemedAt == null && c.RevokedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(c => c.RedeemedAt, now).SetProperty(c => c.RedeemedBy, caller.UserId).SetProperty(c => c.PayerId, caller.PayerId),
                cancellationToken);
        if (taken == 0)
        {
            return Redeemed;
        }

        var request = new GrantRequest(caller.PayerId, found!.Book, found.AmountMicro, found.Note ?? "Top-up code", caller.UserId)
        {
            ExpiresAt = found.CreditsExpireAt > time.GetUtcNow() ? found.CreditsExpireAt : null,
        };
        var move = await Grants.WriteAsync(context, MoneyMove.TopUp, request, found.Id, ids, time.GetUtcNow(), cancellationToken);
        if (!move.IsOk)
        {
            // The balance would be too large: the code stays good.
            await context.TopUpCodes.Where(c => c.Id == found.Id).ExecuteUpdateAsync(
                row => row.SetProperty(c => c.RedeemedAt, (DateTimeOffset?)null).SetProperty(c => c.RedeemedBy, (string?)null).SetProperty(c => c.PayerId, (string?)null),
                cancellationToken);
        }

        return move;
    }

    private ServiceError? Refuse(TopUpCode? code, Caller caller) => code switch
    {
        null or { RevokedAt: not null } => Unknown,
        { RedeemedAt: not null } => Redeemed,
        { ExpiresAt: { } end } when end <= time.GetUtcNow() => Unknown,
        { CreditsExpireAt: { } end } when end <= time.GetUtcNow() => Unknown,
        _ when code.Book != caller.Book => code.Book == Book.Live
            ? AccountErrors.LiveKeyRequired
            : new ServiceError(ErrorKind.Forbidden, "test_key_required", "This code brings play credits. Use a test key.", "code"),
        _ => null,
    };

    private CreatedTopUpCode New(NewTopUpCodes wanted)
    {
        var secret = TopUpFormat.New();
        TopUpFormat.TryRead(secret, out var body);
        var code = new TopUpCode(
            ids.New(IdPrefixes.TopUpCode), TopUpFormat.HintOf(body!), wanted.Book, wanted.AmountMicro, StoredTime.Trim(time.GetUtcNow()), wanted.ActorId)
        {
            Note = string.IsNullOrWhiteSpace(wanted.Note) ? null : StoredText.Clean(wanted.Note.Trim()),
            ExpiresAt = wanted.ExpiresAt is { } end ? StoredTime.Trim(end) : null,
            CreditsExpireAt = wanted.CreditsExpireAt is { } last ? StoredTime.Trim(last) : null,
        };
        return new CreatedTopUpCode(code, secret);
    }

    private ServiceError? Problem(NewTopUpCodes wanted)
    {
        if (wanted.Count is < 1 or > MostAtOnce)
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_count", $"Make 1 to {MostAtOnce} codes at once.", "count");
        }

        if (wanted.AmountMicro <= 0 || wanted.AmountMicro > MicroCredits.Max)
        {
            return new ServiceError(
                ErrorKind.Invalid, "invalid_amount", $"A code brings more than zero and at most {MicroCredits.Format(MicroCredits.Max)} credits.", "amount");
        }

        if (wanted.Note is { Length: > LongestNote })
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_reason", $"A note has at most {LongestNote} characters; it appears on the statement.", "note");
        }

        var now = time.GetUtcNow();
        return wanted.ExpiresAt <= now || wanted.CreditsExpireAt <= now ? AccountErrors.InvalidExpiry : AccountRules.Book(wanted.Book);
    }
}
