using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Tests.Persistence;

namespace Atelier.Services.Tests.Credits;

/// <summary>Balances, grants and statements.</summary>
public abstract class CreditSuite : StoreSuite
{
    [Fact]
    public async Task A_user_without_credits_has_a_balance_of_nothing()
    {
        var user = await Fixture.UserAsync(credits: 0);

        (await Fixture.Credits.BalanceAsync(user.Id, Book.Live, Token)).ShouldBe(new Balance(0, 0));
        (await Fixture.Credits.BalanceAsync("usr_none", Book.Live, Token)).ShouldBe(new Balance(0, 0));
    }

    [Fact]
    public async Task A_grant_adds_to_one_book_and_appears_on_the_statement()
    {
        var user = await Fixture.UserAsync(credits: 0);

        var move = (await Fixture.Credits.GrantAsync(Grant(user.Id, 2_500_000), Token)).Value.ShouldNotBeNull();

        (await Fixture.Credits.BalanceAsync(user.Id, Book.Live, Token)).ShouldBe(new Balance(2_500_000, 0));
        (await Fixture.Credits.BalanceAsync(user.Id, Book.Test, Token)).ShouldBe(new Balance(0, 0));
        var listed = (await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Live), Token)).Items.ShouldHaveSingleItem();
        listed.Postings.ShouldBe([new Posting(LedgerAccount.UserAvailable, 2_500_000), new Posting(LedgerAccount.HouseGrants, -2_500_000)]);
        (listed with { Postings = move.Postings }).ShouldBe(move);
        (listed.Reason, listed.ActorId).ShouldBe(("first credits", "system"));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_negative_grant_takes_back_what_is_available_and_no_more()
    {
        var user = await Fixture.UserAsync(credits: 0);
        await Fixture.Credits.GrantAsync(Grant(user.Id, 3_000_000), Token);

        (await Fixture.Credits.GrantAsync(Grant(user.Id, -1_000_000), Token)).IsOk.ShouldBeTrue();
        var tooMuch = await Fixture.Credits.GrantAsync(Grant(user.Id, -2_000_001), Token);

        tooMuch.Error.ShouldNotBeNull().Code.ShouldBe("insufficient_credits");
        tooMuch.Error.Message.ShouldContain("Only 2 credits");
        (await Fixture.Credits.BalanceAsync(user.Id, Book.Live, Token)).AvailableMicro.ShouldBe(2_000_000);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Held_credits_cannot_be_taken_back()
    {
        var user = await Fixture.UserAsync(credits: 3);
        await AcceptAsync(user.Id);

        var taken = await Fixture.Credits.GrantAsync(Grant(user.Id, -1_000_001) with { Book = Book.Test }, Token);

        taken.Error.ShouldNotBeNull().Code.ShouldBe("insufficient_credits");
    }

    [Theory]
    [InlineData(0, "because", "amount")]
    [InlineData(MicroCredits.Max + 1, "because", "amount")]
    [InlineData(long.MinValue, "because", "amount")]
    [InlineData(1, "", "reason")]
    [InlineData(1, "   ", "reason")]
    public async Task A_bad_grant_is_refused_with_its_field(long amount, string reason, string field)
    {
        var user = await Fixture.UserAsync(credits: 0);

        var refused = await Fixture.Credits.GrantAsync(Grant(user.Id, amount) with { Reason = reason }, Token);

        refused.Error.ShouldNotBeNull().Field.ShouldBe(field);
        (await Fixture.Credits.BalanceAsync(user.Id, Book.Live, Token)).ShouldBe(new Balance(0, 0));
    }

    [Fact]
    public async Task A_balance_cannot_grow_beyond_the_largest_amount()
    {
        var user = await Fixture.UserAsync(credits: 0);
        (await Fixture.Credits.GrantAsync(Grant(user.Id, MicroCredits.Max), Token)).IsOk.ShouldBeTrue();

        (await Fixture.Credits.GrantAsync(Grant(user.Id, 1), Token)).Error.ShouldNotBeNull().Field.ShouldBe("amount");
    }

    [Fact]
    public async Task A_grant_to_nobody_is_not_found() =>
        (await Fixture.Credits.GrantAsync(Grant("usr_none", 1), Token)).Error.ShouldNotBeNull().Code.ShouldBe("user_not_found");

    [Fact]
    public async Task Statements_are_paged_newest_first_and_filtered()
    {
        var user = await Fixture.UserAsync(credits: 50);
        var other = await Fixture.UserAsync(credits: 50);
        await AcceptAsync(other.Id);
        for (var i = 0; i < 4; i++)
        {
            Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
            await AcceptAsync(user.Id);
        }

        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        var last = await AcceptAsync(user.Id);
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        await ApplyAsync(last.Id, GenerationTrigger.Cancel);

        var first = await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Test, Limit: 4), Token);
        var second = await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Test, Cursor: first.NextCursor, Limit: 4), Token);

        first.Items.Select(m => m.Move).ShouldBe([MoneyMove.Release, MoneyMove.Hold, MoneyMove.Hold, MoneyMove.Hold]);
        second.Items.Select(m => m.Move).ShouldBe([MoneyMove.Hold, MoneyMove.Hold, MoneyMove.Grant]);
        second.HasMore.ShouldBeFalse();
        first.Items.Concat(second.Items).ShouldAllBe(m => m.UserId == user.Id && m.Postings.Sum(p => p.AmountMicro) == 0);
        (await Fixture.Credits.LedgerAsync(new LedgerQuery(null, null, last.Id), Token)).Items.Count.ShouldBe(2);
        (await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Live), Token)).Items.ShouldBeEmpty();
        (await Fixture.Credits.LedgerAsync(new LedgerQuery(null, null, Limit: 100), Token)).Items.Count.ShouldBe(9);
    }

    private static GrantRequest Grant(string userId, long amount) => new(userId, Book.Live, amount, "first credits", "system");
}
