using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>A fault at the commit: before it nothing is visible, after it everything is, also to the next process.</summary>
public abstract class FaultSuite : StoreSuite
{
    [Fact]
    public async Task A_fault_before_the_commit_of_an_accept_leaves_nothing()
    {
        var user = await Fixture.UserAsync(credits: 10);
        var request = Samples.Request(Fixture, user.Id, key: "order-1");
        Fixture.Probe.Before = () => throw new IOException("power");

        await Should.ThrowAsync<IOException>(() => Fixture.Store.AcceptAsync(request, Token));
        Fixture.Probe.Before = null;

        await using var next = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await next.Store.FindAsync(request.Generation.Id, Token)).ShouldBeNull();
        (await next.BalanceAsync(user)).ShouldBe(new Balance(10 * MicroCredits.PerCredit, 0));
        (await next.Reader.EventsAfterAsync(new EventQuery(0, UserId: user.Id), Token)).ShouldBeEmpty();
        Fixture.Signals.Told.ShouldBeEmpty();
        (await next.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
        await next.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_fault_after_the_commit_of_an_accept_leaves_everything()
    {
        var user = await Fixture.UserAsync(credits: 10);
        var request = Samples.Request(Fixture, user.Id, key: "order-1");
        Fixture.Probe.After = () => throw new IOException("power");

        await Should.ThrowAsync<IOException>(() => Fixture.Store.AcceptAsync(request, Token));
        Fixture.Probe.After = null;

        await using var next = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await next.FindAsync(request.Generation.Id)).State.ShouldBe(GenerationState.Queued);
        (await next.BalanceAsync(user)).HeldMicro.ShouldBe(Samples.Hold);
        (await next.Reader.EventsAfterAsync(new EventQuery(0, UserId: user.Id), Token)).Count.ShouldBe(1);

        // The caller that never got its answer asks again and gets the same generation.
        (await next.Store.AcceptAsync(Samples.Request(next, user.Id, key: "order-1"), Token)).ShouldBe(new AcceptOutcome.Replayed(request.Generation.Id));
        await next.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_at_the_commit_of_an_end_never_charges_in_part_or_twice(bool beforeCommit)
    {
        var user = await Fixture.UserAsync(credits: 10);
        var row = await AcceptAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        row = await ApplyAsync(row.Id, GenerationTrigger.Deliver);
        var complete = new GenerationChange
        {
            GenerationId = row.Id,
            ExpectedVersion = row.Version,
            From = row.State,
            Trigger = GenerationTrigger.Complete,
            CaptureMicro = 1,
            Artifacts = [Samples.Artifact(Fixture, row)],
        };
        Fixture.Probe.Before = beforeCommit ? () => throw new IOException("power") : null;
        Fixture.Probe.After = beforeCommit ? null : () => throw new IOException("power");
        await Should.ThrowAsync<IOException>(() => Fixture.Store.ApplyAsync(complete, Token));
        Fixture.Probe.Before = Fixture.Probe.After = null;

        await using var next = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await next.FindAsync(row.Id)).State.ShouldBe(beforeCommit ? GenerationState.Storing : GenerationState.Completed);
        (await next.Store.ApplyAsync(complete, Token)).Applied.ShouldBe(beforeCommit);

        (await next.BalanceAsync(user)).ShouldBe(new Balance((10 * MicroCredits.PerCredit) - 1, 0));
        (await next.Reader.ArtifactsOfAsync([row.Id], Token))[row.Id].Count().ShouldBe(1);
        await next.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_fault_before_the_commit_of_a_grant_leaves_nothing()
    {
        var user = await Fixture.UserAsync(credits: 0);
        Fixture.Probe.Before = () => throw new IOException("power");

        await Should.ThrowAsync<IOException>(
            () => Fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Live, 5, "gift", "system"), Token));
        Fixture.Probe.Before = null;

        (await Fixture.Credits.BalanceAsync(user.Id, Book.Live, Token)).ShouldBe(new Balance(0, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task The_writer_works_on_after_a_fault()
    {
        var user = await Fixture.UserAsync();
        Fixture.Probe.Before = () => throw new IOException("power");
        await Should.ThrowAsync<IOException>(() => Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token));
        Fixture.Probe.Before = null;

        (await Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token)).ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [Fact]
    public async Task Shutting_down_writes_what_is_waiting_and_takes_nothing_more()
    {
        var user = await Fixture.UserAsync();
        var requests = Enumerable.Range(0, 20).Select(_ => Samples.Request(Fixture, user.Id)).ToList();

        var writes = requests.ConvertAll(request => Fixture.Store.AcceptAsync(request, Token));
        await Fixture.Writer.DisposeAsync();

        (await Task.WhenAll(writes)).ShouldAllBe(o => o is AcceptOutcome.Accepted);
        await Should.ThrowAsync<ObjectDisposedException>(() => Fixture.Store.AcceptAsync(Samples.Request(Fixture, user.Id), Token));
        await using var next = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        foreach (var request in requests)
        {
            (await next.Store.FindAsync(request.Generation.Id, Token)).ShouldNotBeNull();
        }
    }
}
