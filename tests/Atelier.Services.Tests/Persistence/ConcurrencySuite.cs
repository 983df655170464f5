using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Many callers at once: grouped writing must look as if each were alone.</summary>
public abstract class ConcurrencySuite : StoreSuite
{
    [Fact]
    public async Task Of_100_spenders_with_credits_for_10_exactly_10_pass()
    {
        var user = await Fixture.UserAsync(credits: 20);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => Task.Run(() => Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token), Token)));

        outcomes.Count(o => o is AcceptOutcome.Accepted).ShouldBe(10);
        outcomes.Count(o => o is AcceptOutcome.InsufficientCredits).ShouldBe(90);
        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(0, 20 * MicroCredits.PerCredit));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Of_64_callers_with_20_keys_each_key_makes_one_generation()
    {
        var user = await Fixture.UserAsync(credits: 10_000);

        var outcomes = await Task.WhenAll(
            from caller in Enumerable.Range(0, 64)
            from key in Enumerable.Range(0, 20)
            select Task.Run(() => Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id, key: $"key-{key}"), Token), Token));

        var accepted = outcomes.OfType<AcceptOutcome.Accepted>().Select(o => o.Generation.Id).ToHashSet();
        accepted.Count.ShouldBe(20);
        outcomes.OfType<AcceptOutcome.Replayed>().Select(o => o.GenerationId).ToHashSet().ShouldBe(accepted, ignoreOrder: true);
        outcomes.Count(o => o is AcceptOutcome.Replayed).ShouldBe((64 * 20) - 20);
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(20 * Samples.Hold);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Many_callers_share_one_commit()
    {
        var user = await Fixture.UserAsync(credits: 1_000);
        var before = Fixture.Probe.Commits;
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Fixture.Probe.Before = () => new ValueTask(open.Task);

        var all = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token)));
        open.SetResult();
        await all;

        // The first writers go with what they found; everybody who came meanwhile goes in the next group.
        (Fixture.Probe.Commits - before).ShouldBeLessThanOrEqualTo(2 * Database.Options.PostgresWriters);
    }

    [Fact]
    public async Task A_failing_operation_leaves_the_others_of_its_group_alone()
    {
        var user = await Fixture.UserAsync(credits: 1_000);
        var taken = await AcceptAsync(user.Id);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Fixture.Probe.Before = () => new ValueTask(open.Task);
        var requests = Enumerable.Range(0, 30).Select(i =>
        {
            var request = Samples.Request(Fixture, user.Id);
            return i % 3 == 1 ? request with { Generation = request.Generation with { Id = taken.Id } } : request;
        }).ToList();

        var writes = requests.ConvertAll(request => Fixture.Store.AcceptAsync(request, Token));
        open.SetResult();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        writes.Count(w => w.IsFaulted).ShouldBe(10);
        writes.Where((_, i) => i % 3 != 1).ShouldAllBe(w => w.IsCompletedSuccessfully && w.Result is AcceptOutcome.Accepted);
        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(21 * Samples.Hold);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Later_operations_of_a_group_see_what_earlier_ones_decided()
    {
        var options = Database.Options;
        options.PostgresWriters = 1;
        await using var alone = await PersistenceFixture.OpenAsync(options, Fixture.Time);
        var user = await alone.UserAsync(credits: 2);
        var somebody = await alone.UserAsync();
        var first = await AcceptAsync(user.Id);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        alone.Probe.Before = () =>
        {
            reached.TrySetResult();
            return new ValueTask(open.Task);
        };
        var busy = alone.Store.AcceptAsync(Samples.Request(alone, somebody.Id), Token);
        await reached.Task;
        var change = new GenerationChange { GenerationId = first.Id, ExpectedVersion = 1, From = GenerationState.Queued, Trigger = GenerationTrigger.Fail };

        // All of these wait for the group under way and become the next one.
        var fail = alone.Store.ApplyAsync(change, Token);
        var start = alone.Store.ApplyAsync(change with { Trigger = GenerationTrigger.Start }, Token);
        var again = alone.Store.AcceptAsync(Samples.Request(alone, user.Id, key: "again"), Token);
        var replay = alone.Store.AcceptAsync(Samples.Request(alone, user.Id, key: "again"), Token);
        var tooMuch = alone.Store.AcceptAsync(Samples.Request(alone, user.Id), Token);
        var before = alone.Probe.Commits;
        open.SetResult();
        await Task.WhenAll(busy, fail, start, again, replay, tooMuch);

        (alone.Probe.Commits - before).ShouldBe(2);
        (await fail).Applied.ShouldBeTrue();
        (await start).Applied.ShouldBeFalse("the failure has changed the version");
        var accepted = (await again).ShouldBeOfType<AcceptOutcome.Accepted>("the failure has given the credits back").Generation;
        (await replay).ShouldBe(new AcceptOutcome.Replayed(accepted.Id));
        (await tooMuch).ShouldBe(new AcceptOutcome.InsufficientCredits(0));
        await alone.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_caller_that_leaves_before_its_turn_writes_nothing()
    {
        var user = await Fixture.UserAsync(credits: 1_000);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Fixture.Probe.Before = () =>
        {
            reached.TrySetResult();
            return new ValueTask(open.Task);
        };
        var writers = Database.Options.PostgresWriters;
        var busy = new List<Task<AcceptOutcome>>();
        for (var i = 0; i < writers; i++)
        {
            busy.Add(Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token));
            await reached.Task;
        }

        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();
        var left = Samples.Request(Fixture, user.Id);
        await Should.ThrowAsync<OperationCanceledException>(() => Fixture.Store.AcceptAsync(left, leaving.Token));
        open.SetResult();
        await Task.WhenAll(busy);

        (await Fixture.Store.FindAsync(left.Generation.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Grants_and_holds_at_once_keep_the_books_right()
    {
        var user = await Fixture.UserAsync(credits: 50);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            if (i % 2 == 0)
            {
                await Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, i % 4 == 0 ? 1_000_000 : -1_000_000, "churn", "system"), Token);
            }
            else if (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token) is AcceptOutcome.Accepted accepted)
            {
                await ApplyAsync(accepted.Generation.Id, GenerationTrigger.Cancel);
            }
        }));

        (await Fixture.BalanceAsync(user)).HeldMicro.ShouldBe(0);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_reader_never_sees_a_smaller_event_number_later()
    {
        var user = await Fixture.UserAsync(credits: 10_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = new List<long>();
        var reading = Task.Run(
            async () =>
            {
                var last = 0L;
                while (!stop.IsCancellationRequested)
                {
                    var events = await Fixture.Reader.EventsAfterAsync(new EventQuery(last, UserId: user.Id), Token);
                    seen.AddRange(events.Select(e => e.Sequence));
                    last = seen.Count > 0 ? seen[^1] : 0;
                }
            },
            Token);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => AcceptAsync(user.Id), Token)));
        await stop.CancelAsync();
        await reading;
        var all = await CountEventsAsync(user.Id);
        var rest = await Fixture.Reader.EventsAfterAsync(new EventQuery(seen.Count > 0 ? seen[^1] : 0, UserId: user.Id, Limit: 1000), Token);

        (seen.Count + rest.Count).ShouldBe(all);
        all.ShouldBe(300);
    }

    private async Task<int> CountEventsAsync(string userId)
    {
        await using var context = await Fixture.ContextAsync();
        return await context.Events.CountAsync(e => e.UserId == userId, Token);
    }
}
