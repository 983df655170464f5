using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Credits;

/// <summary>A statement of a hundred thousand moves is read as a stream from the database, not into memory.</summary>
public abstract class LargeStatementSuite : StoreSuite
{
    private const int Moves = 100_000;
    private const int MostGrowth = 24 * 1024 * 1024;

    [Fact]
    public async Task A_hundred_thousand_moves_are_never_in_memory_together()
    {
        var user = await Fixture.UserAsync(0);
        await FillAsync(user.Id);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (count, sum, most) = (0, 0L, 0L);

        await foreach (var move in Fixture.Books.MovesAsync(new StatementQuery(user.Id, Book.Test), Token))
        {
            sum += move.Postings.Where(posting => posting.Account == LedgerAccount.UserAvailable).Sum(posting => posting.AmountMicro);
            if (++count % 20_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        (count, sum).ShouldBe((Moves, (long)Moves * (Moves + 1) / 2));
        var statement = await Fixture.Books.StatementAsync(new StatementQuery(user.Id, Book.Test), Token);
        (statement.Moves, statement.GrantedMicro, statement.DifferenceMicro).ShouldBe((Moves, sum, 0));
        most.ShouldBeLessThan(MostGrowth);
        TestCounts.Report($"statement ({Database.GetType().Name}): {count} moves read as a stream, memory growth at most {most / 1024} KiB");
    }

    /// <summary>Grants of 1, 2, 3 and so on micro-credits, straight into the tables.</summary>
    private Task<int> FillAsync(string userId) => Fixture.Writer.WriteAsync(
        async (context, token) =>
        {
            var now = context.Database.IsNpgsql() ? "now()" : "1793534400000000";
            var numbers = $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Moves})";
            var id = context.Database.IsNpgsql() ? "'mov_' || lpad(i::text, 26, '0')" : "'mov_' || printf('%026d', i)";
#pragma warning disable EF1002 // Numbers and an id that this test made itself.
            await context.Database.ExecuteSqlRawAsync(
                $"INSERT INTO ledger_moves (id, user_id, book, move, reason, created_at) {numbers} SELECT {id}, '{userId}', 1, 4, 'a grant', {now} FROM n", token);
            await context.Database.ExecuteSqlRawAsync($"INSERT INTO ledger_postings (move_id, account, amount_micro) {numbers} SELECT {id}, 1, i FROM n", token);
            await context.Database.ExecuteSqlRawAsync($"INSERT INTO ledger_postings (move_id, account, amount_micro) {numbers} SELECT {id}, 4, -i FROM n", token);
#pragma warning restore EF1002
            return 0;
        },
        Token);
}
