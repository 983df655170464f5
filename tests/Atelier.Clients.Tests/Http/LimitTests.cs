using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_beyond_the_concurrency_wait_and_go_in_the_order_they_came()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.Limits.Concurrency = 1);
        var release = new SemaphoreSlim(0);
        bench.Server.Always(async context =>
        {
            await release.WaitAsync(Token);
            await Answers.Json("""{"name":"boat"}""")(context);
        });

        var calls = Enumerable.Range(0, 5).Select(n => Send(bench, $"v1/n{n}")).ToArray();
        await bench.Server.NextRequestAsync();
        bench.Client.Status.UnderWay.ShouldBe(1);
        bench.Client.Status.Waiting.ShouldBe(4);
        release.Release(5);
        await Task.WhenAll(calls);

        bench.Server.Requests.Select(request => request.Target).ShouldBe(["/v1/n0", "/v1/n1", "/v1/n2", "/v1/n3", "/v1/n4"]);
        bench.Client.Status.UnderWay.ShouldBe(0);
    }

    [Fact]
    public async Task A_waiting_call_can_leave_and_gives_its_place_back()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.Limits.Concurrency = 1;
            options.Limits.Queue = 1;
        });
        var release = new SemaphoreSlim(0);
        bench.Server.Always(async context =>
        {
            await release.WaitAsync(Token);
            await Answers.Json("""{"name":"boat"}""")(context);
        });
        var first = Send(bench, "v1/first");
        await bench.Server.NextRequestAsync();
        using var leave = new CancellationTokenSource();
        var second = bench.Client.SendRawAsync(new VendorRequest { Operation = "x", Path = "v1/second" }, leave.Token);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);

        var third = Send(bench, "v1/third");
        release.Release(2);
        await first;
        await third;
        bench.Server.Requests.Select(request => request.Target).ShouldBe(["/v1/first", "/v1/third"]);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_says_that_nothing_was_sent()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.Limits.Requests = 2;
            options.Limits.Window = TimeSpan.FromHours(1);
            options.Limits.Queue = 1;
        });
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        await Send(bench, "v1/1");
        await Send(bench, "v1/2");
        using var leave = new CancellationTokenSource();
        var waiting = bench.Client.SendRawAsync(new VendorRequest { Operation = "x", Path = "v1/3" }, leave.Token);

        var busy = await Should.ThrowAsync<VendorBusyException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        busy.MayHaveBeenAccepted.ShouldBeFalse();
        busy.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        bench.Client.Status.Waiting.ShouldBe(1);
        bench.Server.Requests.Count.ShouldBe(2);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData("37", 37)]
    public async Task A_429_pauses_the_account_for_as_long_as_the_vendor_says_or_the_setting(string? retryAfter, int seconds)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(retryAfter is null ? Answers.Status(429) : Answers.Status(429, "", ("Retry-After", retryAfter)))
            .Always(Answers.Json("""{"name":"boat"}"""));
        await Should.ThrowAsync<VendorRateLimitedException>(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        var refused = await Should.ThrowAsync<VendorRateLimitedException>(bench.Client.GetThingAsync(Token));
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
        refused.MayHaveBeenAccepted.ShouldBeFalse();
        bench.Client.Status.PausedFor.ShouldBe(TimeSpan.FromSeconds(seconds));
        bench.Server.Requests.Count.ShouldBe(1);

        bench.Clock.Advance(TimeSpan.FromSeconds(seconds));
        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");
        bench.Client.Status.PausedFor.ShouldBeNull();
    }

    [Fact]
    public async Task The_whole_call_has_a_deadline_that_retries_do_not_go_beyond()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.Deadline = TimeSpan.FromSeconds(3.5));
        bench.Server.Always(Answers.Status(500));

        // Each attempt may take what is left: 3.5, 2.5 and 0.5 seconds. A third wait, of 4 seconds, would end after the deadline.
        var work = bench.Client.GetThingAsync(Token);
        var waits = await bench.Clock.PassWaitsAsync(
            work, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(0.5));

        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
        (await Should.ThrowAsync<VendorServerException>(work)).Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task A_turn_that_does_not_come_within_the_deadline_is_a_timeout_of_something_never_sent()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.Limits.Requests = 1;
            options.Limits.Window = TimeSpan.FromHours(1);
            options.Deadline = TimeSpan.FromSeconds(7);
        });
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        await Send(bench, "v1/1");

        var late = bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);
        await bench.Clock.UntilWaitingAsync(TimeSpan.FromSeconds(7));
        bench.Clock.Advance(TimeSpan.FromSeconds(7));

        (await Should.ThrowAsync<VendorTimeoutException>(late)).MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_leaves_the_queue()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.Limits.Requests = 1;
            options.Limits.Window = TimeSpan.FromHours(1);
            options.Limits.Queue = 1;
        });
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        await Send(bench, "v1/1");
        var late = bench.Client.SendRawAsync(new VendorRequest { Operation = "x", Path = "v1/2", Deadline = TimeSpan.FromSeconds(7) }, Token);
        await bench.Clock.UntilWaitingAsync(TimeSpan.FromSeconds(7));
        bench.Client.Status.Waiting.ShouldBe(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(7));
        await Should.ThrowAsync<VendorTimeoutException>(late);

        bench.Client.Status.Waiting.ShouldBe(0);
    }

    [Theory]
    [InlineData(150, 10)]
    [InlineData(1, 3600)]
    public void No_window_at_all_holds_more_than_it_may(int requests, int seconds)
    {
        var rate = VendorGate.RateOf(new VendorLimitOptions { Requests = requests, Window = TimeSpan.FromSeconds(seconds) });

        // What is sent at the very end of a segment is forgotten when the segment comes round again.
        var shortestMemory = rate.Window / rate.SegmentsPerWindow * (rate.SegmentsPerWindow - 1);
        shortestMemory.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds));
        rate.PermitLimit.ShouldBe(requests);
    }

    private static Task<VendorAnswer> Send(ProbeBench bench, string path) =>
        bench.Client.SendRawAsync(new VendorRequest { Operation = "x", Path = path }, Token);
}
