using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Persistence;

/// <summary>What keeps two executors of one generation, and defects of ours, from harming a row or its money.</summary>
public abstract class FencingSuite : StoreSuite
{
    [Fact]
    public async Task A_version_that_has_passed_changes_nothing()
    {
        var user = await Fixture.UserAsync();
        var old = await AcceptAsync(user.Id);
        var now = await ApplyAsync(old.Id, GenerationTrigger.Start);

        var outcome = await Fixture.Store.ApplyAsync(ChangeOf(old, GenerationTrigger.Start), Token);

        outcome.Applied.ShouldBeFalse();
        (await Fixture.FindAsync(old.Id)).Version.ShouldBe(now.Version);
        (await Fixture.Reader.AttemptsOfAsync(old.Id, Token)).Count.ShouldBe(1);
        Fixture.Signals.Told.Count(t => t.GenerationId == old.Id).ShouldBe(2);
    }

    [Fact]
    public async Task The_right_version_with_the_wrong_state_changes_nothing()
    {
        var user = await Fixture.UserAsync();
        var queued = await AcceptAsync(user.Id);

        var outcome = await Fixture.Store.ApplyAsync(
            ChangeOf(queued, GenerationTrigger.Deliver) with { From = GenerationState.Submitting }, Token);

        outcome.Applied.ShouldBeFalse();
        (await Fixture.FindAsync(queued.Id)).State.ShouldBe(GenerationState.Queued);
    }

    [Fact]
    public async Task A_generation_that_does_not_exist_changes_nothing()
    {
        var change = new GenerationChange
        {
            GenerationId = "gen_00000000000000000000000000", ExpectedVersion = 1, From = GenerationState.Queued, Trigger = GenerationTrigger.Start,
        };

        (await Fixture.Store.ApplyAsync(change, Token)).Applied.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_version_one_wins()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        var triggers = new[] { GenerationTrigger.Start, GenerationTrigger.Fail, GenerationTrigger.Cancel, GenerationTrigger.Claim };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => Fixture.Store.ApplyAsync(ChangeOf(row, triggers[i % triggers.Length]), Token)));

        outcomes.Count(o => o.Applied).ShouldBe(1);
        (await Fixture.FindAsync(row.Id)).Version.ShouldBe(2);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(Samples.Hold + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public async Task A_charge_outside_the_hold_is_an_error_and_writes_nothing(long charge)
    {
        var user = await Fixture.UserAsync();
        var row = await StoringAsync(user.Id);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            () => Fixture.Store.ApplyAsync(ChangeOf(row, GenerationTrigger.Complete) with { CaptureMicro = charge }, Token));

        (await Fixture.FindAsync(row.Id)).State.ShouldBe(GenerationState.Storing);
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Samples.Hold)]
    public async Task A_charge_within_the_hold_is_captured_and_the_rest_given_back(long charge)
    {
        var user = await Fixture.UserAsync(credits: 10);
        var row = await StoringAsync(user.Id);

        var done = await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { CaptureMicro = charge });

        (done.HeldMicro, done.CapturedMicro, done.ReleasedMicro).ShouldBe((0L, charge, Samples.Hold - charge));
        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance((10 * MicroCredits.PerCredit) - charge, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_charge_on_anything_but_completing_is_an_error()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);

        await Should.ThrowAsync<ArgumentException>(
            () => Fixture.Store.ApplyAsync(ChangeOf(row, GenerationTrigger.Fail) with { CaptureMicro = 1 }, Token));
    }

    [Theory]
    [InlineData(1, "hold")]
    [InlineData(2, "end")]
    [InlineData(3, "end")]
    public async Task The_database_itself_refuses_a_second_move_of_the_same_kind(int move, string slot)
    {
        var user = await Fixture.UserAsync();
        var row = await StoringAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { CaptureMicro = 1 });

        await ShouldRefuseAsync(
            $"""
            INSERT INTO ledger_moves (id, user_id, book, move, generation_id, slot, created_at)
            SELECT 'mov_forged', user_id, book, {move}, generation_id, '{slot}', created_at FROM ledger_moves WHERE slot = 'hold'
            """);
    }

    [Theory]
    [InlineData("UPDATE balances SET available_micro = -1")]
    [InlineData("UPDATE balances SET held_micro = -1")]
    [InlineData("UPDATE generations SET captured_micro = captured_micro + 1")]
    [InlineData("UPDATE ledger_moves SET slot = NULL")]
    [InlineData("UPDATE ledger_postings SET amount_micro = 0")]
    public async Task The_database_itself_refuses_impossible_money(string sql)
    {
        var user = await Fixture.UserAsync();
        await AcceptAsync(user.Id);

        await ShouldRefuseAsync(sql);
    }

    [Fact]
    public async Task Reconciling_finds_what_was_tampered_with()
    {
        var user = await Fixture.UserAsync();
        var row = await StoringAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { CaptureMicro = 1 });
        await AcceptAsync(user.Id);
        await Fixture.BooksShouldBeCleanAsync();

        await WriteAsync("UPDATE balances SET available_micro = available_micro + 1 WHERE book = 1");
        (await Fixture.Credits.ReconcileAsync(Token)).ShouldBe(new Reconciliation(0, 0, 1, 0, 0, 0));
        await WriteAsync("UPDATE balances SET available_micro = available_micro - 1, held_micro = held_micro + 1 WHERE book = 1");
        (await Fixture.Credits.ReconcileAsync(Token)).ShouldBe(new Reconciliation(0, 0, 0, 1, 0, 0));
        await WriteAsync("UPDATE balances SET held_micro = held_micro - 1 WHERE book = 1");
        await WriteAsync($"UPDATE ledger_postings SET amount_micro = amount_micro + 5 WHERE account = 3");
        (await Fixture.Credits.ReconcileAsync(Token)).ShouldBe(new Reconciliation(5, 1, 0, 0, 0, 0));
        await WriteAsync($"UPDATE ledger_postings SET amount_micro = amount_micro - 5 WHERE account = 3");
        await WriteAsync($"UPDATE ledger_moves SET generation_id = 'gen_other' WHERE slot = 'end'");
        (await Fixture.Credits.ReconcileAsync(Token)).ShouldBe(new Reconciliation(0, 0, 0, 0, 0, 1));
    }

    private static GenerationChange ChangeOf(Generation row, GenerationTrigger trigger) =>
        new() { GenerationId = row.Id, ExpectedVersion = row.Version, From = row.State, Trigger = trigger };

    private async Task<Generation> StoringAsync(string userId)
    {
        var row = await AcceptAsync(userId);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        return await ApplyAsync(row.Id, GenerationTrigger.Deliver);
    }

    private async Task ShouldRefuseAsync(string sql)
    {
        await Should.ThrowAsync<System.Data.Common.DbException>(() => WriteAsync(sql));
        await Fixture.BooksShouldBeCleanAsync();
    }

    private Task<int> WriteAsync(string sql) =>
        Fixture.Writer.WriteAsync((context, token) => context.Database.ExecuteSqlRawAsync(sql, token), Token);
}
