using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class CircuitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_on_faults_half_opens_after_a_while_and_closes_on_success()
    {
        await using var bench = await BenchAsync();
        bench.Server.Always(Answers.Status(500));
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<VendorServerException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        }

        State(bench, OperationClass.Generation).ShouldBe("open");
        var open = await Should.ThrowAsync<VendorCircuitOpenException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        open.MayHaveBeenAccepted.ShouldBeFalse();
        open.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        bench.Server.Requests.Count.ShouldBe(4);

        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        (await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token)).Name.ShouldBe("boat");
        State(bench, OperationClass.Generation).ShouldBe("closed");
    }

    [Fact]
    public async Task A_probe_that_fails_opens_it_again()
    {
        await using var bench = await BenchAsync();
        bench.Server.Always(Answers.Status(503));
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<VendorServerException>(bench.Client.GetThingAsync(Token));
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await Should.ThrowAsync<VendorServerException>(bench.Client.GetThingAsync(Token));
        await Should.ThrowAsync<VendorCircuitOpenException>(bench.Client.GetThingAsync(Token));
        bench.Server.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_trial_that_its_caller_leaves_proves_nothing()
    {
        await using var bench = await BenchAsync();
        await OpenAsync(bench);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        bench.Server.Always(Answers.Silence);
        using var leave = new CancellationTokenSource();
        var trial = bench.Client.GetThingAsync(leave.Token);
        await bench.Server.NextRequestAsync();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(trial);

        State(bench, OperationClass.Polling).ShouldBe("open");
        await Should.ThrowAsync<VendorCircuitOpenException>(bench.Client.GetThingAsync(Token));
    }

    [Fact]
    public async Task A_trial_that_is_held_back_by_a_pause_proves_nothing()
    {
        await using var bench = await BenchAsync();
        await OpenAsync(bench);
        bench.Server.Always(Answers.Status(429, "", ("Retry-After", "60")));
        await Should.ThrowAsync<VendorRateLimitedException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<VendorRateLimitedException>(bench.Client.GetThingAsync(Token));

        State(bench, OperationClass.Polling).ShouldBe("open");
    }

    [Fact]
    public async Task What_was_sent_before_it_opened_is_no_trial()
    {
        await using var bench = await BenchAsync();
        bench.Server.Then(Answers.Silence).Always(Answers.Status(500));
        var slow = bench.Client.SendRawAsync(new VendorRequest { Operation = "slow", Path = "v1/slow", Timeout = TimeSpan.FromSeconds(11) }, Token);
        await bench.Server.NextRequestAsync();
        await OpenAsync(bench);

        bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await Should.ThrowAsync<VendorTimeoutException>(slow);
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));

        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");
        State(bench, OperationClass.Polling).ShouldBe("closed");
    }

    [Fact]
    public async Task Polling_and_downloads_go_on_while_submissions_are_held_back()
    {
        await using var bench = await BenchAsync();
        bench.Server.Always(context => context.Request.Method == "POST" ? Answers.Status(500)(context) : Answers.Json("""{"name":"boat"}""")(context));
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<VendorServerException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        }

        State(bench, OperationClass.Generation).ShouldBe("open");
        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");
        await using var media = await bench.Client.OpenAsync(
            new VendorRequest { Operation = "media", Path = "v1/m", Class = OperationClass.Download }, Token);
        media.StatusCode.ShouldBe(200);
        State(bench, OperationClass.Polling).ShouldBe("closed");
        State(bench, OperationClass.Download).ShouldBe("closed");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refusal_is_an_answer_and_opens_nothing(int status)
    {
        await using var bench = await BenchAsync();
        bench.Server.Always(Answers.Status(status));
        for (var i = 0; i < 12; i++)
        {
            await Should.ThrowAsync<VendorException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        }

        State(bench, OperationClass.Generation).ShouldBe("closed");
        bench.Server.Requests.Count.ShouldBe(12);
    }

    [Fact]
    public async Task A_retry_that_meets_an_open_circuit_remembers_that_the_vendor_may_have_accepted()
    {
        await using var bench = await BenchAsync(retries: 3);
        bench.Server.Always(Answers.Drop);
        for (var i = 0; i < 3; i++)
        {
            await Record.ExceptionAsync(() => bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        }

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));
        fault.ShouldBeOfType<VendorCircuitOpenException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.RetryCount = 0;
            options.Circuit.Enabled = false;
        });
        bench.Server.Always(Answers.Status(500));
        for (var i = 0; i < 30; i++)
        {
            await Should.ThrowAsync<VendorServerException>(bench.Client.GetThingAsync(Token));
        }

        State(bench, OperationClass.Polling).ShouldBe("off");
    }

    private static async Task OpenAsync(ProbeBench bench)
    {
        bench.Server.Always(Answers.Status(500));
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<VendorServerException>(bench.Client.GetThingAsync(Token));
        }

        State(bench, OperationClass.Polling).ShouldBe("open");
    }

    private static Task<ProbeBench> BenchAsync(int retries = 0) => ProbeBench.StartAsync(options =>
    {
        options.RetryCount = retries;
        options.Circuit.MinimumRequests = 4;
    });

    private static string State(ProbeBench bench, OperationClass operations) => bench.Client.Status.Circuits[operations];
}
