using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing;

namespace Atelier.Services.Tests.Credits;

/// <summary>Grants with an end.</summary>
public abstract class ExpirySuite : StoreSuite
{
    private const long Credit = MicroCredits.PerCredit;

    [Fact]
    public async Task What_is_left_of_a_grant_goes_back_when_its_time_is_over_and_only_once()
    {
        var user = await Fixture.UserAsync(5);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromDays(1));
        await SpendAsync(user, 3 * Credit);

        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0, "its time is not over");
        Fixture.Time.Advance(TimeSpan.FromDays(1));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(7 * Credit);
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0);

        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(5 * Credit, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task The_grant_that_ends_first_is_spent_first()
    {
        var user = await Fixture.UserAsync(0);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromDays(30));
        await GrantAsync(user, 10 * Credit, TimeSpan.FromDays(1));
        await SpendAsync(user, 8 * Credit);

        Fixture.Time.Advance(TimeSpan.FromDays(1));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(2 * Credit);
        Fixture.Time.Advance(TimeSpan.FromDays(29));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(10 * Credit);

        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(0, 0));
    }

    [Fact]
    public async Task A_hold_from_before_the_end_may_still_be_charged_and_what_it_gives_back_goes()
    {
        var user = await Fixture.UserAsync(0);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromHours(1));
        var charged = await AcceptAsync(user.Id, 4 * Credit);
        var cancelled = await AcceptAsync(user.Id, 5 * Credit);

        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(Credit, "nine are held");
        await CompleteAsync(charged, 3 * Credit);
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(Credit, "one of the four came back");
        await ApplyAsync(cancelled.Id, GenerationTrigger.Cancel);
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(5 * Credit);
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0);

        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(0, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Credits_without_an_end_are_never_taken_for_a_grant_that_was_spent()
    {
        var user = await Fixture.UserAsync(0);
        await GrantAsync(user, 2 * Credit, TimeSpan.FromHours(1));
        await SpendAsync(user, 2 * Credit);
        Fixture.Time.Advance(TimeSpan.FromMinutes(30));
        await Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, 50 * Credit, "for good", "system"), Token);

        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0);

        (await Fixture.BalanceAsync(user)).AvailableMicro.ShouldBe(50 * Credit);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_spent_although_nobody_has_swept_yet()
    {
        var user = await Fixture.UserAsync(1);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromSeconds(20));
        await Fixture.Expiry.SweepAsync(Token);
        Fixture.Time.Advance(TimeSpan.FromSeconds(20));

        var outcome = await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, 2 * Credit), Token);

        outcome.ShouldBe(new AcceptOutcome.InsufficientCredits(Credit));
        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(Credit, 0));
    }

    [Fact]
    public async Task Spenders_and_sweepers_at_once_never_touch_credits_without_an_end()
    {
        const int Spenders = 40;
        var user = await Fixture.UserAsync(100);
        await GrantAsync(user, 50 * Credit, TimeSpan.FromHours(1));
        var open = await AcceptAsync(user.Id, Credit);
        Fixture.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(5));
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);

        var sweeps = Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? Fixture : elsewhere).Expiry.SweepAsync(Token));
        var spendings = Enumerable.Range(0, Spenders).Select(async i =>
            (await (i % 2 == 0 ? elsewhere : Fixture).Store.AcceptAsync(Samples.Request(Fixture, user.Id, Credit), Token)).ShouldBeOfType<AcceptOutcome.Accepted>());
        var expired = Task.WhenAll(sweeps);
        await Task.WhenAll(spendings);
        (await expired).Sum().ShouldBeInRange(0, 49 * Credit);

        var before = await Fixture.BalanceAsync(user);
        before.HeldMicro.ShouldBe((Spenders + 1) * Credit);
        before.AvailableMicro.ShouldBeGreaterThanOrEqualTo((100 - Spenders) * Credit);
        await Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, 10 * Credit, "for good", "system"), Token);
        Fixture.Time.Advance(TimeSpan.FromSeconds(15));
        await Fixture.Expiry.SweepAsync(Token);
        await ApplyAsync(open.Id, GenerationTrigger.Cancel);
        await Fixture.Expiry.SweepAsync(Token);

        var after = await Fixture.BalanceAsync(user);
        after.AvailableMicro.ShouldBeGreaterThanOrEqualTo((110 - Spenders) * Credit);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task What_was_spent_before_anybody_looked_is_never_asked_of_later_credits()
    {
        var user = await Fixture.UserAsync(0);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromHours(1));
        var open = await AcceptAsync(user.Id, 2 * Credit);
        Fixture.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(5));
        await SpendAsync(user, 8 * Credit);
        Fixture.Time.Advance(TimeSpan.FromSeconds(10));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0, "all of it is spent or held");

        await Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, 50 * Credit, "for good", "system"), Token);
        Fixture.Time.Advance(TimeSpan.FromSeconds(15));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(0, "these credits have no end");
        await ApplyAsync(open.Id, GenerationTrigger.Cancel);
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(2 * Credit, "only what came back has ended");

        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(50 * Credit, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Two_nodes_that_sweep_at_once_take_it_once()
    {
        var user = await Fixture.UserAsync(1);
        await GrantAsync(user, 10 * Credit, TimeSpan.FromHours(1));
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Fixture : elsewhere).Expiry.SweepAsync(Token)));

        taken.Sum().ShouldBe(10 * Credit);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(-1, 60, "expires_at")]
    [InlineData(1, 0, "expires_at")]
    public async Task Only_what_is_given_expires_and_later(long credits, int minutes, string field)
    {
        var user = await Fixture.UserAsync();
        var request = new GrantRequest(user.Id, Book.Test, credits * Credit, "x", "system") { ExpiresAt = Fixture.Time.GetUtcNow().AddMinutes(minutes) };

        (await Fixture.Credits.GrantAsync(request, Token)).Error.ShouldNotBeNull().Field.ShouldBe(field);
    }

    /// <summary>Random grants, holds, charges, cancellations and sweeps against a model that follows every credit by itself.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Random_histories_agree_with_a_model_that_follows_every_credit(bool isPunctual)
    {
        const int Histories = 12;
        const int Steps = 40;
        long expired = 0;
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var user = await Fixture.UserAsync(0);
            var model = new Model();
            for (var step = 0; step < Steps; step++)
            {
                // What has ended is gone before anything else happens: by the sweep, or before spending by whoever knows that it has ended.
                Fixture.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 20)));
                await (isPunctual || random.Next(4) == 0 ? Fixture.Expiry.SweepAsync(Token) : Fixture.Expiry.LookAheadAsync(Token));
                await StepAsync(user, model, random);
            }

            foreach (var open in model.Open.ToList())
            {
                await EndAsync(model, open, random.NextInt64(open.Held + 1));
            }

            Fixture.Time.Advance(TimeSpan.FromDays(2));
            await Fixture.Expiry.SweepAsync(Token);

            (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(model.Forever(), 0), $"history {seed}");
            expired += model.Granted - model.Charged - model.Forever();
            await Fixture.BooksShouldBeCleanAsync();
        }

        expired.ShouldBeGreaterThan(0);
        TestCounts.Report($"expiry ({Database.GetType().Name}, sweeps {(isPunctual ? "at once" : "late")}): {Histories} random histories of {Steps} steps agree with the model to the micro-credit; {MicroCredits.Format(expired)} credits expired");
    }

    private async Task StepAsync(User user, Model model, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                var amount = random.NextInt64(1, 20) * Credit / 4;
                TimeSpan? after = random.Next(3) == 0 ? null : TimeSpan.FromMinutes(random.Next(10, 200));
                await GrantAsync(user, amount, after);
                model.Grant(amount, after is { } span ? Fixture.Time.GetUtcNow() + span : DateTimeOffset.MaxValue);
                break;
            case 1 or 2:
                await Fixture.Expiry.BeforeSpendingAsync(user.Id, Book.Test, Token);
                var available = (await Fixture.BalanceAsync(user)).AvailableMicro;
                if (available > 0)
                {
                    var hold = random.NextInt64(1, available + 1);
                    model.Hold((await AcceptAsync(user.Id, hold)).Id, hold, Fixture.Time.GetUtcNow());
                }

                break;
            default:
                if (model.Open.Count > 0)
                {
                    var open = model.Open[random.Next(model.Open.Count)];
                    await EndAsync(model, open, random.NextInt64(open.Held + 1));
                }

                break;
        }
    }

    private async Task EndAsync(Model model, Model.Spending open, long charge)
    {
        if (charge == 0)
        {
            await ApplyAsync(open.Id, GenerationTrigger.Cancel);
        }
        else
        {
            await CompleteAsync(await Fixture.FindAsync(open.Id), charge);
        }

        model.End(open, charge);
    }

    private async Task GrantAsync(User user, long amount, TimeSpan? after)
    {
        var request = new GrantRequest(user.Id, Book.Test, amount, "with an end", "system")
        {
            ExpiresAt = after is { } span ? Fixture.Time.GetUtcNow() + span : null,
        };
        (await Fixture.Credits.GrantAsync(request, Token)).Error.ShouldBeNull();

        // Ids sort by the millisecond.
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    private async Task SpendAsync(User user, long amount) => await CompleteAsync(await AcceptAsync(user.Id, amount), amount);

    private async Task CompleteAsync(Generation generation, long charge)
    {
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        await ApplyAsync(generation.Id, GenerationTrigger.Start, change => change with { Attempt = new AttemptNote(AttemptState.Started) });
        await ApplyAsync(generation.Id, GenerationTrigger.Deliver);
        await ApplyAsync(generation.Id, GenerationTrigger.Complete, change => change with { CaptureMicro = charge });
    }

    /// <summary>Follows credits one spending at a time: nothing of it is shared with what it checks.</summary>
    private sealed class Model
    {
        private readonly List<(long Amount, DateTimeOffset Ends)> _grants = [];
        private readonly List<Spending> _spendings = [];

        public List<Spending> Open { get; } = [];

        public long Granted => _grants.Sum(grant => grant.Amount);

        public long Charged => _spendings.Sum(spending => spending.Charged);

        public void Grant(long amount, DateTimeOffset ends) => _grants.Add((amount, ends));

        public void Hold(string id, long held, DateTimeOffset at)
        {
            var spending = new Spending(id, held, at, _grants.Count);
            _spendings.Add(spending);
            Open.Add(spending);
        }

        public void End(Spending spending, long charged)
        {
            spending.Charged = charged;
            Open.Remove(spending);
        }

        /// <summary>What is left once every end has passed: credits without an end that were not needed.</summary>
        public long Forever()
        {
            var left = _grants.Select(grant => grant.Amount).ToArray();
            foreach (var spending in _spendings)
            {
                var rest = spending.Charged;
                foreach (var i in Enumerable.Range(0, spending.GrantsBefore).Where(i => _grants[i].Ends > spending.At).OrderBy(i => _grants[i].Ends))
                {
                    var drawn = Math.Min(rest, left[i]);
                    left[i] -= drawn;
                    rest -= drawn;
                }

                rest.ShouldBe(0, "nobody can spend what is not there");
            }

            return _grants.Select((grant, i) => grant.Ends == DateTimeOffset.MaxValue ? left[i] : 0).Sum();
        }

        public sealed record Spending(string Id, long Held, DateTimeOffset At, int GrantsBefore)
        {
            public long Charged { get; set; }
        }
    }
}
