using Atelier.Services.Generations;

namespace Atelier.Engine.Tests;

public sealed class EmbeddedEngineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dispatched_generation_is_stepped_until_it_has_finished()
    {
        await using var engine = await EngineHost.StartAsync();
        engine.Runner.OnStep = (_, step, _) => Task.FromResult(step < 3 ? StepResult.After(TimeSpan.FromMilliseconds(1)) : StepResult.Done);

        engine.Dispatcher.Dispatch("gen_1");

        await engine.Runner.WaitForStepsAsync(3);
        engine.Runner.StepsOf("gen_1").ShouldBe(3);
    }

    [Fact]
    public async Task Dispatching_twice_does_not_execute_twice()
    {
        await using var engine = await EngineHost.StartAsync();
        var release = new TaskCompletionSource();
        engine.Runner.OnStep = async (_, _, token) =>
        {
            await release.Task.WaitAsync(token);
            return StepResult.After(TimeSpan.FromHours(1));
        };

        engine.Dispatcher.Dispatch("gen_1");
        await engine.Runner.WaitForStepsAsync(1);
        engine.Dispatcher.Dispatch("gen_1");
        engine.Dispatcher.Dispatch("gen_2");
        await engine.Runner.WaitForStepsAsync(1);
        release.SetResult();

        engine.Runner.StepsOf("gen_1").ShouldBe(1);
        engine.Runner.StepsOf("gen_2").ShouldBe(1);
    }

    [Fact]
    public async Task Waking_interrupts_the_step_under_way_and_looks_again_at_once()
    {
        await using var engine = await EngineHost.StartAsync();
        var release = new TaskCompletionSource();
        engine.Runner.OnStep = async (_, step, token) =>
        {
            if (step == 1)
            {
                await release.Task.WaitAsync(token);
                return StepResult.After(TimeSpan.FromHours(1));
            }

            return StepResult.Done;
        };
        engine.Dispatcher.Dispatch("gen_1");
        await engine.Runner.WaitForStepsAsync(1);

        engine.Dispatcher.Wake("gen_1");
        while (engine.Runner.Interrupted.IsEmpty)
        {
            await Task.Yield();
        }

        release.SetResult();

        await engine.Runner.WaitForStepsAsync(1);
        engine.Runner.Interrupted.ShouldBe(["gen_1"]);
    }

    [Fact]
    public async Task Waking_a_waiting_generation_cuts_its_wait_short()
    {
        await using var engine = await EngineHost.StartAsync();
        engine.Runner.OnStep = (_, step, _) => Task.FromResult(step == 1 ? StepResult.After(TimeSpan.FromHours(1)) : StepResult.Done);
        engine.Dispatcher.Dispatch("gen_1");
        await engine.Runner.WaitForStepsAsync(1);

        engine.Dispatcher.Wake("gen_1");

        await engine.Runner.WaitForStepsAsync(1);
    }

    [Fact]
    public async Task A_step_that_throws_is_tried_again()
    {
        await using var engine = await EngineHost.StartAsync();
        engine.Runner.OnStep = (_, step, _) => step == 1 ? throw new InvalidOperationException("scripted") : Task.FromResult(StepResult.Done);

        engine.Dispatcher.Dispatch("gen_1");

        await engine.Runner.WaitForStepsAsync(2);
    }

    [Fact]
    public async Task Generations_that_nobody_executes_are_resumed_and_this_node_counts_as_alive()
    {
        await using var engine = await EngineHost.StartAsync();
        engine.Store.Orphans.Enqueue("gen_1");
        engine.Store.Orphans.Enqueue("gen_2");

        await engine.Runner.WaitForStepsAsync(2);

        engine.Runner.StepsOf("gen_1").ShouldBe(1);
        engine.Runner.StepsOf("gen_2").ShouldBe(1);
        engine.Store.LiveNodesSeen.ShouldAllBe(nodes => nodes.Contains(engine.Nodes.Current));
    }

    [Fact]
    public async Task A_stopping_node_lets_a_submission_finish()
    {
        await using var engine = await EngineHost.StartAsync(o => o.DrainTimeout = TimeSpan.FromSeconds(20));
        var answer = new TaskCompletionSource();
        var finished = false;
        engine.Runner.OnStep = async (_, _, token) =>
        {
            await answer.Task.WaitAsync(token);
            finished = true;
            return StepResult.Done;
        };
        engine.Dispatcher.Dispatch("gen_1");
        await engine.Runner.WaitForStepsAsync(1);

        var stopping = engine.StopAsync();
        answer.SetResult();
        await stopping;

        finished.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stopping_node_breaks_off_what_does_not_finish_in_time()
    {
        await using var engine = await EngineHost.StartAsync(o => o.DrainTimeout = TimeSpan.FromMilliseconds(100));
        var brokenOff = false;
        engine.Runner.OnStep = async (_, _, token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                brokenOff = token.IsCancellationRequested;
            }

            return StepResult.Done;
        };
        engine.Dispatcher.Dispatch("gen_1");
        await engine.Runner.WaitForStepsAsync(1);

        await engine.StopAsync();

        brokenOff.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_gate_makes_the_next_one_wait_and_wakes_it_when_a_lease_comes_back()
    {
        await using var engine = await EngineHost.StartAsync(o => o.Concurrency["runway:live"] = 1);
        (await engine.Gate.AcquireAsync("runway:live", "gen_1", Cancel)).Granted.ShouldBeTrue();
        (await engine.Gate.AcquireAsync("runway:live", "gen_1", Cancel)).Granted.ShouldBeTrue();
        (await engine.Gate.AcquireAsync("runway:live", "gen_2", Cancel)).Granted.ShouldBeFalse();

        await engine.Gate.ReleaseAsync("runway:live", "gen_1", Cancel);

        await engine.Runner.WaitForStepsAsync(1);
        engine.Runner.StepsOf("gen_2").ShouldBe(1);
        (await engine.Gate.AcquireAsync("runway:live", "gen_2", Cancel)).Granted.ShouldBeTrue();
        (await engine.Gate.AcquireAsync("stability:live", "gen_3", Cancel)).Granted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_gate_says_how_long_to_wait()
    {
        await using var engine = await EngineHost.StartAsync();
        await engine.Gate.CloseAsync("stability:live", TimeSpan.FromSeconds(60), Cancel);

        var answer = await engine.Gate.AcquireAsync("stability:live", "gen_1", Cancel);

        answer.Granted.ShouldBeFalse();
        answer.AskAgainAfter.ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Leases_of_generations_that_are_gone_come_back_by_themselves()
    {
        await using var engine = await EngineHost.StartAsync(o =>
        {
            o.Concurrency["runway:live"] = 1;
            o.LeaseCheckInterval = TimeSpan.FromMilliseconds(30);
        });
        await engine.Gate.AcquireAsync("runway:live", "gen_gone", Cancel);
        (await engine.Gate.AcquireAsync("runway:live", "gen_2", Cancel)).Granted.ShouldBeFalse();

        await engine.Runner.WaitForStepsAsync(1);

        engine.Runner.StepsOf("gen_2").ShouldBe(1);
    }
}
