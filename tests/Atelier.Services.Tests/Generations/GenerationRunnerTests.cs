using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Generations;

public sealed class GenerationRunnerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_synchronous_vendor_completes_in_one_step_and_is_charged_the_quote()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        await harness.ShouldHaveAsync(available: 96, held: 4);

        var result = await harness.Runner.StepAsync(id, Cancel);

        result.ShouldBe(StepResult.Done);
        var generation = await harness.FindAsync(id);
        generation.State.ShouldBe(GenerationState.Completed);
        generation.CapturedMicro.ShouldBe(FakeCatalogue.PriceMicro);
        generation.HeldMicro.ShouldBe(0);
        generation.CompletedAt.ShouldNotBeNull();
        harness.Writer.Stored.Count.ShouldBe(1);
        (await harness.Reader.ArtifactsOfAsync([id], Cancel))[id].Count().ShouldBe(1);
        harness.Gate.Released.ContainsKey(id).ShouldBeTrue();
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    [Fact]
    public async Task An_accepted_task_is_polled_until_it_is_done_and_its_progress_is_noted()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider
            .OnSubmit(ScriptedProvider.Accepted("task-1"))
            .OnPoll(new PollOutcome.Running(0.5, TimeSpan.FromSeconds(5)))
            .OnPoll(new PollOutcome.Unavailable(ScriptedProvider.Failure(ProviderFailureKind.VendorFault, retryable: true), TimeSpan.FromSeconds(5)));
        var id = await harness.CreateAsync(FakeCatalogue.Video);

        var generation = await harness.RunToEndAsync(id);

        generation.State.ShouldBe(GenerationState.Completed);
        generation.VendorTaskId.ShouldBe("task-1");
        harness.Provider.Polls.Count.ShouldBe(3);
        harness.Provider.Polls.ShouldAllBe(p => p.VendorTaskId == "task-1");
        var types = (await harness.Reader.EventsAfterAsync(new EventQuery(0, id), Cancel)).Select(e => e.Type).ToList();
        types.ShouldBe(["generation.queued", "generation.submitting", "generation.running", "generation.progress", "generation.storing", "generation.completed"]);
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(90_000L, 90_000L)]
    [InlineData(null, 250_000L)]
    public async Task What_a_failed_task_cost_replaces_what_the_vendor_had_estimated(long? told, long? kept)
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider
            .OnSubmit(new SubmitOutcome.Accepted("task-1", TimeSpan.FromSeconds(5)) { EstimatedVendorCostMicroUsd = 250_000 })
            .OnPoll(new PollOutcome.Failed(ScriptedProvider.Failure(ProviderFailureKind.ContentRefused)) { VendorCostMicroUsd = told });

        var generation = await harness.RunToEndAsync(await harness.CreateAsync(FakeCatalogue.Video));

        generation.State.ShouldBe(GenerationState.Failed);
        (await harness.Reader.AttemptsOfAsync(generation.Id, Cancel)).ShouldHaveSingleItem().VendorCostMicroUsd.ShouldBe(kept);
    }

    [Fact]
    public async Task The_attempt_is_recorded_before_the_vendor_is_asked()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var recorded = new List<AttemptState>();
        harness.Provider.OnSubmit(async (request, token) =>
        {
            recorded.AddRange((await harness.Reader.AttemptsOfAsync(request.GenerationId, token)).Select(a => a.State));
            return ScriptedProvider.Delivered("x");
        });

        await harness.RunToEndAsync(await harness.CreateAsync());

        recorded.ShouldBe([AttemptState.Started]);
    }

    [Theory]
    [InlineData(ProviderFailureKind.InvalidRequest, "vendor_invalid_request")]
    [InlineData(ProviderFailureKind.ContentRefused, "content_refused")]
    [InlineData(ProviderFailureKind.Authentication, "vendor_authentication")]
    [InlineData(ProviderFailureKind.InsufficientVendorBalance, "vendor_balance")]
    [InlineData(ProviderFailureKind.VendorFault, "vendor_fault")]
    [InlineData(ProviderFailureKind.Timeout, "vendor_timeout")]
    public async Task Hold_is_released_when_the_vendor_refuses(ProviderFailureKind kind, string code)
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(kind)));

        var generation = await harness.RunToEndAsync(await harness.CreateAsync());

        generation.State.ShouldBe(GenerationState.Failed);
        generation.Error.ShouldNotBeNull().Code.ShouldBe(code);
        generation.ReleasedMicro.ShouldBe(FakeCatalogue.PriceMicro);
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_vendor_that_asks_to_slow_down_closes_its_gate_and_is_asked_again_later()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new SubmitOutcome.Refused(
            ScriptedProvider.Failure(ProviderFailureKind.RateLimited) with { RetryAfter = TimeSpan.FromSeconds(60) }));
        var id = await harness.CreateAsync();

        var first = await harness.Runner.StepAsync(id, Cancel);

        first.NextAfter.ShouldBe(TimeSpan.FromSeconds(60));
        harness.Gate.Closings.ShouldHaveSingleItem().ShouldBe(("scripted:sandbox", TimeSpan.FromSeconds(60)));
        (await harness.FindAsync(id)).State.ShouldBe(GenerationState.Queued);
        harness.Clock.Advance(TimeSpan.FromSeconds(60));
        (await harness.RunToEndAsync(id)).State.ShouldBe(GenerationState.Completed);
        harness.Provider.Submissions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_vendor_that_asks_to_wait_for_longer_than_the_queue_allows_is_not_waited_for()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new SubmitOutcome.Refused(
            ScriptedProvider.Failure(ProviderFailureKind.RateLimited) with { RetryAfter = TimeSpan.FromDays(1) }));
        var id = await harness.CreateAsync();

        var first = await harness.Runner.StepAsync(id, Cancel);

        first.NextAfter.ShouldBe(TimeSpan.FromHours(1));
        harness.Clock.Advance(first.NextAfter);
        var generation = await harness.RunToEndAsync(id);
        generation.Error.ShouldNotBeNull().Code.ShouldBe("queue_timeout");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_task_is_given_up_at_its_deadline_however_long_the_vendor_asks_to_wait_between_polls()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var busy = ScriptedProvider.Failure(ProviderFailureKind.RateLimited, retryable: true);
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-1")).OnPoll(new PollOutcome.Unavailable(busy, TimeSpan.FromDays(1)));
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        harness.Clock.Advance((await harness.Runner.StepAsync(id, Cancel)).NextAfter);

        var asked = await harness.Runner.StepAsync(id, Cancel);

        asked.NextAfter.ShouldBe((await harness.FindAsync(id)).Deadline - harness.Clock.GetUtcNow());
        harness.Clock.Advance(asked.NextAfter);
        (await harness.RunToEndAsync(id)).Error.ShouldNotBeNull().Code.ShouldBe("vendor_timeout");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task An_unclear_answer_at_most_once_is_never_asked_again_and_fails_after_its_deadline()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new SubmitOutcome.Unknown(ScriptedProvider.Failure(ProviderFailureKind.UnknownOutcome)));
        var id = await harness.CreateAsync(FakeCatalogue.Video);

        await harness.Runner.StepAsync(id, Cancel);

        (await harness.FindAsync(id)).State.ShouldBe(GenerationState.Unknown);
        await harness.ShouldHaveAsync(available: 96, held: 4);
        var generation = await harness.RunToEndAsync(id);
        generation.Error.ShouldNotBeNull().Code.ShouldBe("outcome_unknown");
        harness.Provider.Submissions.Count.ShouldBe(1);
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task An_unknown_outcome_that_an_operator_resolves_goes_on_with_the_task_it_names()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new SubmitOutcome.Unknown(ScriptedProvider.Failure(ProviderFailureKind.UnknownOutcome)));
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        await harness.Runner.StepAsync(id, Cancel);
        var operatorCaller = harness.Caller with { Role = Atelier.Services.Accounts.UserRole.Operator };

        (await harness.Service.ResolveUnknownAsync(operatorCaller, id, "found-it", Cancel)).Error.ShouldBeNull();

        (await harness.RunToEndAsync(id)).State.ShouldBe(GenerationState.Completed);
        harness.Provider.Polls.ShouldAllBe(p => p.VendorTaskId == "found-it");
        harness.Provider.Submissions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_submission_lost_with_its_node_is_made_again_only_when_the_policy_allows()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var picture = await harness.CreateAsync();
        var video = await harness.CreateAsync(FakeCatalogue.Video);
        await LoseNodeDuringSubmitAsync(harness, picture);
        await LoseNodeDuringSubmitAsync(harness, video);

        (await harness.RunToEndAsync(picture)).State.ShouldBe(GenerationState.Completed);
        var unsure = await harness.RunToEndAsync(video);

        unsure.State.ShouldBe(GenerationState.Failed);
        unsure.Error!.Code.ShouldBe("outcome_unknown");
        harness.Provider.Submissions.Count(s => s.GenerationId == picture).ShouldBe(2);
        harness.Provider.Submissions.Count(s => s.GenerationId == video).ShouldBe(1);
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    [Fact]
    public async Task A_generation_whose_node_is_lost_while_polling_goes_on_with_the_same_task()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-7"));
        var id = await harness.CreateAsync(FakeCatalogue.Video);
        await harness.Runner.StepAsync(id, Cancel);
        harness.Nodes.Current = "node-2";

        var generation = await harness.RunToEndAsync(id);

        generation.State.ShouldBe(GenerationState.Completed);
        generation.Owner.ShouldBe("node-2");
        harness.Provider.Submissions.Count.ShouldBe(1);
        harness.Provider.Polls.ShouldAllBe(p => p.VendorTaskId == "task-7");
    }

    [Fact]
    public async Task A_former_executor_that_wakes_up_late_changes_nothing()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var answered = new TaskCompletionSource<SubmitOutcome>();
        harness.Provider.OnSubmit((_, _) => answered.Task);
        var id = await harness.CreateAsync();
        var frozen = harness.Runner.StepAsync(id, Cancel);
        harness.Nodes.Current = "node-2";
        var generation = await harness.RunToEndAsync(id);
        generation.State.ShouldBe(GenerationState.Completed);

        answered.SetResult(ScriptedProvider.Delivered("late"));
        await frozen;

        (await harness.FindAsync(id)).Version.ShouldBe(generation.Version);
        (await harness.Reader.ArtifactsOfAsync([id], Cancel))[id].Count().ShouldBe(1);
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    [Fact]
    public async Task Succeeding_with_nothing_is_refused_content()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Delivered());

        var generation = await harness.RunToEndAsync(await harness.CreateAsync());

        generation.Error.ShouldNotBeNull().Code.ShouldBe("content_refused");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for_instead_of_buying_again()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Writer.Faults.Enqueue(new StoreUnavailableException("away"));
        harness.Writer.Faults.Enqueue(new StoreUnavailableException("still away"));
        var id = await harness.CreateAsync();

        var step = harness.Runner.StepAsync(id, Cancel);
        await harness.Clock.PassNextTimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), Cancel);
        await harness.Clock.PassNextTimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), Cancel);

        (await step).Finished.ShouldBeTrue();
        (await harness.FindAsync(id)).State.ShouldBe(GenerationState.Completed);
        harness.Provider.Submissions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_is_fetched_again_from_the_same_task()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-2"));
        harness.Writer.Faults.Enqueue(new MediaUnavailableException(ScriptedProvider.Failure(ProviderFailureKind.VendorFault, retryable: true)));
        var id = await harness.CreateAsync(FakeCatalogue.Video);

        var generation = await harness.RunToEndAsync(id);

        generation.State.ShouldBe(GenerationState.Completed);
        harness.Provider.Submissions.Count.ShouldBe(1);
        harness.Provider.Polls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_waits_for_ever_for_a_vendor_that_never_finishes()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(ScriptedProvider.Accepted("task-3"));
        harness.Provider.DefaultPoll = _ => new PollOutcome.Running(null, TimeSpan.FromMinutes(1));
        var id = await harness.CreateAsync(FakeCatalogue.Video);

        var generation = await harness.RunToEndAsync(id);

        generation.Error.ShouldNotBeNull().Code.ShouldBe("vendor_timeout");
        harness.Provider.Cancels.ShouldHaveSingleItem().VendorTaskId.ShouldBe("task-3");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_closed_gate_keeps_a_generation_queued_until_its_time_is_up()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Gate.Answer = GateAnswer.Wait(TimeSpan.FromMinutes(10));
        var id = await harness.CreateAsync();

        var generation = await harness.RunToEndAsync(id);

        generation.Error.ShouldNotBeNull().Code.ShouldBe("queue_timeout");
        harness.Provider.Submissions.ShouldBeEmpty();
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_provider_that_throws_leaves_the_outcome_unknown_not_the_generation_stuck()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit((_, _) => throw new InvalidOperationException("defect"));

        var generation = await harness.RunToEndAsync(await harness.CreateAsync(FakeCatalogue.Video));

        generation.Error.ShouldNotBeNull().Code.ShouldBe("outcome_unknown");
        harness.Provider.Submissions.Count.ShouldBe(1);
    }

    private static async Task LoseNodeDuringSubmitAsync(RunnerHarness harness, string id)
    {
        using var node = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        harness.Provider.OnSubmit(async (_, token) =>
        {
            await node.CancelAsync();
            token.ThrowIfCancellationRequested();
            return ScriptedProvider.Delivered("never seen");
        });
        await Should.ThrowAsync<OperationCanceledException>(() => harness.Runner.StepAsync(id, node.Token));
        (await harness.FindAsync(id)).State.ShouldBe(GenerationState.Submitting);
    }
}
