using System.Text;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Runway;

public sealed class RunwayTaskTests
{
    private const string Running = """{"id":"t1","createdAt":"2026-11-20T09:14:02.118Z","status":"RUNNING","progress":0.42,"estimatedCost":{"credits":25}}""";

    private const string Succeeded =
        """{"id":"t1","createdAt":"2026-11-20T09:14:02.118Z","status":"SUCCEEDED","output":["https://cdn.example.net/t1.mp4?_jwt=eyJhbGciOi"],"cost":{"credits":25}}""";

    private const string Failed =
        """{"id":"t1","status":"FAILED","failure":"The generation did not pass quality checks.","failureCode":"INTERNAL.BAD_OUTPUT.CODE01","cost":{"credits":0}}""";

    private static readonly byte[] Content = Encoding.ASCII.GetBytes("PNG!".PadRight(512, '.'));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_read_in_each_of_its_states()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Then(Answers.Json(Running)).Then(Answers.Json(Succeeded)).Then(Answers.Json(Failed));

        var running = await bench.Client.GetTaskAsync("t1", Token);
        var succeeded = await bench.Client.GetTaskAsync("t1", Token);
        var failed = await bench.Client.GetTaskAsync("t1", Token);

        running.Progress.ShouldBe(0.42);
        running.HasEnded.ShouldBeFalse();
        running.EstimatedCost!.Credits.ShouldBe(25);
        running.CreatedAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 9, 14, 2, 118, TimeSpan.Zero));
        succeeded.HasEnded.ShouldBeTrue();
        succeeded.Output.ShouldHaveSingleItem().ShouldStartWith("https://cdn.example.net/");
        succeeded.ToString().ShouldNotContain("_jwt");
        failed.HasEnded.ShouldBeTrue();
        failed.FailureCode.ShouldBe("INTERNAL.BAD_OUTPUT.CODE01");
        failed.Cost!.Credits.ShouldBe(0);
        bench.Server.Requests[0].Target.ShouldBe("/runway/v1/tasks/t1");
        bench.Server.Requests[0].Header("X-Runway-Version").ShouldBe("2024-11-06");
    }

    [Fact]
    public async Task A_task_is_waited_for_in_steps_of_at_least_five_seconds_through_states_not_known_yet()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server
            .Then(Answers.Json("""{"id":"t1","status":"PENDING"}"""))
            .Then(Answers.Json("""{"id":"t1","status":"THROTTLED"}"""))
            .Then(Answers.Json("""{"id":"t1","status":"WARMING_UP"}"""))
            .Then(Answers.Json(Failed));

        var work = bench.Client.WaitForTaskAsync("t1", pollInterval: TimeSpan.FromSeconds(1), cancellationToken: Token);
        var waits = await bench.PassWaitsAsync(work);

        (await work).Status.ShouldBe(RunwayTaskStatus.Failed);
        waits.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task A_wait_ends_after_ten_minutes_when_nothing_else_is_said()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Running));

        var work = bench.Client.WaitForTaskAsync("t1", pollInterval: TimeSpan.FromMinutes(4), cancellationToken: Token);
        var waits = await bench.PassWaitsAsync(work);

        await Should.ThrowAsync<VendorTimeoutException>(work);
        waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_wait_outlives_a_vendor_who_is_down_for_a_while()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server
            .Then(Answers.Status(500)).Then(Answers.Status(500)).Then(Answers.Status(500)).Then(Answers.Status(500))
            .Then(Answers.Status(429, "", ("Retry-After", "20")))
            .Then(Answers.Json(Succeeded));

        var work = bench.Client.WaitForTaskAsync("t1", cancellationToken: Token);
        var waits = await bench.PassWaitsAsync(work);

        (await work).Status.ShouldBe(RunwayTaskStatus.Succeeded);
        waits.Select(wait => wait.TotalSeconds).ShouldBe([1, 2, 4, 5, 20]);
    }

    [Fact]
    public async Task A_wait_for_a_task_that_is_gone_ends_at_once()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"error":"Could not find Task"}""", 404));

        await Should.ThrowAsync<VendorNotFoundException>(bench.Client.WaitForTaskAsync("t1", cancellationToken: Token));

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_callers_cancellation_ends_the_wait()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Running));
        using var stop = new CancellationTokenSource();
        var work = bench.Client.WaitForTaskAsync("t1", pollInterval: TimeSpan.FromSeconds(7), cancellationToken: stop.Token);

        await bench.Clock.UntilWaitingAsync(TimeSpan.FromSeconds(7));
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(work);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_task_is_deleted_and_one_gone_already_is_no_error()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Then(Answers.Status(204)).Then(Answers.Json("""{"error":"Could not find Task"}""", 404));

        (await bench.Client.CancelTaskAsync("t1", Token)).ShouldBeTrue();
        (await bench.Client.CancelTaskAsync("t1", Token)).ShouldBeFalse();

        bench.Server.Requests.ShouldAllBe(request => request.Method == "DELETE" && request.Target == "/runway/v1/tasks/t1");
    }

    [Fact]
    public async Task The_organisation_is_read_with_limits_that_do_not_exist()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """
            {"creditBalance":4310,"tier":{"maxMonthlyCreditSpend":null,"models":{"gen4_turbo":{"maxConcurrentGenerations":3,"maxDailyGenerations":null}}},
             "usage":{"models":{"gen4_turbo":{"dailyGenerations":17}}}}
            """));

        var organization = await bench.Client.GetOrganizationAsync(Token);

        organization.CreditBalance.ShouldBe(4310);
        organization.Tier!.MaxMonthlyCreditSpend.ShouldBeNull();
        organization.Tier.Models!["gen4_turbo"].ShouldBe(new RunwayModelLimits(3, null));
        organization.Usage!.Models!["gen4_turbo"].DailyGenerations.ShouldBe(17);
    }

    [Fact]
    public async Task An_upload_sends_the_signed_fields_first_the_file_last_and_no_key_to_the_store()
    {
        await using var store = await ScriptedServer.StartAsync();
        store.Then(Answers.Status(503)).Then(Answers.Status(204));
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            $$"""{"uploadUrl":"{{new Uri(store.Url, "/bucket?sig=1")}}","fields":{"key":"u/9/clip.png","x-amz-signature":"hex"},"runwayUri":"runway://opaque"}"""));

        var work = bench.Client.UploadAsync(new VendorFile("clip.png", "image/png", Content), Token);
        await bench.PassWaitsAsync(work, RunwayClient.UploadTimeout);

        (await work).ShouldBe("runway://opaque");
        bench.Server.OnlyRequest.Target.ShouldBe("/runway/v1/uploads");
        bench.Server.OnlyRequest.Text.ShouldBe("""{"filename":"clip.png","type":"ephemeral"}""");
        store.Requests.Count.ShouldBe(2);
        store.Requests[1].Target.ShouldBe("/bucket?sig=1");
        store.Requests[1].Header("Authorization").ShouldBeNull();
        store.Requests[1].Header("X-Runway-Version").ShouldBeNull();
        store.Requests[1].Multipart().ShouldBe(
            "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nu/9/clip.png\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"x-amz-signature\"\r\n\r\nhex\r\n"
            + "--B\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.png\"\r\n\r\n"
            + Encoding.ASCII.GetString(Content) + "\r\n--B--\r\n");
    }

    [Theory]
    [InlineData("""{"uploadUrl":"file:///etc/passwd","fields":{},"runwayUri":"runway://o"}""")]
    [InlineData("""{"uploadUrl":"/bucket","fields":{},"runwayUri":"runway://o"}""")]
    [InlineData("""{"fields":{},"runwayUri":"runway://o"}""")]
    [InlineData("""{"uploadUrl":"http://localhost:1/","fields":{"key":null},"runwayUri":"runway://o"}""")]
    [InlineData("""{"uploadUrl":"http://localhost:1/","fields":{"":"x"},"runwayUri":"runway://o"}""")]
    [InlineData("""{"uploadUrl":"http://localhost:1/","fields":{},"runwayUri":"https://elsewhere.example"}""")]
    public async Task An_upload_goes_only_to_a_usable_address(string ticket)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(ticket));

        await Should.ThrowAsync<VendorProtocolException>(
            bench.Client.UploadAsync(new VendorFile("clip.png", "image/png", Content), Token));
    }

    [Theory]
    [InlineData(511)]
    [InlineData(209_715_201)]
    public async Task A_file_of_a_size_the_vendor_does_not_take_is_not_sent(long length)
    {
        await using var bench = await RunwayBench.StartAsync();
        var file = new VendorFile("clip.png", "image/png", _ => ValueTask.FromResult<Stream>(new MemoryStream()), length);

        (await Should.ThrowAsync<ArgumentException>(bench.Client.UploadAsync(file, Token))).Message.ShouldContain("512 to 209715200");
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Usage_is_asked_for_by_days_and_told_net()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """{"models":["gen4_turbo"],"results":[{"date":"2026-10-02","usedCredits":[{"model":"gen4_turbo","amount":-12.5}]}]}"""));

        var report = await bench.Client.GetUsageAsync(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), Token);
        await bench.Client.GetUsageAsync(cancellationToken: Token);

        bench.Server.Requests[0].Target.ShouldBe("/runway/v1/organization/usage");
        bench.Server.Requests[0].Text.ShouldBe("""{"startDate":"2026-10-01","beforeDate":"2026-10-31"}""");
        bench.Server.Requests[1].Text.ShouldBe("{}");
        report.Models.ShouldBe(["gen4_turbo"]);
        report.Results.ShouldHaveSingleItem().Date.ShouldBe(new DateOnly(2026, 10, 2));
        report.Results[0].UsedCredits.ShouldBe([new RunwayUsedCredits("gen4_turbo", -12.5)]);
    }

    [Theory]
    [InlineData("2026-10-01", "2026-10-01")]
    [InlineData("2026-10-01", "2026-12-31")]
    public async Task A_span_the_vendor_does_not_tell_is_not_asked_for(string start, string before)
    {
        await using var bench = await RunwayBench.StartAsync();

        (await Should.ThrowAsync<ArgumentException>(bench.Client.GetUsageAsync(DateOnly.Parse(start, null), DateOnly.Parse(before, null), Token)))
            .ParamName.ShouldBe("beforeDate");
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_with_an_output_without_an_address_breaks_the_contract()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"id":"t1","status":"SUCCEEDED","output":[null]}"""));

        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetTaskAsync("t1", Token));
    }
}
