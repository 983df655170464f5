using Atelier.Providers;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>What a transition does to the other columns, the attempts and the artifacts.</summary>
public abstract class RowSuite : StoreSuite
{
    [Fact]
    public async Task What_a_change_does_not_set_stays_except_the_due_time()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        var deadline = Fixture.Time.GetUtcNow().AddHours(3);
        var started = await ApplyAsync(row.Id, GenerationTrigger.Start, c => c with { Owner = "node-1", Deadline = deadline });

        var running = await ApplyAsync(row.Id, GenerationTrigger.Accept, c => c with { VendorTaskId = "task-1" });

        started.DueAt.ShouldBeNull();
        running.Owner.ShouldBe("node-1");
        running.Deadline.ShouldBe(deadline);
        running.StartedAt.ShouldBe(Fixture.Time.GetUtcNow());
        running.VendorTaskId.ShouldBe("task-1");
        running.Input.GetRawText().ShouldBe(row.Input.GetRawText());
    }

    [Fact]
    public async Task A_request_to_cancel_stays_until_the_end()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);

        (await ApplyAsync(row.Id, GenerationTrigger.RequestCancel)).CancelRequested.ShouldBeTrue();
        (await ApplyAsync(row.Id, GenerationTrigger.Start)).CancelRequested.ShouldBeTrue();
        (await ApplyAsync(row.Id, GenerationTrigger.Cancel)).CancelRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_new_attempt_forgets_the_task_and_the_progress_of_the_one_before()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Accept, c => c with { VendorTaskId = "task-1" });
        await ApplyAsync(row.Id, GenerationTrigger.Progress, c => c with { Progress = 0.75 });
        await ApplyAsync(row.Id, GenerationTrigger.Deliver);
        await ApplyAsync(row.Id, GenerationTrigger.Requeue);

        var again = await ApplyAsync(row.Id, GenerationTrigger.Start);

        again.VendorTaskId.ShouldBeNull();
        again.Progress.ShouldBeNull();
        again.AttemptCount.ShouldBe(2);
        (await Fixture.Reader.AttemptsOfAsync(row.Id, Token)).Select(a => a.VendorTaskId).ShouldBe(["task-1", null]);
    }

    [Fact]
    public async Task Attempts_tell_what_each_came_to()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        var first = Fixture.Time.GetUtcNow();
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        var refused = new AttemptNote(AttemptState.Refused, ProviderFailureKind.RateLimited, "slow down", "req-1");
        Fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await ApplyAsync(row.Id, GenerationTrigger.Requeue, c => c with { Attempt = refused });
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Resubmit);
        await ApplyAsync(row.Id, GenerationTrigger.Accept, c => c with { VendorTaskId = "task-3", Attempt = new AttemptNote(AttemptState.Accepted) });
        await ApplyAsync(
            row.Id, GenerationTrigger.Deliver, c => c with { Attempt = new AttemptNote(AttemptState.Delivered), VendorCostMicroUsd = 40_000 });

        var attempts = await Fixture.Reader.AttemptsOfAsync(row.Id, Token);

        attempts.Select(a => (a.Number, a.State)).ShouldBe(
            [(1, AttemptState.Refused), (2, AttemptState.Abandoned), (3, AttemptState.Delivered)]);
        attempts[0].ShouldBe(attempts[0] with
        {
            FailureKind = ProviderFailureKind.RateLimited, Message = "slow down", VendorRequestId = "req-1", StartedAt = first, EndedAt = first.AddSeconds(1),
        });
        attempts[2].VendorTaskId.ShouldBe("task-3");
        attempts[2].VendorCostMicroUsd.ShouldBe(40_000);
        attempts.ShouldAllBe(a => a.EndedAt != null && a.Provider == "sample" && a.VendorModel == "vendor-image-1");
    }

    [Fact]
    public async Task Artifacts_appear_with_completion_and_not_before()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Deliver);
        var artifacts = new[] { Samples.Artifact(Fixture, row, 1), Samples.Artifact(Fixture, row, 0) };
        (await Fixture.Media.FindArtifactAsync(artifacts[0].Id, Token)).ShouldBeNull();

        await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { Artifacts = artifacts, Details = Samples.Json("""{"seed":"7"}""") });

        var stored = (await Fixture.Reader.ArtifactsOfAsync([row.Id], Token))[row.Id].ToList();
        stored.ShouldBe([artifacts[1], artifacts[0]]);
        (await Fixture.Media.FindArtifactAsync(artifacts[0].Id, Token)).ShouldBe(artifacts[0]);
        (await Fixture.FindAsync(row.Id)).Details!.Value.GetRawText().ShouldBe("""{"seed":"7"}""");
    }

    [Fact]
    public async Task An_artifact_of_another_generation_is_an_error()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        var other = await AcceptAsync(user.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Deliver);

        await Should.ThrowAsync<ArgumentException>(
            () => ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { Artifacts = [Samples.Artifact(Fixture, other)] }));
    }

    [Fact]
    public async Task An_error_is_kept_and_told()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        var error = new GenerationError("content_refused", "The vendor's moderation\0 refused the prompt.", Retryable: false, "prompt");

        var failed = await ApplyAsync(row.Id, GenerationTrigger.Fail, c => c with { Error = error });

        failed.Error.ShouldBe(error with { Message = "The vendor's moderation\uFFFD refused the prompt." });
        var told = (await Fixture.Reader.EventsAfterAsync(new EventQuery(0, row.Id), Token))[^1];
        told.Data.GetProperty("error").GetProperty("code").GetString().ShouldBe("content_refused");
        told.Data.GetProperty("credits").GetProperty("released").GetDecimal().ShouldBe(2);
    }
}
