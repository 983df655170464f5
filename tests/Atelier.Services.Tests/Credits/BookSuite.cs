using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Generations;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing;

namespace Atelier.Services.Tests.Credits;

/// <summary>Statements and usage agree with the ledger to the micro-credit.</summary>
public abstract class BookSuite : StoreSuite
{
    private const long Credit = MicroCredits.PerCredit;

    [Fact]
    public async Task A_statement_opens_moves_and_closes()
    {
        var user = await Fixture.UserAsync(10);
        Fixture.Time.Advance(TimeSpan.FromDays(1));
        var since = Fixture.Time.GetUtcNow();
        await Fixture.Credits.AdjustAsync(new GrantRequest(user.Id, Book.Test, -Credit, "a mistake", "usr_op"), Token);
        await CompleteAsync(await AcceptAsync(user.Id, 3 * Credit), 2 * Credit);
        await AcceptAsync(user.Id, Credit);
        Fixture.Time.Advance(TimeSpan.FromDays(1));

        var query = new StatementQuery(user.Id, Book.Test, since, Fixture.Time.GetUtcNow());
        var statement = await Fixture.Books.StatementAsync(query, Token);

        statement.ShouldBe(new Statement
        {
            OpeningAvailableMicro = 10 * Credit, AdjustedMicro = -Credit, ChargedMicro = -2 * Credit,
            ClosingAvailableMicro = 6 * Credit, ClosingHeldMicro = Credit, Moves = 4,
        });
        statement.DifferenceMicro.ShouldBe(0);
        (await Fixture.Books.MovesAsync(query, Token).CountAsync(Token)).ShouldBe(4);
    }

    [Fact]
    public async Task Random_usage_in_every_grouping_adds_up_to_the_ledger()
    {
        var random = new Random(7);
        var users = new[] { await Fixture.UserAsync(1_000), await Fixture.UserAsync(1_000) };
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!;
        await Fixture.Credits.GrantAsync(new GrantRequest(team.Id, Book.Test, 1_000 * Credit, "team", "system"), Token);
        for (var i = 0; i < 60; i++)
        {
            Fixture.Time.Advance(TimeSpan.FromHours(random.Next(1, 20)));
            await MakeAsync(users[random.Next(2)], random.Next(3) == 0 ? team : null, random);
        }

        var until = Fixture.Time.GetUtcNow();
        var (checks, difference) = (0, 0L);
        foreach (var payer in new[] { null, users[0].Id, users[1].Id, team.Id })
        {
            foreach (var since in new DateTimeOffset?[] { null, until.AddDays(-10) })
            {
                var period = new StatementQuery(payer, Book.Test, since, until);
                var statement = await Fixture.Books.StatementAsync(period, Token);
                difference += Math.Abs(statement.DifferenceMicro);
                foreach (var groups in Groupings())
                {
                    var rows = await Fixture.Books.UsageAsync(new UsageQuery(period, groups), Token).ToListAsync(Token);
                    difference += Math.Abs(rows.Sum(row => row.ChargedMicro) + statement.ChargedMicro);
                    checks++;
                }
            }
        }

        difference.ShouldBe(0);
        checks.ShouldBe(8 * Groupings().Count);
        checks += await CostsShouldAddUpAsync();
        TestCounts.Report($"books ({Database.GetType().Name}): {checks} pivots of 60 random generations against their statements, difference {difference} micro-credits");
    }

    [Fact]
    public async Task A_pivot_tells_its_groups()
    {
        var user = await Fixture.UserAsync();
        await CompleteAsync(await AcceptAsync(user.Id, 3 * Credit), 2 * Credit, estimate: 7_000);
        Fixture.Time.Advance(TimeSpan.FromDays(1));
        await CompleteAsync(await AcceptAsync(user.Id, 3 * Credit), Credit, estimate: 7_000, reported: 9_000);
        await ApplyAsync((await AcceptAsync(user.Id, Credit)).Id, GenerationTrigger.Cancel);

        var query = new UsageQuery(new StatementQuery(user.Id, Book.Test), [UsageGroup.Day, UsageGroup.User, UsageGroup.Key, UsageGroup.Model, UsageGroup.Vendor]);
        var rows = await Fixture.Books.UsageAsync(query, Token).ToListAsync(Token);

        var first = new UsageRow
        {
            Time = "2026-11-01T00:00:00Z", UserId = user.Id, KeyId = "key_sample", Model = "sample-image", Vendor = "sample",
            Generations = 1, ChargedMicro = 2 * Credit, CostMicroUsd = 7_000,
        };
        rows.ShouldBe([first, first with { Time = "2026-11-02T00:00:00Z", Generations = 2, ChargedMicro = Credit, CostMicroUsd = 9_000, ReportedCostMicroUsd = 9_000 }]);
        var all = (await Fixture.Books.UsageAsync(new UsageQuery(query.Period, []), Token).ToListAsync(Token)).Single();
        (all.Generations, all.ChargedMicro, all.Time, all.UserId).ShouldBe((3, 3 * Credit, null, null));
    }

    [Fact]
    public async Task A_refused_attempt_costs_nothing_unless_the_vendor_says_so()
    {
        var user = await Fixture.UserAsync();
        var generation = await AcceptAsync(user.Id);
        await ApplyAsync(generation.Id, GenerationTrigger.Start, change => change with { Attempt = new AttemptNote(AttemptState.Started), EstimatedCostMicroUsd = 5_000 });
        await ApplyAsync(generation.Id, GenerationTrigger.Fail, change => change with
        {
            Attempt = new AttemptNote(AttemptState.Refused), Error = new GenerationError("vendor_fault", "refused", true),
        });

        (await Fixture.Books.UsageAsync(new UsageQuery(new StatementQuery(user.Id, Book.Test), []), Token).SingleAsync(Token)).CostMicroUsd.ShouldBe(0);
    }

    [Fact]
    public async Task An_adjustment_needs_a_reason_and_never_goes_below_what_is_available()
    {
        var user = await Fixture.UserAsync(1);
        (await Fixture.Credits.AdjustAsync(new GrantRequest(user.Id, Book.Test, -2 * Credit, "too much", "usr_op"), Token)).Error.ShouldNotBeNull().Code.ShouldBe("insufficient_credits");
        (await Fixture.Credits.AdjustAsync(new GrantRequest(user.Id, Book.Test, Credit, " ", "usr_op"), Token)).Error.ShouldNotBeNull().Field.ShouldBe("reason");
        var move = (await Fixture.Credits.AdjustAsync(new GrantRequest(user.Id, Book.Test, Credit, "sorry", "usr_op"), Token)).Value.ShouldNotBeNull();
        move.Postings.ShouldContain(new Posting(LedgerAccount.HouseAdjustments, -Credit));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task An_attempt_at_another_vendor_counts_where_it_was_made()
    {
        var user = await Fixture.UserAsync();
        var generation = await AcceptAsync(user.Id);
        await ApplyAsync(generation.Id, GenerationTrigger.Start, change => change with { Attempt = new AttemptNote(AttemptState.Started), EstimatedCostMicroUsd = 5_000 });
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        await ApplyAsync(generation.Id, GenerationTrigger.Resubmit, change => change with { Attempt = new AttemptNote(AttemptState.Started), EstimatedCostMicroUsd = 6_000 });
        await ApplyAsync(generation.Id, GenerationTrigger.Deliver, change => change with { Attempt = new AttemptNote(AttemptState.Delivered), VendorCostMicroUsd = 7_500 });
        await ApplyAsync(generation.Id, GenerationTrigger.Complete, change => change with { CaptureMicro = Credit });

        var query = new VendorCostQuery(Book.Test) { GroupBy = [CostGroup.Day, CostGroup.Vendor, CostGroup.Model] };
        var row = await Fixture.Books.VendorCostsAsync(query, Token).SingleAsync(Token);
        row.ShouldBe(new VendorCostRow
        {
            Time = "2026-11-01T00:00:00Z", Vendor = "sample", VendorModel = generation.VendorModel, Attempts = 2,
            EstimatedMicroUsd = 11_000, ReportedMicroUsd = 7_500, CostMicroUsd = 12_500,
        });
        var attempts = await Fixture.Books.AttemptsAsync(query, Token).ToListAsync(Token);
        attempts.ConvertAll(one => (one.Attempt.Number, one.Attempt.State, one.CostMicroUsd))
            .ShouldBe([(1, AttemptState.Abandoned, 5_000), (2, AttemptState.Delivered, 7_500)]);
        (await Fixture.Books.VendorCostsAsync(new VendorCostQuery(Book.Live), Token).SingleAsync(Token)).Attempts.ShouldBe(0);
        (await Fixture.Books.AttemptsAsync(query with { Until = attempts[0].Attempt.StartedAt }, Token).CountAsync(Token)).ShouldBe(0);
    }

    /// <summary>Attempts one by one, in every grouping, and in usage: the same sums. Returns how many sums were compared.</summary>
    private async Task<int> CostsShouldAddUpAsync()
    {
        var all = await Fixture.Books.AttemptsAsync(new VendorCostQuery(Book.Test), Token).ToListAsync(Token);
        var (cost, reported) = (all.Sum(one => one.CostMicroUsd), all.Sum(one => one.Attempt.VendorCostMicroUsd ?? 0));
        cost.ShouldBeGreaterThan(0);
        CostGroup[][] groupings = [[], [CostGroup.Hour], [CostGroup.Month, CostGroup.Vendor], [CostGroup.Day, CostGroup.Vendor, CostGroup.Model]];
        foreach (var groups in groupings)
        {
            var rows = await Fixture.Books.VendorCostsAsync(new VendorCostQuery(Book.Test) { GroupBy = groups }, Token).ToListAsync(Token);
            (rows.Sum(row => row.CostMicroUsd), rows.Sum(row => row.ReportedMicroUsd), rows.Sum(row => row.Attempts)).ShouldBe((cost, reported, (long)all.Count));
        }

        // Only what has ended is in usage, and only what was begun has attempts: those under way have none here.
        var usage = await Fixture.Books.UsageAsync(new UsageQuery(new StatementQuery(null, Book.Test), [UsageGroup.Vendor]), Token).ToListAsync(Token);
        (usage.Sum(row => row.CostMicroUsd), usage.Sum(row => row.ReportedCostMicroUsd)).ShouldBe((cost, reported));
        return groupings.Length + 1;
    }

    private static List<UsageGroup[]> Groupings()
    {
        UsageGroup?[] times = [null, UsageGroup.Hour, UsageGroup.Day, UsageGroup.Month];
        UsageGroup[] others = [UsageGroup.User, UsageGroup.Team, UsageGroup.Key, UsageGroup.Model, UsageGroup.Vendor];
        return [.. from time in times
                   from chosen in Enumerable.Range(0, 1 << others.Length)
                   select others.Where((_, i) => (chosen & (1 << i)) != 0).Concat(time is { } one ? [one] : []).ToArray()];
    }

    private async Task MakeAsync(User user, Team? team, Random random)
    {
        var hold = random.NextInt64(1, 5 * Credit);
        var request = Samples.Request(Fixture, user.Id, hold);
        request = request with
        {
            Generation = request.Generation with { TeamId = team?.Id, KeyId = $"key_{random.Next(3)}", Model = $"model-{random.Next(4)}", Provider = $"vendor-{random.Next(2)}" },
        };
        var generation = (await Fixture.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>().Generation;
        switch (random.Next(4))
        {
            case 0:
                await ApplyAsync(generation.Id, GenerationTrigger.Cancel);
                break;
            case 1:
                break;
            default:
                await CompleteAsync(generation, random.NextInt64(hold + 1), random.Next(3) == 0 ? null : random.Next(10_000), random.Next(2) == 0 ? null : random.Next(10_000));
                break;
        }
    }

    private async Task CompleteAsync(Generation generation, long charge, long? estimate = null, long? reported = null)
    {
        await ApplyAsync(
            generation.Id, GenerationTrigger.Start, change => change with { Attempt = new AttemptNote(AttemptState.Started), EstimatedCostMicroUsd = estimate });
        await ApplyAsync(
            generation.Id, GenerationTrigger.Deliver, change => change with { Attempt = new AttemptNote(AttemptState.Delivered), VendorCostMicroUsd = reported });
        await ApplyAsync(generation.Id, GenerationTrigger.Complete, change => change with { CaptureMicro = charge });
    }
}
