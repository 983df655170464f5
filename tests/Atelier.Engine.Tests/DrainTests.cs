using Atelier.Engine.Gates;

namespace Atelier.Engine.Tests;

public sealed class DrainTests
{
    private const string Gate = "stability:live";

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drained_gate_lets_nobody_through_until_it_is_resumed_and_then_in_order()
    {
        await using var engine = await EngineHost.StartAsync();
        (await engine.Gate.AcquireAsync(Gate, "gen_before", Cancel)).Granted.ShouldBeTrue();

        await engine.Drain.DrainAsync(Gate, Cancel);
        (await engine.Gate.AcquireAsync(Gate, "gen_first", Cancel)).Granted.ShouldBeFalse();
        (await engine.Gate.AcquireAsync(Gate, "gen_second", Cancel)).Granted.ShouldBeFalse();
        var drained = await engine.Drain.StatusAsync(Gate, Cancel);
        drained.Draining.ShouldBeTrue();
        drained.UnderWay.ShouldBe(1);
        drained.Waiting.ShouldBe(2);

        await engine.Drain.ResumeAsync(Gate, Cancel);
        (await engine.Gate.AcquireAsync(Gate, "gen_first", Cancel)).Granted.ShouldBeTrue();
        (await engine.Gate.AcquireAsync(Gate, "gen_second", Cancel)).Granted.ShouldBeTrue();
        (await engine.Drain.StatusAsync(Gate, Cancel)).ShouldSatisfyAllConditions(
            status => status.Draining.ShouldBeFalse(),
            status => status.UnderWay.ShouldBe(3));
    }

    [Fact]
    public async Task A_pause_of_centuries_is_believed_for_a_day()
    {
        await using var engine = await EngineHost.StartAsync();

        await engine.Gate.CloseAsync(Gate, TimeSpan.FromDays(100_000), Cancel);

        var closed = (await engine.Drain.StatusAsync(Gate, Cancel)).ClosedUntil.ShouldNotBeNull();
        closed.ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Who_asks_when_the_pause_is_over_goes_without_having_been_woken()
    {
        await using var engine = await EngineHost.StartAsync();
        await engine.Gate.CloseAsync(Gate, TimeSpan.FromMilliseconds(300), Cancel);
        (await engine.Gate.AcquireAsync(Gate, "gen_1", Cancel)).Granted.ShouldBeFalse();
        (await engine.Gate.AcquireAsync(Gate, "gen_2", Cancel)).Granted.ShouldBeFalse();
        while (!(await engine.Gate.AcquireAsync(Gate, "gen_2", Cancel)).Granted)
        {
            await Task.Yield();
        }

        (await engine.Drain.StatusAsync(Gate, Cancel)).Waiting.ShouldBe(0);
        (await engine.Gate.AcquireAsync(Gate, "gen_1", Cancel)).Granted.ShouldBeTrue();
    }

    [Fact]
    public async Task One_vendors_drain_is_not_anothers()
    {
        await using var engine = await EngineHost.StartAsync();
        await engine.Drain.DrainAsync(Gate, Cancel);
        (await engine.Gate.AcquireAsync("runway:live", "gen_1", Cancel)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Not_even_a_holder_who_asks_again_may_submit_while_drained()
    {
        var table = new LeaseTable(2);
        table.TryAcquire("a", Now).ShouldBeTrue();
        table.Draining = true;
        table.TryAcquire("a", Now).ShouldBeFalse();
        table.GrantNext(Now).ShouldBeNull();
        table.Draining = false;
        table.TryAcquire("a", Now).ShouldBeTrue();
    }

    [Fact]
    public void A_gate_with_a_rate_grants_no_more_than_it_in_any_window()
    {
        var table = new LeaseTable(100, (3, TimeSpan.FromSeconds(10)));
        for (var i = 0; i < 3; i++)
        {
            table.TryAcquire($"a{i}", Now + TimeSpan.FromSeconds(i)).ShouldBeTrue();
            table.Release($"a{i}");
        }

        table.TryAcquire("b", Now + TimeSpan.FromSeconds(3)).ShouldBeFalse();
        table.GrantNext(Now + TimeSpan.FromSeconds(9.9)).ShouldBeNull();
        table.RateOpensAt(Now + TimeSpan.FromSeconds(3)).ShouldBe(Now + TimeSpan.FromSeconds(10));
        table.GrantNext(Now + TimeSpan.FromSeconds(10)).ShouldBe("b");
        table.TryAcquire("c", Now + TimeSpan.FromSeconds(10.5)).ShouldBeFalse();
    }
}
