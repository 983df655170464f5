using System.Globalization;
using System.Net;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class RetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, typeof(VendorInvalidRequestException))]
    [InlineData(401, typeof(VendorAuthenticationException))]
    [InlineData(402, typeof(VendorBalanceException))]
    [InlineData(403, typeof(VendorPermissionException))]
    [InlineData(404, typeof(VendorNotFoundException))]
    [InlineData(408, typeof(VendorInvalidRequestException))]
    [InlineData(413, typeof(VendorInvalidRequestException))]
    [InlineData(422, typeof(VendorInvalidRequestException))]
    [InlineData(429, typeof(VendorRateLimitedException))]
    public async Task A_refusal_is_asked_once(int status, Type expected)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"code":"no","message":"not today"}""", status, ("Retry-After", "3")));

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        fault.ShouldBeOfType(expected);
        var vendor = (VendorException)fault;
        vendor.StatusCode.ShouldBe(status);
        vendor.VendorErrorCode.ShouldBe("no");
        vendor.VendorMessage.ShouldBe("not today");
        vendor.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        vendor.Attempts.ShouldBe(1);
        waits.ShouldBeEmpty();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(524)]
    public async Task A_server_error_is_asked_four_times_after_one_two_and_four_seconds(int status)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(status, "<html>bad</html>"));

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        fault.ShouldBeOfType<VendorServerException>().Attempts.ShouldBe(4);
        ((VendorException)fault).BodyExcerpt.ShouldBe("<html>bad</html>");
        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
        bench.Server.Requests.Count.ShouldBe(4);
        bench.Server.Requests.ShouldAllBe(request => request.Text == """{"name":"boat"}""");
    }

    [Fact]
    public async Task A_silent_vendor_is_asked_four_times_each_within_its_time_limit()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Silence);
        var work = bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token);

        foreach (var wait in (int[])[1, 2, 4, 0])
        {
            await bench.Server.NextRequestAsync();
            bench.Clock.Advance(bench.Options.Timeout);
            if (wait > 0)
            {
                await bench.Clock.UntilWaitingAsync(TimeSpan.FromSeconds(wait));
                bench.Clock.Advance(TimeSpan.FromSeconds(wait));
            }
        }

        var fault = await Should.ThrowAsync<VendorTimeoutException>(work);
        fault.Attempts.ShouldBe(4);
        fault.MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_dropped_answer_is_asked_four_times_under_at_least_once()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeTrue();
        waits.Count.ShouldBe(3);
        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_again_and_then_read()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Truncated("{\"na"u8.ToArray(), 100, "application/json")).Then(Answers.Json("""{"name":"boat"}"""));

        var work = bench.Client.GetThingAsync(Token);
        await bench.Clock.PassWaitsAsync(work, bench.Options.Timeout);

        (await work).Name.ShouldBe("boat");
        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_upload_sends_the_whole_file_again()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(503)).Then(Answers.Json("""{"name":"boat"}"""));
        var opened = 0;
        var file = new VendorFile("a.bin", "application/octet-stream", _ =>
        {
            opened++;
            return ValueTask.FromResult<Stream>(new MemoryStream([1, 2, 3]));
        });

        var work = bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, VendorBody.Stream(file), Token);
        await bench.Clock.PassWaitsAsync(work, bench.Options.Timeout);
        await work;

        opened.ShouldBe(2);
        bench.Server.Requests.ShouldAllBe(request => request.Body.SequenceEqual(new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public async Task A_longer_Retry_After_in_seconds_is_waited_for()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(503, "", ("Retry-After", "7"))).Then(Answers.Json("""{"name":"boat"}"""));

        var (waits, fault) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        fault.ShouldBeNull();
        waits.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task A_longer_Retry_After_given_as_a_date_is_waited_for()
    {
        await using var bench = await ProbeBench.StartAsync();
        var date = bench.Clock.GetUtcNow().AddSeconds(9).ToString("R", CultureInfo.InvariantCulture);
        bench.Server.Then(Answers.Status(500, "", ("Retry-After", date))).Then(Answers.Json("""{"name":"boat"}"""));

        var (waits, _) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        waits.ShouldBe([TimeSpan.FromSeconds(9)]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    public async Task A_shorter_or_senseless_Retry_After_changes_nothing(string value)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(500, "", ("Retry-After", value))).Then(Answers.Json("""{"name":"boat"}"""));

        var (waits, fault) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        fault.ShouldBeNull();
        waits.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public async Task A_Retry_After_beyond_the_limit_ends_the_call_at_once()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(503, "", ("Retry-After", "61")));

        var (waits, fault) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        fault.ShouldBeOfType<VendorServerException>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(61));
        waits.ShouldBeEmpty();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("99999999")]
    [InlineData("Tue, 31 Dec 2999 23:59:59 GMT")]
    public async Task A_Retry_After_of_years_is_a_mistake_and_taken_for_a_day(string value)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(429, "", ("Retry-After", value)));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorRateLimitedException>().RetryAfter.ShouldBe(TimeSpan.FromDays(1));
        bench.Client.Status.PausedFor.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData(429, typeof(VendorRateLimitedException))]
    [InlineData(400, typeof(VendorInvalidRequestException))]
    public async Task A_refusal_whose_text_never_comes_is_a_refusal_all_the_same(int status, Type expected)
    {
        var body = new EndlessBody();
        using var http = new HttpClient(new OneAnswer(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(body) }));
        var clock = new WatchedClock();
        var options = new ProbeOptions { ApiKey = ProbeBench.Key };
        using var client = new ProbeClient(http, options, null, clock);
        var work = client.BuyAsync(SubmitPolicy.AtMostOnce, Token);
        await body.Reading.WaitAsync(Token);
        clock.Advance(options.Timeout);

        var fault = await Record.ExceptionAsync(() => work);

        fault.ShouldBeOfType(expected);
        ((VendorException)fault).MayHaveBeenAccepted.ShouldBeFalse();
        ((VendorException)fault).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_wait_that_could_pass_the_deadline_is_not_begun()
    {
        // With jitter the wait is 1 to 1.5 seconds, and 1.2 are left.
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.UseJitter = true;
            options.Deadline = TimeSpan.FromSeconds(1.2);
        });
        bench.Server.Always(Answers.Status(500));

        (await Should.ThrowAsync<VendorServerException>(bench.Client.GetThingAsync(Token))).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Jitter_adds_at_most_half_of_each_wait()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.UseJitter = true);
        bench.Server.Always(Answers.Status(500));

        var (waits, _) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        waits.Count.ShouldBe(3);
        for (var i = 0; i < waits.Count; i++)
        {
            waits[i].TotalSeconds.ShouldBeInRange(Math.Pow(2, i), Math.Pow(2, i) * 1.5);
        }
    }

    [Fact]
    public async Task No_retries_means_one_request()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.RetryCount = 0);
        bench.Server.Always(Answers.Status(500));

        var (_, fault) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        fault.ShouldBeOfType<VendorServerException>();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_a_cancellation_and_ends_the_wait()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(500));
        using var stop = new CancellationTokenSource();
        var work = bench.Client.GetThingAsync(stop.Token);

        await bench.Clock.UntilWaitingAsync(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(work);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_callers_cancellation_ends_a_call_in_flight()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Silence);
        using var stop = new CancellationTokenSource();
        var work = bench.Client.GetThingAsync(stop.Token);

        await bench.Server.NextRequestAsync();
        await stop.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(work)).CancellationToken.ShouldBe(stop.Token);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    private sealed class OneAnswer(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }

    /// <summary>Says when it is read, and gives no byte until the reader leaves.</summary>
    private sealed class EndlessBody : MemoryStream
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => _reading.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reading.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
