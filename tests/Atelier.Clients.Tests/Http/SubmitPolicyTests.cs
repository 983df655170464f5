using System.Net;
using System.Net.Sockets;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class SubmitPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dropped_answer_is_asked_once_and_may_have_been_accepted()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        var connection = fault.ShouldBeOfType<VendorConnectionException>();
        connection.MayHaveBeenAccepted.ShouldBeTrue();
        connection.Attempts.ShouldBe(1);
        waits.ShouldBeEmpty();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dropped_answer_on_a_connection_used_before_is_asked_once()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Json("""{"name":"boat"}""")).Always(Answers.Drop);
        await bench.Client.GetThingAsync(Token);

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count(request => request.Method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task A_silent_vendor_is_asked_once_and_may_have_accepted()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Silence);
        var work = bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);

        await bench.Server.NextRequestAsync();
        bench.Clock.Advance(bench.Options.Timeout);

        (await Should.ThrowAsync<VendorTimeoutException>(work)).MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_error_that_proves_nothing_is_asked_once_and_may_have_been_accepted(int status)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(status));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorServerException>().MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_503_that_names_a_time_to_return_is_a_refusal_and_is_asked_again()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(503, "", ("Retry-After", "1")));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorServerException>().MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(429, false)]
    [InlineData(408, true)]
    public async Task A_4xx_answer_tells_that_nothing_was_accepted_except_a_408(int status, bool mayHaveBeenAccepted)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(status));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeAssignableTo<VendorException>()!.MayHaveBeenAccepted.ShouldBe(mayHaveBeenAccepted);
    }

    [Fact]
    public async Task A_refused_connection_never_reached_the_vendor_and_is_tried_again()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.BaseUrl = $"http://127.0.0.1:{FreePort()}");

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        var connection = fault.ShouldBeOfType<VendorConnectionException>();
        connection.MayHaveBeenAccepted.ShouldBeFalse();
        connection.Attempts.ShouldBe(4);
        waits.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_unknown_host_never_reached_the_vendor_and_is_tried_again()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.BaseUrl = "http://nowhere.invalid");

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeFalse();
        ((VendorException)fault).Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_in_time_never_reached_the_vendor_and_is_tried_again()
    {
        var attempts = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) =>
            {
                attempts++;
                throw new OperationCanceledException("the connection took too long");
            },
        };
        using var http = new HttpClient(handler);
        var clock = new WatchedClock();
        var options = new ProbeOptions { ApiKey = ProbeBench.Key, UseJitter = false };
        var work = new ProbeClient(http, options, null, clock).BuyAsync(SubmitPolicy.AtMostOnce, Token);

        await clock.PassWaitsAsync(work, options.Timeout);

        var fault = await Should.ThrowAsync<VendorException>(work);
        fault.MayHaveBeenAccepted.ShouldBeFalse();
        attempts.ShouldBe(4);
    }

    [Fact]
    public async Task An_earlier_doubt_is_not_taken_back_by_a_later_refusal()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Drop).Then(Answers.Status(400));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        fault.ShouldBeOfType<VendorInvalidRequestException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"name\":5}")]
    [InlineData("")]
    public async Task A_success_that_cannot_be_read_is_not_bought_again_and_was_probably_accepted(string body)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json(body));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        fault.ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_truncated_success_is_asked_once_and_may_have_been_accepted()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Truncated("{\"na"u8.ToArray(), 100, "application/json"));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_buys_nothing_can_never_have_been_accepted()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var (_, fault) = await bench.RunAsync(bench.Client.GetThingAsync(Token));

        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_the_callers_fault_and_is_not_sent_again()
    {
        await using var bench = await ProbeBench.StartAsync();
        var file = new VendorFile("a.bin", "image/png", _ => throw new FileNotFoundException("gone"));

        var (waits, fault) = await bench.RunAsync(
            bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, VendorBody.Multipart([VendorPart.Upload("image", file)]), Token));

        var refused = fault.ShouldBeOfType<VendorInvalidRequestException>();
        refused.InnerException.ShouldBeOfType<FileNotFoundException>();
        refused.MayHaveBeenAccepted.ShouldBeFalse();
        waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_file_of_another_length_than_said_is_the_callers_fault_and_is_not_sent_again(long said)
    {
        await using var bench = await ProbeBench.StartAsync();
        var file = new VendorFile("a.bin", "image/png", _ => ValueTask.FromResult<Stream>(new MemoryStream([1, 2, 3])), said);

        var (waits, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, VendorBody.Stream(file), Token));

        fault.ShouldBeOfType<VendorInvalidRequestException>().MayHaveBeenAccepted.ShouldBeFalse();
        waits.ShouldBeEmpty();
        bench.Server.Requests.ShouldBeEmpty();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
