using Atelier.Clients.Runway;
using Atelier.Providers.Runway;

namespace Atelier.Providers.Tests.Runway;

public sealed class RunwayResponseMapperTests
{
    private static readonly TimeSpan Advice = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_created_task_tells_its_highest_cost()
    {
        var accepted = RunwayResponseMapper.Map(new RunwayCreated("task-1", new RunwayCost(25)), Advice).ShouldBeOfType<SubmitOutcome.Accepted>();
        accepted.VendorTaskId.ShouldBe("task-1");
        accepted.PollAfter.ShouldBe(Advice);
        accepted.EstimatedVendorCostMicroUsd.ShouldBe(250_000);
    }

    [Fact]
    public void An_older_answer_tells_no_cost() =>
        RunwayResponseMapper.Map(new RunwayCreated("task-1"), Advice).ShouldBeOfType<SubmitOutcome.Accepted>()
            .EstimatedVendorCostMicroUsd.ShouldBeNull();

    [Theory]
    [InlineData("PENDING", null, null)]
    [InlineData("THROTTLED", null, null)]
    [InlineData("RUNNING", 0.42, 0.42)]
    [InlineData("RUNNING", 1.7, 1.0)]
    [InlineData("RUNNING", -1.0, 0.0)]
    [InlineData("SOMETHING_NEW", null, null)]
    public void A_task_that_has_not_ended_is_running(string status, double? progress, double? expected)
    {
        var running = Map(new RunwayTask { Id = "t", Status = status, Progress = progress }).ShouldBeOfType<PollOutcome.Running>();
        running.Progress.ShouldBe(expected);
        running.PollAfter.ShouldBe(Advice);
    }

    [Fact]
    public void A_task_that_succeeded_has_its_outputs_and_its_cost()
    {
        var result = Map(new RunwayTask
        {
            Id = "t",
            Status = "SUCCEEDED",
            Output = ["https://cdn.example.net/a.mp4?_jwt=x", "https://cdn.example.net/b.wav?_jwt=y"],
            Cost = new RunwayCost(12.5),
        }).ShouldBeOfType<PollOutcome.Completed>().Result;
        result.Media.Select(media => media.ContentType).ShouldBe(["video/mp4", "audio/wav"]);
        result.Media.Select(media => media.FileName).ShouldBe(["a.mp4", "b.wav"]);
        result.VendorCostMicroUsd.ShouldBe(125_000);
    }

    [Fact]
    public void Success_without_output_is_a_result_without_media()
    {
        Map(new RunwayTask { Id = "t", Status = "SUCCEEDED", Output = [] }).ShouldBeOfType<PollOutcome.Completed>().Result.Media.ShouldBeEmpty();
        Map(new RunwayTask { Id = "t", Status = "SUCCEEDED" }).ShouldBeOfType<PollOutcome.Completed>().Result.Media.ShouldBeEmpty();
    }

    [Fact]
    public void An_output_that_is_no_address_is_asked_for_again() =>
        Map(new RunwayTask { Id = "t", Status = "SUCCEEDED", Output = ["nowhere"] }).ShouldBeOfType<PollOutcome.Unavailable>();

    [Fact]
    public void A_cancelled_task_has_failed() =>
        Map(new RunwayTask { Id = "t", Status = "CANCELLED", Cost = new RunwayCost(0) })
            .ShouldBeOfType<PollOutcome.Failed>().Failure.MayHaveCharged.ShouldBeFalse();

    [Theory]
    [InlineData("FAILED", 25d, 250_000L)]
    [InlineData("FAILED", 0d, 0L)]
    [InlineData("FAILED", null, null)]
    [InlineData("CANCELLED", 2.5, 25_000L)]
    public void A_failed_task_tells_what_it_cost_all_the_same(string status, double? credits, long? microUsd) =>
        Map(new RunwayTask { Id = "t", Status = status, FailureCode = "SAFETY.INPUT.TEXT", Cost = credits is { } cost ? new RunwayCost(cost) : null })
            .ShouldBeOfType<PollOutcome.Failed>().VendorCostMicroUsd.ShouldBe(microUsd);

    private static PollOutcome Map(RunwayTask task) => RunwayResponseMapper.Map(
        task, Advice, (_, type, name) => new BytesMediaSource(ReadOnlyMemory<byte>.Empty) { ContentType = type, FileName = name });
}
