using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing;

namespace Atelier.Services.Tests.Accounts;

/// <summary>Limits are checked in the transaction that accepts.</summary>
public abstract class LimitSuite : StoreSuite
{
    private const long Credit = MicroCredits.PerCredit;

    [Fact]
    public async Task One_generation_may_not_hold_more_than_the_limit_of_a_request()
    {
        var user = await Fixture.UserAsync();

        (await CodeAsync(user, new AccountLimits { PerRequestMicro = Samples.Hold - 1 })).ShouldBe("request_spend_limit");
        (await CodeAsync(user, new AccountLimits { PerRequestMicro = Samples.Hold })).ShouldBeNull();
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
    }

    [Fact]
    public async Task Unfinished_generations_are_counted_until_they_end()
    {
        var user = await Fixture.UserAsync();
        var limits = new AccountLimits { ConcurrentGenerations = 2 };
        var first = await AcceptedAsync(user, limits);
        await AcceptedAsync(user, limits);
        (await CodeAsync(user, limits)).ShouldBe("too_many_running");

        await ApplyAsync(first.Id, GenerationTrigger.Cancel);

        (await CodeAsync(user, limits)).ShouldBeNull();
    }

    [Fact]
    public async Task A_minutes_generations_are_counted_over_the_last_sixty_seconds()
    {
        var user = await Fixture.UserAsync();
        var limits = new AccountLimits { GenerationsPerMinute = 2 };
        await AcceptedAsync(user, limits);
        Fixture.Time.Advance(TimeSpan.FromSeconds(20));
        await AcceptedAsync(user, limits);

        var refused = await RefusedAsync(user, limits);
        refused.Code.ShouldBe("generation_rate_limited");
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));

        Fixture.Time.Advance(TimeSpan.FromSeconds(40.1));
        (await CodeAsync(user, limits)).ShouldBeNull();
        (await CodeAsync(user, limits)).ShouldBe("generation_rate_limited");
    }

    [Fact]
    public async Task A_days_and_a_months_spending_begin_anew_in_utc()
    {
        var user = await Fixture.UserAsync();
        var daily = new AccountLimits { PerDayMicro = 3 * Credit };
        var monthly = new AccountLimits { PerMonthMicro = 5 * Credit };
        await AcceptedAsync(user, daily);
        (await CodeAsync(user, daily)).ShouldBe("daily_spend_limit");

        Fixture.Time.Advance(TimeSpan.FromHours(12));
        (await CodeAsync(user, daily)).ShouldBeNull();
        (await CodeAsync(user, monthly)).ShouldBe("monthly_spend_limit");

        Fixture.Time.Advance(TimeSpan.FromDays(30));
        (await CodeAsync(user, monthly)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_released_counts_no_more()
    {
        var user = await Fixture.UserAsync();
        var limits = new AccountLimits { PerDayMicro = Samples.Hold };
        var first = await AcceptedAsync(user, limits);
        (await CodeAsync(user, limits)).ShouldBe("daily_spend_limit");

        await ApplyAsync(first.Id, GenerationTrigger.Cancel);

        (await CodeAsync(user, limits)).ShouldBeNull();
    }

    [Fact]
    public async Task A_replay_is_answered_although_the_limit_is_reached()
    {
        var user = await Fixture.UserAsync();
        var limits = new AccountLimits { GenerationsPerMinute = 1 };
        var request = Limited(Samples.Request(Fixture, user.Id, key: "again"), new SubjectLimits(LimitSubject.User, user.Id, limits));
        await Fixture.Store.AcceptAsync(request, Token);

        (await Fixture.Store.AcceptAsync(request with { Generation = Samples.Generation(Fixture, user.Id) }, Token)).ShouldBeOfType<AcceptOutcome.Replayed>();
    }

    public static MatrixTheoryData<string, LimitSubject> LimitsAndSubjects() =>
        new MatrixTheoryData<string, LimitSubject>(["concurrent", "minute", "day", "month"], [LimitSubject.Key, LimitSubject.User, LimitSubject.Team]);

    [Theory]
    [MemberData(nameof(LimitsAndSubjects))]
    public async Task A_hundred_at_once_do_not_pass_a_limit_together(string which, LimitSubject whose)
    {
        var (one, other) = (await Fixture.UserAsync(1_000), await Fixture.UserAsync(1_000));
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!;
        await Fixture.Credits.GrantAsync(new GrantRequest(team.Id, Book.Test, 1_000 * Credit, "team", "system"), Token);
        var limits = which switch
        {
            "concurrent" => new AccountLimits { ConcurrentGenerations = 10 },
            "minute" => new AccountLimits { GenerationsPerMinute = 10 },
            "month" => new AccountLimits { PerMonthMicro = 10 * Samples.Hold },
            _ => new AccountLimits { PerDayMicro = 10 * Samples.Hold },
        };
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);

        // On two nodes: two users of one team, one user for itself and for its team, or one key.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
        {
            var request = Samples.Request(Fixture, (whose == LimitSubject.Team && i % 2 == 0 ? other : one).Id);
            var payer = whose == LimitSubject.Team || (whose == LimitSubject.User && i % 2 == 0) ? team.Id : null;
            request = request with { Generation = request.Generation with { TeamId = payer } };
            var id = whose switch { LimitSubject.Key => request.Generation.KeyId, LimitSubject.User => one.Id, _ => team.Id };
            return (i % 4 < 2 ? Fixture : elsewhere).Store.AcceptAsync(Limited(request, new SubjectLimits(whose, id, limits)), Token);
        }));

        outcomes.Count(outcome => outcome is AcceptOutcome.Accepted).ShouldBe(10);
        outcomes.Count(outcome => outcome is AcceptOutcome.LimitReached).ShouldBe(90);
        var held = (await Fixture.Credits.BalanceAsync(team.Id, Book.Test, Token)).HeldMicro + (await Fixture.BalanceAsync(one)).HeldMicro;
        held.ShouldBe(10 * Samples.Hold);
        await Fixture.BooksShouldBeCleanAsync();
        TestCounts.Report($"limits ({which} of a {whose.ToString().ToLowerInvariant()}, {Database.GetType().Name}): 100 at once on two nodes against a limit of 10, 10 accepted");
    }

    private static NewGeneration Limited(NewGeneration request, SubjectLimits limits) => request with { Limits = [limits] };

    private async Task<AcceptOutcome> TryAsync(User user, AccountLimits limits) =>
        await Fixture.Store.AcceptAsync(Limited(Samples.Request(Fixture, user.Id), new SubjectLimits(LimitSubject.User, user.Id, limits)), Token);

    private async Task<Generation> AcceptedAsync(User user, AccountLimits limits) =>
        (await TryAsync(user, limits)).ShouldBeOfType<AcceptOutcome.Accepted>().Generation;

    private async Task<ServiceError> RefusedAsync(User user, AccountLimits limits) =>
        (await TryAsync(user, limits)).ShouldBeOfType<AcceptOutcome.LimitReached>().Reason;

    private async Task<string?> CodeAsync(User user, AccountLimits limits) =>
        await TryAsync(user, limits) is AcceptOutcome.LimitReached refused ? refused.Reason.Code : null;
}
