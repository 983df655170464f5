using Atelier.Engine.Gates;
using CsCheck;

namespace Atelier.Engine.Tests;

public sealed class LeaseTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Leases_go_out_up_to_the_limit_and_then_in_order_of_asking()
    {
        var table = new LeaseTable(2);

        table.TryAcquire("a", Now).ShouldBeTrue();
        table.TryAcquire("b", Now).ShouldBeTrue();
        table.TryAcquire("c", Now).ShouldBeFalse();
        table.TryAcquire("d", Now).ShouldBeFalse();
        table.Release("a");

        table.GrantNext(Now).ShouldBe("c");
        table.GrantNext(Now).ShouldBeNull();
        table.TryAcquire("c", Now).ShouldBeTrue();
        table.Waiting.ShouldBe(1);
    }

    [Fact]
    public void A_newcomer_never_overtakes_the_queue()
    {
        var table = new LeaseTable(1);
        table.TryAcquire("a", Now);
        table.TryAcquire("b", Now);
        table.Release("a");

        table.TryAcquire("c", Now).ShouldBeFalse();

        table.GrantNext(Now).ShouldBe("b");
    }

    [Fact]
    public void A_closed_gate_grants_nothing_before_its_time()
    {
        var table = new LeaseTable(4);
        table.Close(Now.AddSeconds(60));
        table.Close(Now.AddSeconds(5));

        table.TryAcquire("a", Now.AddSeconds(59)).ShouldBeFalse();
        table.GrantNext(Now.AddSeconds(59)).ShouldBeNull();
        table.GrantNext(Now.AddSeconds(60)).ShouldBe("a");
    }

    [Fact]
    public void Releasing_gives_up_a_place_in_the_queue_too()
    {
        var table = new LeaseTable(1);
        table.TryAcquire("a", Now);
        table.TryAcquire("b", Now);
        table.Release("b");
        table.Release("a");

        table.GrantNext(Now).ShouldBeNull();
        table.Held.ShouldBe(0);
    }

    [Fact]
    public void Holders_that_fell_silent_are_found_and_touched_ones_are_not()
    {
        var table = new LeaseTable(2);
        table.TryAcquire("a", Now);
        table.TryAcquire("b", Now);
        table.Touch("b", Now.AddSeconds(30));

        table.HoldersSilentSince(Now.AddSeconds(1)).ShouldBe(["a"]);
    }

    [Fact]
    public void However_it_is_used_the_limit_is_never_exceeded_and_nobody_is_forgotten()
    {
        var command = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]);
        Gen.Select(Gen.Int[1, 4], command.Array[0, 60]).Sample((limit, commands) =>
        {
            var table = new LeaseTable(limit);
            var asked = new HashSet<string>();
            var granted = new HashSet<string>();
            foreach (var (what, who) in commands)
            {
                var id = $"g{who}";
                switch (what)
                {
                    case 0 or 1:
                        asked.Add(id);
                        if (table.TryAcquire(id, Now))
                        {
                            granted.Add(id);
                        }

                        break;
                    case 2:
                        table.Release(id);
                        asked.Remove(id);
                        granted.Remove(id);
                        break;
                    default:
                        if (table.GrantNext(Now) is { } next)
                        {
                            granted.Add(next).ShouldBeTrue();
                        }

                        break;
                }

                table.Held.ShouldBeLessThanOrEqualTo(limit);
                table.Held.ShouldBe(granted.Count);
                (table.Held + table.Waiting).ShouldBe(asked.Count);
            }
        });
    }
}
