using System.Collections.Concurrent;
using System.Diagnostics;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class TraceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_attempt_is_a_span_below_the_callers_with_the_usual_attributes_and_no_secret()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is VendorDiagnostics.SourceName or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(500)).Always(Answers.Json("""{"name":"boat"}"""));
        using var parent = source.StartActivity("caller")!;

        await bench.RunAsync(bench.Client.SendRawAsync(new VendorRequest { Operation = "traced", Path = "v1/t?sig=secret" }, Token));

        var attempts = spans.Where(span => span.OperationName == "probe traced" && span.TraceId == parent.TraceId).ToList();
        attempts.Count.ShouldBe(2);
        attempts.ShouldAllBe(span => span.ParentSpanId == parent.SpanId && span.Kind == ActivityKind.Client);
        attempts[0].GetTagItem("http.response.status_code").ShouldBe(500);
        attempts[0].GetTagItem("error.type").ShouldBe("server");
        attempts[0].Status.ShouldBe(ActivityStatusCode.Error);
        attempts[1].GetTagItem("http.response.status_code").ShouldBe(200);
        attempts[1].GetTagItem("http.request.resend_count").ShouldBe(1);
        attempts.SelectMany(span => span.TagObjects).ShouldAllBe(tag => !$"{tag.Value}".Contains("secret"));
    }

    [Fact]
    public async Task Connections_of_our_pool_are_counted_while_they_are_open()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Json("""{"name":"boat"}"""));
        var options = new ProbeOptions { ApiKey = ProbeBench.Key, BaseUrl = server.Url.AbsoluteUri };
        var http = new HttpClient(VendorHandlers.ForVendor(options));
        using var client = new ProbeClient(http, options);
        client.Status.OpenConnections.ShouldBe(0);

        await client.GetThingAsync(Token);
        client.Status.OpenConnections.ShouldBe(1);
        http.Dispose();

        client.Status.OpenConnections.ShouldBe(0);
        await using var own = await ProbeBench.StartAsync();
        own.Client.Status.OpenConnections.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_trace_context_goes_to_the_vendor_only_when_a_setting_says_so(bool send)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Json("""{"name":"boat"}"""));
        var options = new ProbeOptions { ApiKey = ProbeBench.Key, BaseUrl = server.Url.AbsoluteUri };
        options.Connections.SendTraceContext = send;
        using var http = new HttpClient(VendorHandlers.ForVendor(options));
        using var client = new ProbeClient(http, options);
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();

        await client.GetThingAsync(Token);

        (server.OnlyRequest.Header("traceparent") is not null).ShouldBe(send);
    }
}
