using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>What every provider promises whose vendor does the work by itself and is asked how it goes.</summary>
public abstract class AsynchronousProviderConformanceTests(ConformanceHost host) : ProviderConformanceTests(host)
{
    /// <summary>A task id of the right shape that the vendor never gave out.</summary>
    protected abstract string UnknownTaskId { get; }

    /// <summary>A vendor's code for a failed task, and what it must come to; no code takes the vendor's usual failure.</summary>
    protected virtual (string? Code, ProviderFailureKind Kind) TaskFailure => (null, ProviderFailureKind.VendorFault);

    /// <summary>Whether the vendor can say that a task failed; one that cannot breaks at every question, and a deadline ends it.</summary>
    protected virtual bool TellsFailedTasks => true;

    [Fact]
    public async Task Accepted_work_runs_until_it_is_done()
    {
        var (task, accepted) = await SubmitAsync();
        accepted.PollAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        accepted.VendorTaskId.Length.ShouldBeInRange(1, 1000);

        var running = (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Running>();
        running.PollAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (running.Progress ?? 0).ShouldBeInRange(0, 1);

        Host.Simulators.Clock.Advance(ConformanceHost.TaskDuration * 2);
        await using var result = (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Completed>().Result;
        result.Media.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Asking_again_after_the_end_gives_the_same_media()
    {
        var (task, _) = await SubmitAsync();
        Host.Simulators.Clock.Advance(ConformanceHost.TaskDuration * 2);
        await using var first = (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Completed>().Result;
        await using var second = (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Completed>().Result;
        (await second.Media[0].ReadAllAsync(Token)).ShouldBe(await first.Media[0].ReadAllAsync(Token));
    }

    [Fact]
    public async Task A_task_the_vendor_does_not_know_has_failed()
    {
        var request = CreateRequest();
        var outcome = await Provider.PollAsync(new ProviderTask(UnknownTaskId, request.VendorModel, request.Modality), Token);
        outcome.ShouldBeOfType<PollOutcome.Failed>().Failure.Retryable.ShouldBeFalse();
    }

    [Fact]
    public async Task A_task_that_fails_at_the_vendor_has_failed()
    {
        var (code, kind) = TaskFailure;
        Script(new Fault { Kind = FaultKind.TaskFailed, Code = code });
        var (task, _) = await SubmitAsync();
        Host.Simulators.Clock.Advance(ConformanceHost.TaskDuration * 2);
        var outcome = await Provider.PollAsync(task, Token);
        if (!TellsFailedTasks)
        {
            outcome.ShouldBeOfType<PollOutcome.Unavailable>().Failure.Kind.ShouldBe(kind);
            return;
        }

        var failure = outcome.ShouldBeOfType<PollOutcome.Failed>().Failure;
        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_task_that_never_ends_keeps_running()
    {
        Script(new Fault { Kind = FaultKind.NeverFinish });
        var (task, _) = await SubmitAsync();
        for (var day = 0; day < 3; day++)
        {
            (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Running>();
            Host.Simulators.Clock.Advance(TimeSpan.FromHours(7));
        }
    }

    [Theory]
    [InlineData(FaultKind.Status)]
    [InlineData(FaultKind.ResetBeforeBody)]
    [InlineData(FaultKind.RateLimited)]
    public async Task A_question_that_fails_leaves_the_task_alone(FaultKind kind)
    {
        var (task, _) = await SubmitAsync();
        Script(new Fault { Kind = kind }, OperationNames.Poll);
        (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Unavailable>().PollAfter.ShouldBeGreaterThan(TimeSpan.Zero);

        Host.Simulators.Faults.Clear();
        (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Running>();
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_ends_no_task()
    {
        var (task, _) = await SubmitAsync();
        Script(new Fault { Kind = FaultKind.MalformedBody }, OperationNames.Poll);
        var outcome = await Provider.PollAsync(task, Token);

        // A vendor whose status line already says "not done" may be believed without its body.
        (outcome is PollOutcome.Unavailable or PollOutcome.Running).ShouldBeTrue($"{outcome}");
    }

    [Fact]
    public async Task A_stopped_task_is_stopped_or_the_provider_says_it_cannot()
    {
        var (task, _) = await SubmitAsync();
        var outcome = await Provider.CancelAsync(task, Token);
        if (!Provider.Capabilities.CanCancel)
        {
            outcome.ShouldBeOfType<CancelOutcome.NotSupported>();
            (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Running>();
            return;
        }

        outcome.ShouldBeOfType<CancelOutcome.Cancelled>();
        (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Failed>();
        (await Provider.CancelAsync(task, Token)).ShouldBeOfType<CancelOutcome.Cancelled>();
    }

    [Fact]
    public async Task Asking_is_never_paid_for()
    {
        var (task, _) = await SubmitAsync();
        for (var i = 0; i < 5; i++)
        {
            await Provider.PollAsync(task, Token);
        }

        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_leaves_while_asking_is_obeyed()
    {
        var (task, _) = await SubmitAsync();
        Script(new Fault { Kind = FaultKind.Timeout }, OperationNames.Poll);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var poll = Provider.PollAsync(task, leaving.Token);
        await UntilAsync(() => Host.Simulators.Calls.List(Vendor, OperationNames.Poll).Count == 1);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => poll);
    }

    protected async Task<(ProviderTask Task, SubmitOutcome.Accepted Accepted)> SubmitAsync()
    {
        var request = CreateRequest();
        var accepted = (await Provider.SubmitAsync(request, Token)).ShouldBeOfType<SubmitOutcome.Accepted>();
        return (new ProviderTask(accepted.VendorTaskId, request.VendorModel, request.Modality), accepted);
    }
}
