using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Accepting: the hold, the idempotency key, the row and the first event are one transaction.</summary>
public abstract class AcceptSuite : StoreSuite
{
    [Fact]
    public async Task Accepting_holds_the_credits_and_writes_the_row_the_move_and_the_event()
    {
        var user = await Fixture.UserAsync(credits: 5);
        var request = Samples.Request(Fixture, user.Id);

        var accepted = (await Fixture.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>().Generation;

        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(3_000_000, 2_000_000));
        var row = await Fixture.FindAsync(accepted.Id);
        row.State.ShouldBe(GenerationState.Queued);
        row.Version.ShouldBe(1);
        row.HeldMicro.ShouldBe(Samples.Hold);
        row.Input.GetRawText().ShouldBe(request.Generation.Input.GetRawText());
        (row with { Input = accepted.Input, Metadata = accepted.Metadata }).ShouldBe(accepted);
        var hold = (await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Test, row.Id), Token)).Items.ShouldHaveSingleItem();
        hold.Move.ShouldBe(MoneyMove.Hold);
        hold.Postings.ShouldBe([new Posting(LedgerAccount.UserAvailable, -Samples.Hold), new Posting(LedgerAccount.UserHeld, Samples.Hold)]);
        var told = (await Fixture.Reader.EventsAfterAsync(new EventQuery(0, row.Id), Token)).ShouldHaveSingleItem();
        told.Type.ShouldBe("generation.queued");
        told.Data.GetRawText().ShouldBe("""{"status":"queued","credits":{"quoted":2,"held":2,"captured":0,"released":0}}""");
        Fixture.Signals.Told.ShouldContain((row.Id, user.Id));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Too_few_credits_hold_nothing_and_leave_no_trace()
    {
        var user = await Fixture.UserAsync(credits: 1);
        var request = Samples.Request(Fixture, user.Id, key: "order-1");

        (await Fixture.Store.AcceptAsync(request, Token)).ShouldBe(new AcceptOutcome.InsufficientCredits(1_000_000));

        (await Fixture.Store.FindAsync(request.Generation.Id, Token)).ShouldBeNull();
        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(1_000_000, 0));
        (await Fixture.Reader.EventsAfterAsync(new EventQuery(0, UserId: user.Id), Token)).ShouldBeEmpty();

        // The key is still free: the caller may buy credits and send the very same request again.
        (await Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, 5_000_000, "top up", "system"), Token)).IsOk.ShouldBeTrue();
        (await Fixture.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [Fact]
    public async Task The_credits_of_the_other_book_do_not_count()
    {
        var user = await Fixture.UserAsync(credits: 100);
        var request = Samples.Request(Fixture, user.Id);

        var outcome = await Fixture.Store.AcceptAsync(request with { Generation = request.Generation with { Book = Book.Live } }, Token);

        outcome.ShouldBe(new AcceptOutcome.InsufficientCredits(0));
    }

    [Fact]
    public async Task A_free_generation_needs_no_credits_and_still_keeps_its_books()
    {
        var user = await Fixture.UserAsync(credits: 0);

        var free = await AcceptAsync(user.Id, hold: 0);
        await ApplyAsync(free.Id, GenerationTrigger.Fail, c => c with { Error = new GenerationError("vendor_fault", "No.", true) });

        await Fixture.BooksShouldBeCleanAsync();
        (await Fixture.Credits.LedgerAsync(new LedgerQuery(user.Id, Book.Test, free.Id), Token)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_key_and_request_answer_the_first_generation_and_hold_once()
    {
        var user = await Fixture.UserAsync();
        var first = Samples.Request(Fixture, user.Id, key: "order-1");
        (await Fixture.Store.AcceptAsync(first, Token)).ShouldBeOfType<AcceptOutcome.Accepted>();

        var again = await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token);

        again.ShouldBe(new AcceptOutcome.Replayed(first.Generation.Id));
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        var user = await Fixture.UserAsync();
        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();

        var other = await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1", hash: "another"), Token);

        other.ShouldBeOfType<AcceptOutcome.KeyReused>();
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
    }

    [Fact]
    public async Task Another_users_key_of_the_same_name_is_another_key()
    {
        var one = await Fixture.UserAsync();
        var other = await Fixture.UserAsync();

        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, one.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, other.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [Fact]
    public async Task A_key_is_free_again_after_its_lifetime()
    {
        var user = await Fixture.UserAsync();
        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();

        Fixture.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Replayed>();
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [Fact]
    public async Task Keys_are_swept_once_they_have_expired_and_not_before()
    {
        var user = await Fixture.UserAsync();
        await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-1"), Token);
        Fixture.Time.Advance(TimeSpan.FromHours(12));
        await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-2"), Token);

        (await Fixture.KeySweeper.SweepAsync(Token)).ShouldBe(0);
        Fixture.Time.Advance(TimeSpan.FromHours(12));
        (await Fixture.KeySweeper.SweepAsync(Token)).ShouldBe(1);

        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: "order-2"), Token)).ShouldBeOfType<AcceptOutcome.Replayed>();
    }

    [Fact]
    public async Task An_id_can_be_accepted_only_once()
    {
        var user = await Fixture.UserAsync();
        var request = Samples.Request(Fixture, user.Id);
        (await Fixture.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>();

        await Should.ThrowAsync<Exception>(() => Fixture.Store.AcceptAsync(request, Token));

        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData("state")]
    [InlineData("version")]
    [InlineData("held")]
    [InlineData("negative")]
    [InlineData("hash")]
    public async Task A_row_that_is_not_fresh_is_a_defect_of_the_caller(string what)
    {
        var user = await Fixture.UserAsync();
        var good = Samples.Request(Fixture, user.Id);
        var bad = what switch
        {
            "state" => good with { Generation = good.Generation with { State = GenerationState.Running } },
            "version" => good with { Generation = good.Generation with { Version = 2 } },
            "held" => good with { Generation = good.Generation with { HeldMicro = 1 } },
            "negative" => good with { Generation = good.Generation with { QuotedMicro = -1, HeldMicro = -1 } },
            _ => good with { IdempotencyKey = "order-1", RequestHash = null },
        };

        await Should.ThrowAsync<ArgumentException>(() => Fixture.Store.AcceptAsync(bad, Token));
    }

    [Fact]
    public async Task Text_that_a_database_cannot_hold_is_accepted_all_the_same()
    {
        var user = await Fixture.UserAsync();
        var request = Samples.Request(Fixture, user.Id, key: "a\0b");
        var input = Samples.Json("""{"prompt":"nul \u0000 and half a pair \ud83d","messages":[{"role":"user","content":"\ud83d\ude00"}]}""");

        var outcome = await Fixture.Store.AcceptAsync(request with { Generation = request.Generation with { Input = input } }, Token);

        var accepted = outcome.ShouldBeOfType<AcceptOutcome.Accepted>().Generation;
        (await Fixture.FindAsync(accepted.Id)).Input.GetRawText().ShouldBe(input.GetRawText());
    }
}
