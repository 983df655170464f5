using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Generations;

public sealed class GenerationTransitionsTests
{
    [Fact]
    public void No_pair_of_state_and_trigger_stands_twice()
    {
        GenerationTransitions.All.Select(r => (r.From, r.Trigger)).ShouldBeUnique();
    }

    [Fact]
    public void Nothing_leaves_a_finished_state()
    {
        GenerationTransitions.All.ShouldNotContain(r => r.From.IsFinished());
    }

    [Fact]
    public void Every_way_into_a_finished_state_settles_the_hold_and_no_other_way_does()
    {
        foreach (var rule in GenerationTransitions.All)
        {
            var expected = rule.To switch
            {
                GenerationState.Completed => MoneyMove.Capture,
                GenerationState.Failed or GenerationState.Cancelled => MoneyMove.Release,
                _ => MoneyMove.None,
            };
            rule.Money.ShouldBe(expected, $"{rule.From} --{rule.Trigger}--> {rule.To}");
        }
    }

    [Fact]
    public void Every_unfinished_state_can_fail_and_be_cancelled()
    {
        foreach (var state in GenerationStates.All.Where(s => !s.IsFinished()))
        {
            GenerationTransitions.Find(state, GenerationTrigger.Fail).To.ShouldBe(GenerationState.Failed);
            GenerationTransitions.Find(state, GenerationTrigger.Cancel).To.ShouldBe(GenerationState.Cancelled);
        }
    }

    [Fact]
    public void A_pair_that_is_not_listed_is_an_error()
    {
        var listed = GenerationTransitions.All.Select(r => (r.From, r.Trigger)).ToHashSet();
        var illegal = 0;
        foreach (var state in GenerationStates.All)
        {
            foreach (var trigger in Enum.GetValues<GenerationTrigger>().Where(t => !listed.Contains((state, t))))
            {
                Should.Throw<IllegalTransitionException>(() => GenerationTransitions.Find(state, trigger));
                illegal++;
            }
        }

        (illegal + listed.Count).ShouldBe(GenerationStates.All.Count * Enum.GetValues<GenerationTrigger>().Length);
    }

    [Fact]
    public void Every_unfinished_state_is_reachable_and_has_a_way_to_completion()
    {
        var reachable = new HashSet<GenerationState> { GenerationState.Queued };
        while (GenerationTransitions.All.FirstOrDefault(r => reachable.Contains(r.From) && !reachable.Contains(r.To)) is { From: not 0 } next)
        {
            reachable.Add(next.To);
        }

        reachable.ShouldBe(GenerationStates.All, ignoreOrder: true);
    }

    [Theory]
    [InlineData(GenerationState.Queued, "queued")]
    [InlineData(GenerationState.Unknown, "unknown")]
    [InlineData(GenerationState.Cancelled, "cancelled")]
    public void A_state_reads_back_from_its_wire_name(GenerationState state, string wire)
    {
        state.ToWire().ShouldBe(wire);
        GenerationStates.TryParse(wire, out var read).ShouldBeTrue();
        read.ShouldBe(state);
        GenerationStates.TryParse(wire.ToUpperInvariant(), out _).ShouldBeFalse();
    }
}
