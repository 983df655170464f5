using Atelier.Providers;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Testing;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Generations;

/// <summary>Identical requests of one user share one result, whatever happens to the one that makes it.</summary>
public abstract class SharedResultSuite
{
    private const decimal Price = 6;
    private const decimal Reduced = 0.6m;
    private static readonly object Boat = new { prompt = "a boat", seed = 7, duration = 6 };

    private protected abstract int Callers { get; }

    private protected abstract Task<JobWorld> StartAsync();

    [Fact]
    public async Task Of_many_identical_requests_at_once_one_is_made_and_each_is_paid_right()
    {
        await using var world = await StartAsync();
        var before = await world.AvailableAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => world.CreateAsync(Boat, shared: true), JobWorld.Cancel)));
        await Task.WhenAll(ids.Chunk((Callers / 20) + 1).Select(part => Task.Run(() => RunAllAsync(world, part), JobWorld.Cancel)));

        var ends = await Task.WhenAll(ids.Select(world.FindAsync));
        ends.ShouldAllBe(g => g.State == GenerationState.Completed);
        world.Vendors.Submissions.Count.ShouldBe(1);
        ends.Count(g => g.CapturedMicro == (long)(Price * MicroCredits.PerCredit)).ShouldBe(1);
        ends.Count(g => g.CapturedMicro == (long)(Reduced * MicroCredits.PerCredit)).ShouldBe(Callers - 1);
        (before - await world.AvailableAsync()).ShouldBe(Price + (Reduced * (Callers - 1)));
        var artifacts = await world.Reader.ArtifactsOfAsync(ids, JobWorld.Cancel);
        artifacts.Count.ShouldBe(Callers);
        artifacts.SelectMany(own => own).Select(a => a.StoreKey).Distinct().Count().ShouldBe(1);
        artifacts.SelectMany(own => own).Select(a => a.Sha256).Distinct().Count().ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
        TestCounts.Report(
            $"shared results on {GetType().Name}: identical requests {Callers}, vendor calls {world.Vendors.Submissions.Count}, full captures 1, reduced {Callers - 1}");
    }

    [Fact]
    public async Task A_finished_result_is_shared_at_once_and_a_quote_says_so()
    {
        await using var world = await StartAsync();
        var quote = (await world.Service.QuoteAsync(world.Caller, JobWorld.Command(Boat, shared: true), JobWorld.Cancel)).Value!;
        (quote.SharesResult, quote.SharedMicro).ShouldBe((false, 600_000L));
        await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true));

        quote = (await world.Service.QuoteAsync(world.Caller, JobWorld.Command(Boat, shared: true), JobWorld.Cancel)).Value!;
        quote.SharesResult.ShouldBe(true);
        var hit = (await world.Service.CreateAsync(world.Caller, JobWorld.Command(Boat, shared: true), JobWorld.Cancel)).Value!;

        hit.View.Generation.State.ShouldBe(GenerationState.Completed);
        hit.View.Generation.CapturedMicro.ShouldBe(600_000);
        hit.View.Artifacts.Count.ShouldBe(1);
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Nobody_shares_across_users_nor_with_another_seed_nor_what_is_too_old_nor_unasked()
    {
        await using var world = await StartAsync();
        var other = await world.UserAsync("Bob", 100);
        await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true));
        await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true, caller: other));
        await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat", seed = 8, duration = 6 }, shared: true));
        await world.RunToEndAsync(await world.CreateAsync(Boat));
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true));

        world.Vendors.Submissions.Count.ShouldBe(5);
        var refused = await world.Service.CreateAsync(world.Caller, JobWorld.Command(new { prompt = "a boat", seed = 0 }, shared: true), JobWorld.Cancel);
        refused.Error!.Code.ShouldBe("not_deterministic");
        refused.Error.Field.ShouldBe("cache");
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Followers_of_a_leader_that_failed_fail_as_it_did_and_hold_nothing()
    {
        await using var world = await StartAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(ProviderFailureKind.ContentRefused)));
        var ids = await CreateAsync(world, Callers);

        await RunAllAsync(world, ids);

        (await Task.WhenAll(ids.Select(world.FindAsync))).ShouldAllBe(g => g.State == GenerationState.Failed && g.Error!.Code == "content_refused");
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();

        (await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true))).State.ShouldBe(GenerationState.Completed);
    }

    [Fact]
    public async Task A_follower_waits_for_as_long_as_its_leader_may_take()
    {
        await using var world = await StartAsync();
        var busy = ScriptedProvider.Failure(ProviderFailureKind.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(50) };
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(busy)).OnSubmit(ScriptedProvider.Accepted("task-1"));
        var begun = world.Clock.GetUtcNow();
        world.Vendors.DefaultPoll = _ => world.Clock.GetUtcNow() <= begun + TimeSpan.FromMinutes(70)
            ? new PollOutcome.Running(null, TimeSpan.FromMinutes(1))
            : new PollOutcome.Completed(ScriptedProvider.Result("result"));
        var leader = await world.CreateAsync(new { prompt = "a boat", seed = 7, duration = 5 }, shared: true, JobWorld.Second);
        var follower = await world.CreateAsync(new { prompt = "a boat", seed = 7, duration = 5 }, shared: true, JobWorld.Second);

        StepResult next;
        do
        {
            await world.Runner.StepAsync(leader, JobWorld.Cancel);
            next = await world.Runner.StepAsync(follower, JobWorld.Cancel);
            world.Clock.Advance(next.NextAfter);
        }
        while (!next.Finished);

        (world.Clock.GetUtcNow() - begun).ShouldBeGreaterThan(TimeSpan.FromMinutes(70));
        (await world.FindAsync(follower)).State.ShouldBe(GenerationState.Completed);
        world.Vendors.Submissions.Count.ShouldBe(2);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task When_the_leader_is_cancelled_one_follower_takes_its_place_also_after_a_restart()
    {
        await using var world = await StartAsync();
        var ids = await CreateAsync(world, Callers);
        var cancelling = world.Service.CancelAsync(world.Caller, ids[0], JobWorld.Cancel);
        while (!world.Dispatcher.Woken.Contains(ids[0]))
        {
            await Task.Yield();
        }

        (await world.Runner.StepAsync(ids[0], JobWorld.Cancel)).Finished.ShouldBeTrue();
        await cancelling;
        (await world.FindAsync(ids[0])).State.ShouldBe(GenerationState.Cancelled);

        world.Restart();
        await RunAllAsync(world, ids[1..]);

        var ends = await Task.WhenAll(ids[1..].Select(world.FindAsync));
        ends.ShouldAllBe(g => g.State == GenerationState.Completed);
        world.Vendors.Submissions.Count.ShouldBe(1);
        ends.Count(g => g.LeaderId is null).ShouldBe(1);
        ends.Sum(g => g.CapturedMicro).ShouldBe(6_000_000 + ((Callers - 2) * 600_000L));
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_kill_while_the_leader_is_being_made_leaves_no_follower_behind()
    {
        await using var world = await StartAsync();
        world.Vendors.OnSubmit(ScriptedProvider.Accepted("task-1"));
        var ids = await CreateAsync(world, Callers);
        await world.Runner.StepAsync(ids[0], JobWorld.Cancel);
        await world.Runner.StepAsync(ids[1], JobWorld.Cancel);

        world.Restart();
        await RunAllAsync(world, ids);

        (await Task.WhenAll(ids.Select(world.FindAsync))).ShouldAllBe(g => g.State == GenerationState.Completed);
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Shared_bytes_stay_until_the_last_that_refers_to_them_is_deleted()
    {
        await using var world = await StartAsync();
        var leader = await world.CreateAsync(Boat, shared: true);
        await world.RunToEndAsync(leader);
        var follower = await world.CreateAsync(Boat, shared: true);

        (await world.Service.DeleteAsync(world.Caller, leader, JobWorld.Cancel)).IsOk.ShouldBeTrue();
        (await world.Media.FindRemovableAsync(world.Clock.GetUtcNow(), 10, JobWorld.Cancel)).ShouldBeEmpty();

        // Nothing is left to lead: the next is made anew.
        (await world.RunToEndAsync(await world.CreateAsync(Boat, shared: true))).CapturedMicro.ShouldBe(6_000_000);
        (await world.Service.DeleteAsync(world.Caller, follower, JobWorld.Cancel)).IsOk.ShouldBeTrue();
        var removable = await world.Media.FindRemovableAsync(world.Clock.GetUtcNow(), 10, JobWorld.Cancel);
        removable.Count.ShouldBe(2);
        removable.Select(m => m.StoreKey).Distinct().Count().ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    private static async Task<string[]> CreateAsync(JobWorld world, int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = await world.CreateAsync(Boat, shared: true);
        }

        return ids;
    }

    /// <summary>Steps all by turns until each has ended, moving the clock when all wait.</summary>
    private static async Task RunAllAsync(JobWorld world, IEnumerable<string> ids)
    {
        var open = ids.ToList();
        for (var round = 0; open.Count > 0; round++)
        {
            round.ShouldBeLessThan(300, "some never end");
            foreach (var id in open.ToList())
            {
                if ((await world.Runner.StepAsync(id, JobWorld.Cancel)).Finished)
                {
                    open.Remove(id);
                }
            }

            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}

public sealed class SqliteSharedResultTests : SharedResultSuite
{
    private protected override int Callers => 1_000;

    private protected override Task<JobWorld> StartAsync() => JobWorld.OnSqliteAsync();
}

public sealed class PostgresSharedResultTests : SharedResultSuite
{
    private protected override int Callers => 100;

    private protected override Task<JobWorld> StartAsync() => JobWorld.OnPostgresAsync();
}
