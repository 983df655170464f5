using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Atelier.Testing;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Generations;

public sealed class FailoverTests
{
    private static readonly SubmitOutcome Broken = new SubmitOutcome.Refused(ScriptedProvider.Failure(ProviderFailureKind.VendorFault));

    [Fact]
    public async Task A_refused_video_is_made_by_the_fallback_in_its_sizes_for_the_lower_price()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(Broken);
        var id = await world.CreateAsync(new { prompt = "a boat", size = "720x1280", duration = 6, style = "ink" });

        var done = await world.RunToEndAsync(id);

        done.State.ShouldBe(GenerationState.Completed);
        done.Model.ShouldBe(JobWorld.First);
        done.ServedModel.ShouldBe(JobWorld.Second);
        done.Route.ShouldBe("r2");
        var asked = world.Vendors.Submissions.Last();
        asked.VendorModel.ShouldBe("two-1");
        asked.Input.GetProperty("aspect_ratio").GetString().ShouldBe("9:16");
        asked.Input.GetProperty("duration").GetInt32().ShouldBe(5);
        asked.Input.TryGetProperty("style", out _).ShouldBeFalse();
        var note = done.Details!.Value.GetProperty("failover_1").GetString()!;
        note.ShouldContain("vendor_fault");
        note.ShouldContain("style left out");
        note.ShouldContain("duration 6 became 5");
        note.ShouldContain("size 720x1280 became aspect_ratio 9:16");
        done.QuotedMicro.ShouldBe(6_000_000);
        done.CapturedMicro.ShouldBe(2_500_000);
        var view = (await world.Service.GetAsync(world.Caller, id, JobWorld.Cancel)).Value!;
        view.Attempts!.Select(a => (a.Provider, a.VendorModel, a.State)).ShouldBe(
            [("one", "one-1", AttemptState.Refused), ("two", "two-1", AttemptState.Delivered)]);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_dearer_fallback_costs_no_more_than_was_quoted_and_one_that_cannot_is_skipped_with_its_reason()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(Broken);
        var id = await world.CreateAsync(new { prompt = "a boat that is far too long a wish for the second", duration = 6 });

        var done = await world.RunToEndAsync(id);

        done.ServedModel.ShouldBe(JobWorld.Third);
        done.CapturedMicro.ShouldBe(6_000_000);
        done.Details!.Value.GetProperty("failover_1").GetString()!.ShouldContain("test/second was skipped");
        await world.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(ProviderFailureKind.InvalidRequest)]
    [InlineData(ProviderFailureKind.ContentRefused)]
    public async Task What_is_refused_for_its_content_goes_to_nobody_else(ProviderFailureKind kind)
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(kind)));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.State.ShouldBe(GenerationState.Failed);
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(ProviderFailureKind.Authentication)]
    [InlineData(ProviderFailureKind.InsufficientVendorBalance)]
    [InlineData(ProviderFailureKind.VendorFault)]
    [InlineData(ProviderFailureKind.Timeout)]
    [InlineData(ProviderFailureKind.RateLimited)]
    public async Task What_another_vendor_may_do_better_goes_there(ProviderFailureKind kind)
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(kind) with { RetryAfter = TimeSpan.FromMinutes(5) }));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.ServedModel.ShouldBe(JobWorld.Second);
        done.State.ShouldBe(GenerationState.Completed);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_model_that_the_vendor_does_not_have_any_more_is_made_elsewhere()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(ProviderFailureKind.InvalidRequest) with { Field = "model" }));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.ServedModel.ShouldBe(JobWorld.Second);
        done.State.ShouldBe(GenerationState.Completed);
        await world.BooksShouldBeCleanAsync();
    }

    [Theory]
    [InlineData(ProviderFailureKind.VendorFault)]
    [InlineData(ProviderFailureKind.Timeout)]
    public async Task What_the_vendor_may_have_charged_goes_to_nobody_else(ProviderFailureKind kind)
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(kind) with { MayHaveCharged = true }));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.State.ShouldBe(GenerationState.Failed);
        done.ServedModel.ShouldBeNull();
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_short_wait_for_a_busy_vendor_is_waited_out()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(
            ScriptedProvider.Failure(ProviderFailureKind.RateLimited) with { RetryAfter = TimeSpan.FromSeconds(5) }));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.ServedModel.ShouldBeNull();
        done.State.ShouldBe(GenerationState.Completed);
    }

    [Fact]
    public async Task A_fallback_that_the_key_may_not_use_is_skipped()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(Broken);
        var allowed = ModelAllowList.Read([JobWorld.First, JobWorld.Third]).Value;
        var settings = new KeySettings { Name = "narrow", Models = allowed };
        var key = (await world.Accounts.CreateKeyAsync(world.Caller.UserId, world.Caller.Book, settings, Actor.System(), JobWorld.Cancel)).Value!;
        var narrow = world.Caller with { KeyId = key.Key.Id, Models = allowed };

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }, caller: narrow));

        done.ServedModel.ShouldBe(JobWorld.Third);
        done.Details!.Value.GetProperty("failover_1").GetString()!.ShouldContain("the key may not use it");
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task An_unknown_outcome_never_fails_over()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit(new SubmitOutcome.Unknown(ScriptedProvider.Failure(ProviderFailureKind.UnknownOutcome)));

        var done = await world.RunToEndAsync(await world.CreateAsync(new { prompt = "a boat" }));

        done.State.ShouldBe(GenerationState.Failed);
        done.Error!.Code.ShouldBe("outcome_unknown");
        world.Vendors.Submissions.Count.ShouldBe(1);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_vendor_without_its_setting_is_passed_over_and_the_reasons_stay_when_nobody_is_left()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        var first = await world.CreateAsync(new { prompt = "a boat" });
        world.Directory.Missing["one"] = "ONE_API_KEY";
        (await world.RunToEndAsync(first)).ServedModel.ShouldBe(JobWorld.Second);

        world.Directory.Missing.Clear();
        var second = await world.CreateAsync(new { prompt = "a boat" });
        foreach (var name in world.Directory.Names)
        {
            world.Directory.Missing[name] = $"{name.ToUpperInvariant()}_API_KEY";
        }

        var failed = await world.RunToEndAsync(second);
        failed.Error!.Code.ShouldBe("vendor_not_configured");
        failed.Details!.Value.GetProperty("failover_2").GetString()!.ShouldContain("test/third was skipped");
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Killed_between_refusal_and_fallback_nothing_is_lost()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Vendors.OnSubmit(Broken).OnSubmit(async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return Broken;
        });
        var id = await world.CreateAsync(new { prompt = "a boat" });
        using var node = new CancellationTokenSource();
        var step = world.Runner.StepAsync(id, node.Token);
        await asked.Task.WaitAsync(JobWorld.Cancel);
        await node.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => step);

        world.Restart();
        var done = await world.RunToEndAsync(id);

        // The fallback was being asked and may have taken it: at most once holds for it too.
        done.Error!.Code.ShouldBe("outcome_unknown");
        world.Vendors.Submissions.Count.ShouldBe(2);
        await world.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Of_300_random_courses_with_kills_none_buys_twice_or_loses_money()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        var random = new Random(20261124);
        var (completed, failed, kills, diverted) = (0, 0, 0, 0);
        for (var course = 0; course < 300; course++)
        {
            var id = await world.CreateAsync(new { prompt = "a boat", duration = random.Next(2, 11) });
            var before = world.Vendors.Submissions.Count;
            var uncertain = false;
            for (var ask = 0; ask < 3; ask++)
            {
                Script(world, random, () => uncertain.ShouldBeFalse("it was asked again after an outcome nobody knows"), () => uncertain = true, () => kills++);
            }

            var end = await RunWithKillsAsync(world, id);
            completed += end.State == GenerationState.Completed ? 1 : 0;
            failed += end.State == GenerationState.Failed ? 1 : 0;
            diverted += end.ServedModel is null ? 0 : 1;
            end.CapturedMicro.ShouldBeLessThanOrEqualTo(end.QuotedMicro);
            (world.Vendors.Submissions.Count - before).ShouldBeLessThanOrEqualTo(3);
            world.Vendors.ForgetScript();
        }

        await world.BooksShouldBeCleanAsync();
        (completed + failed).ShouldBe(300);
        (completed * failed * kills * diverted).ShouldNotBe(0, "the courses were too much alike to prove anything");
        TestCounts.Report($"failover: courses 300, completed {completed}, failed {failed}, to a fallback {diverted}, kills {kills}, bought twice 0");
    }

    private static void Script(JobWorld world, Random random, Action asked, Action lost, Action killed)
    {
        switch (random.Next(5))
        {
            case 0:
                world.Vendors.OnSubmit((_, _) => Answer(ScriptedProvider.Delivered("result")));
                break;
            case 1:
                world.Vendors.OnSubmit((_, _) =>
                {
                    asked();
                    lost();
                    return Task.FromResult<SubmitOutcome>(new SubmitOutcome.Unknown(ScriptedProvider.Failure(ProviderFailureKind.UnknownOutcome)));
                });
                break;
            case 2:
                world.Vendors.OnSubmit((_, _) =>
                {
                    asked();
                    lost();
                    killed();
                    world.NodeStop.Cancel();
                    throw new OperationCanceledException(world.NodeStop.Token);
                });
                break;
            default:
                world.Vendors.OnSubmit((_, _) => Answer(Broken));
                break;
        }

        Task<SubmitOutcome> Answer(SubmitOutcome outcome)
        {
            asked();
            return Task.FromResult(outcome);
        }
    }

    /// <summary>A kill while the vendor is being asked: its answer dies with the node.</summary>
    private static async Task<Generation> RunWithKillsAsync(JobWorld world, string id)
    {
        while (true)
        {
            try
            {
                return await world.RunToEndAsync(id);
            }
            catch (OperationCanceledException)
            {
                world.Restart();
            }
        }
    }
}
