using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Credits;

/// <summary>Moves as rows and back.</summary>
internal static class LedgerMoves
{
    public static LedgerMoveRow ToRow(LedgerMove move) => new()
    {
        Id = move.Id,
        UserId = move.UserId,
        Book = move.Book,
        Move = move.Move,
        GenerationId = move.GenerationId,
        Slot = MoveSlot.Of(move.Move),
        Reason = move.Reason,
        ActorId = move.ActorId,
        SourceId = move.SourceId,
        CreatedAt = move.CreatedAt,
        Postings = [.. move.Postings.Select(p => new LedgerPostingRow { MoveId = move.Id, Account = p.Account, AmountMicro = p.AmountMicro })],
    };

    public static LedgerMove ToMove(LedgerMoveRow row) => new()
    {
        Id = row.Id,
        UserId = row.UserId,
        Book = row.Book,
        Move = row.Move,
        GenerationId = row.GenerationId,
        Reason = row.Reason,
        ActorId = row.ActorId,
        SourceId = row.SourceId,
        Postings = [.. row.Postings.OrderBy(p => p.Account).Select(p => new Posting(p.Account, p.AmountMicro))],
        CreatedAt = row.CreatedAt,
    };
}
