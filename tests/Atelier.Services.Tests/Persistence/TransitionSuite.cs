using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Every pair of state and trigger: legal ones move row, money and event together; others are errors.</summary>
public abstract class TransitionSuite : StoreSuite
{
    // How to bring a fresh generation to each state.
    private static readonly Dictionary<GenerationState, GenerationTrigger[]> Paths = new()
    {
        [GenerationState.Queued] = [],
        [GenerationState.Submitting] = [GenerationTrigger.Start],
        [GenerationState.Running] = [GenerationTrigger.Start, GenerationTrigger.Accept],
        [GenerationState.Storing] = [GenerationTrigger.Start, GenerationTrigger.Deliver],
        [GenerationState.Unknown] = [GenerationTrigger.Start, GenerationTrigger.LoseTrack],
        [GenerationState.Completed] = [GenerationTrigger.Start, GenerationTrigger.Deliver, GenerationTrigger.Complete],
        [GenerationState.Failed] = [GenerationTrigger.Fail],
        [GenerationState.Cancelled] = [GenerationTrigger.Cancel],
    };

    public static TheoryData<GenerationState, GenerationTrigger> Legal =>
        new(GenerationTransitions.All.Select(rule => (rule.From, rule.Trigger)));

    public static TheoryData<GenerationState, GenerationTrigger> Illegal => new(
        from state in GenerationStates.All
        from trigger in Enum.GetValues<GenerationTrigger>()
        where !GenerationTransitions.TryFind(state, trigger, out _)
        select (state, trigger));

    [Theory]
    [MemberData(nameof(Legal))]
    public async Task A_legal_transition_moves_row_money_and_event_together(GenerationState from, GenerationTrigger trigger)
    {
        var rule = GenerationTransitions.Find(from, trigger);
        var user = await Fixture.UserAsync(credits: 10);
        var before = await BringToAsync(user.Id, from);
        var eventsBefore = await Fixture.Reader.EventsAfterAsync(new EventQuery(0, before.Id), Token);
        var shared = trigger == GenerationTrigger.Share ? await SharedAsync() : null;
        Fixture.Time.Advance(TimeSpan.FromSeconds(1));

        var after = await ApplyAsync(before.Id, trigger, change => shared is null ? WithFacts(change, before) : Sharing(change, before, shared));

        after.State.ShouldBe(rule.To);
        after.Version.ShouldBe(before.Version + 1);
        after.UpdatedAt.ShouldBe(Fixture.Time.GetUtcNow());
        after.CompletedAt.ShouldBe(rule.To.IsFinished() ? Fixture.Time.GetUtcNow() : null);
        await MoneyShouldFollowAsync(rule, after, await Fixture.BalanceAsync(user));
        var events = await Fixture.Reader.EventsAfterAsync(new EventQuery(eventsBefore[^1].Sequence, before.Id), Token);
        var expected = trigger switch
        {
            GenerationTrigger.Claim => (string[])[],
            GenerationTrigger.Progress => ["generation.progress"],
            GenerationTrigger.RequestCancel => ["generation.cancel_requested"],
            _ => [$"generation.{rule.To.ToWire()}"],
        };
        events.Select(e => e.Type).ShouldBe(expected);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Illegal))]
    public async Task An_illegal_transition_is_an_error_and_writes_nothing(GenerationState from, GenerationTrigger trigger)
    {
        var user = await Fixture.UserAsync(credits: 10);
        var before = await BringToAsync(user.Id, from);
        var change = new GenerationChange { GenerationId = before.Id, ExpectedVersion = before.Version, From = from, Trigger = trigger };

        await Should.ThrowAsync<IllegalTransitionException>(() => Fixture.Store.ApplyAsync(change, Token));

        (await Fixture.FindAsync(before.Id)).Version.ShouldBe(before.Version);
        await Fixture.BooksShouldBeCleanAsync();
    }

    /// <summary>An artifact of somebody who paid for it.</summary>
    private async Task<Artifact> SharedAsync()
    {
        var owner = await Fixture.UserAsync(credits: 10);
        var leader = await BringToAsync(owner.Id, GenerationState.Storing);
        var artifact = Samples.Artifact(Fixture, leader);
        await ApplyAsync(leader.Id, GenerationTrigger.Complete, change => change with { CaptureMicro = 1, Artifacts = [artifact] });
        return artifact;
    }

    private GenerationChange Sharing(GenerationChange change, Generation before, Artifact shared) => change with
    {
        CaptureMicro = before.HeldMicro / 2,
        Artifacts = [shared with { Id = Fixture.Ids.New(IdPrefixes.Artifact), GenerationId = before.Id }],
        SharedArtifactIds = [shared.Id],
    };

    private static GenerationChange WithFacts(GenerationChange change, Generation before) => change.Trigger switch
    {
        GenerationTrigger.Start or GenerationTrigger.Resubmit or GenerationTrigger.Claim => change with { Owner = "node-1" },
        GenerationTrigger.Accept => change with { VendorTaskId = "task-1", Attempt = new AttemptNote(AttemptState.Accepted) },
        GenerationTrigger.Progress => change with { Progress = 0.5 },
        GenerationTrigger.Fail => change with
        {
            Error = new GenerationError("content_refused", "The vendor refused it.", false, "prompt"),
            Attempt = new AttemptNote(AttemptState.Failed, ProviderFailureKind.ContentRefused, "refused"),
        },
        GenerationTrigger.Divert => change with
        {
            Diversion = new Diversion("other/model", "other", "other-1", null, SubmitPolicy.AtMostOnce, before.Input, before.PriceRule),
        },
        GenerationTrigger.Complete => change with { CaptureMicro = before.HeldMicro / 2 },
        _ => change,
    };

    private async Task<Generation> BringToAsync(string userId, GenerationState state)
    {
        var row = await AcceptAsync(userId);
        foreach (var step in Paths[state])
        {
            row = await ApplyAsync(row.Id, step);
        }

        row.State.ShouldBe(state);
        return row;
    }

    private async Task MoneyShouldFollowAsync(TransitionRule rule, Generation after, Balance balance)
    {
        const long Half = Samples.Hold / 2;
        var moves = (await Fixture.Credits.LedgerAsync(new LedgerQuery(after.UserId, Book.Test, after.Id), Token)).Items;
        switch (rule.Money)
        {
            case MoneyMove.None:
                balance.ShouldBe(new Balance(10_000_000 - Samples.Hold, Samples.Hold));
                (after.HeldMicro, after.CapturedMicro, after.ReleasedMicro).ShouldBe((Samples.Hold, 0L, 0L));
                moves.Select(m => m.Move).ShouldBe([MoneyMove.Hold]);
                break;
            case MoneyMove.Capture:
                balance.ShouldBe(new Balance(10_000_000 - Half, 0));
                (after.HeldMicro, after.CapturedMicro, after.ReleasedMicro).ShouldBe((0L, Half, Half));
                moves.Single(m => m.Move == MoneyMove.Capture).Postings.ShouldBe(
                    [new(LedgerAccount.UserAvailable, Half), new(LedgerAccount.UserHeld, -Samples.Hold), new(LedgerAccount.HouseRevenue, Half)]);
                break;
            case MoneyMove.Release:
                balance.ShouldBe(new Balance(10_000_000, 0));
                (after.HeldMicro, after.CapturedMicro, after.ReleasedMicro).ShouldBe((0L, 0L, Samples.Hold));
                moves.Single(m => m.Move == MoneyMove.Release).Postings.ShouldBe(
                    [new(LedgerAccount.UserAvailable, Samples.Hold), new(LedgerAccount.UserHeld, -Samples.Hold)]);
                break;
            default:
                throw new InvalidOperationException($"No transition makes a {rule.Money}.");
        }
    }
}
