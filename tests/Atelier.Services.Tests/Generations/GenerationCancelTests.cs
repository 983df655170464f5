using Atelier.Providers;
using Atelier.Services.Generations;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Generations;

public sealed class GenerationCancelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queued_generation_is_cancelled_without_asking_the_vendor()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();

        var cancelled = await CancelAsync(harness, id);

        cancelled.State.ShouldBe(GenerationState.Cancelled);
        harness.Provider.Submissions.ShouldBeEmpty();
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_running_task_is_stopped_at_the_vendor_too()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-1"));
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        await harness.Runner.StepAsync(id, Cancel);

        (await CancelAsync(harness, id)).State.ShouldBe(GenerationState.Cancelled);

        harness.Provider.Cancels.ShouldHaveSingleItem().VendorTaskId.ShouldBe("task-1");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_vendor_that_cannot_be_told_is_asked_again_for_a_while()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-1"));
        harness.Provider.OnCancel = _ => new CancelOutcome.Failed(ScriptedProvider.Failure(ProviderFailureKind.VendorFault, retryable: true));
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        await harness.Runner.StepAsync(id, Cancel);

        (await CancelAsync(harness, id)).State.ShouldBe(GenerationState.Cancelled);

        harness.Provider.Cancels.Count.ShouldBe(13);
    }

    [Fact]
    public async Task A_task_that_the_vendor_accepts_while_cancelling_is_not_abandoned()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        harness.Provider.OnSubmit(async (_, token) =>
        {
            await RequestCancelAsync(harness, id);
            token.ThrowIfCancellationRequested();
            return ScriptedProvider.Accepted("task-9");
        });

        var generation = await harness.RunToEndAsync(id);

        generation.State.ShouldBe(GenerationState.Cancelled);
        generation.VendorTaskId.ShouldBe("task-9");
        harness.Provider.Cancels.ShouldHaveSingleItem().VendorTaskId.ShouldBe("task-9");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_picture_under_way_is_broken_off()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        harness.Provider.OnSubmit(async (_, token) =>
        {
            await RequestCancelAsync(harness, id);
            token.ThrowIfCancellationRequested();
            return ScriptedProvider.Delivered("never seen");
        });

        var generation = await harness.RunToEndAsync(id);

        generation.State.ShouldBe(GenerationState.Cancelled);
        harness.Writer.Stored.ShouldBeEmpty();
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_finished_generation_cannot_be_cancelled()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        await harness.RunToEndAsync(id);

        var result = await harness.Service.CancelAsync(harness.Caller, id, Cancel);

        result.Error.ShouldNotBeNull().Code.ShouldBe("already_finished");
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    /// <summary>Cancels as a caller does, with a runner that answers the wake-up.</summary>
    private static async Task<Generation> CancelAsync(RunnerHarness harness, string id)
    {
        await RequestCancelAsync(harness, id);
        return await harness.RunToEndAsync(id);
    }

    private static async Task RequestCancelAsync(RunnerHarness harness, string id)
    {
        var row = await harness.FindAsync(id);
        var change = new GenerationChange
        {
            GenerationId = id,
            ExpectedVersion = row.Version,
            From = row.State,
            Trigger = GenerationTrigger.RequestCancel,
        };
        (await harness.Store.ApplyAsync(change, Cancel)).Applied.ShouldBeTrue();
        harness.Runner.Interrupt(id);
    }
}
