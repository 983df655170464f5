using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Persistence.Writing;

/// <summary>The statements of one move of money: the move, its postings, and the balance they change.</summary>
internal static class MoveStatements
{
    // The condition makes spending more than is available impossible even if the facts were wrong.
    private const string ChangeBalance =
        "UPDATE balances SET available_micro = available_micro + $3, held_micro = held_micro + $4 "
        + "WHERE user_id = $1 AND book = $2 AND available_micro + $3 >= 0 AND held_micro + $4 >= 0";

    private static readonly string InsertMove =
        SqlText.Insert("ledger_moves", "id", "user_id", "book", "move", "generation_id", "slot", "reason", "actor_id", "created_at");

    private static readonly string InsertPosting = SqlText.Insert("ledger_postings", "move_id", "account", "amount_micro");

    public static void Append(List<Statement> statements, LedgerMove move)
    {
        if (move.Postings.Sum(posting => posting.AmountMicro) != 0)
        {
            throw new InvalidOperationException($"The postings of {move.Id} ({move.Move}) do not sum to zero.");
        }

        statements.Add(new Statement(
            InsertMove,
            [
                move.Id, move.UserId, (int)move.Book, (int)move.Move, move.GenerationId, MoveSlot.Of(move.Move),
                StoredText.Clean(move.Reason), move.ActorId, move.CreatedAt,
            ]));
        foreach (var posting in move.Postings)
        {
            statements.Add(new Statement(InsertPosting, [move.Id, (int)posting.Account, posting.AmountMicro]));
        }

        var change = ChangeOf(move);
        if (change is not { Available: 0, Held: 0 })
        {
            statements.Add(new Statement(ChangeBalance, [change.Name.UserId, (int)change.Name.Book, change.Available, change.Held]));
        }
    }

    /// <summary>What the postings do to the user's balance.</summary>
    public static BalanceChange ChangeOf(LedgerMove move) => new(
        new BalanceName(move.UserId, move.Book), SumOf(move, LedgerAccount.UserAvailable), SumOf(move, LedgerAccount.UserHeld));

    private static long SumOf(LedgerMove move, LedgerAccount account) =>
        move.Postings.Where(posting => posting.Account == account).Sum(posting => posting.AmountMicro);
}
