using System.Net;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

/// <summary>Faults that act on the work, on calls that answer at once and on tasks.</summary>
public sealed class FaultTests
{
    private const string Picture = """{"model":"dall-e-3","prompt":"x"}""";

    [Fact(Timeout = 30_000)]
    public async Task Synchronous_call_that_never_finishes_is_bought_and_hangs_until_the_caller_gives_up()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "image", new Fault { Kind = FaultKind.NeverFinish }, times: 1);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var content = new StringContent(Picture, System.Text.Encoding.UTF8, "application/json");

        var call = api.Http.PostAsync("v1/images/generations", content, patience.Token);
        await api.Simulators.Calls.WaitUntilAsync(calls => calls.Billed("aihubmix") == 1, TestContext.Current.CancellationToken);
        call.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Synchronous_work_that_fails_is_an_error_and_free()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "image", new Fault { Kind = FaultKind.TaskFailed, Code = "upstream_error" }, times: 1);

        var refusal = await api.RefusalAsync(await api.PostAsync("v1/images/generations", Picture));

        (refusal.Status, refusal.Code).ShouldBe((500, "upstream_error"));
    }

    [Fact]
    public async Task Task_that_never_finishes_stays_in_progress()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "submit", new Fault { Kind = FaultKind.NeverFinish }, times: 1);
        var created = await api.AnswerAsync("v1/videos", """{"model":"wan2.6-t2v","prompt":"x"}""");

        api.Advance(1_000_000);
        var status = await api.GetAsync($"v1/videos/{Uri.EscapeDataString(created.GetProperty("id").GetString()!)}");

        status.GetProperty("status").GetString().ShouldBe("in_progress");
        status.GetProperty("progress").GetInt32().ShouldBeInRange(90, 99);
    }

    [Fact]
    public async Task Accepted_but_dropped_post_is_charged()
    {
        await using var api = await GatewayApi.StartAsync(options => options.InitialBalances["aihubmix"] = 1);
        api.Simulators.Faults.Add("aihubmix", "image", new Fault { Kind = FaultKind.ResetAfterBody }, times: 1);

        await Should.ThrowAsync<HttpRequestException>(() => api.PostAsync("v1/images/generations", Picture));

        api.Simulators.Calls.Billed("aihubmix").ShouldBe(1);
        (await api.GetAsync("dashboard/billing/remain")).GetProperty("total_usage").GetDecimal().ShouldBe(0.96m);
    }

    [Fact]
    public async Task Film_can_be_cut_short_and_its_length_is_announced_all_the_same()
    {
        await using var api = await GatewayApi.StartAsync();
        var created = await api.AnswerAsync("v1/videos", """{"model":"wan2.6-t2v","prompt":"x"}""");
        api.Advance(100);
        api.Simulators.Faults.Add("aihubmix", "download", new Fault { Kind = FaultKind.TruncatedBody }, times: 1);
        var content = $"v1/videos/{Uri.EscapeDataString(created.GetProperty("id").GetString()!)}/content";

        using var response = await api.Http.GetAsync(content, HttpCompletionOption.ResponseHeadersRead, GatewayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.ShouldNotBeNull();
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(GatewayApi.Cancellation));
        (await api.Http.GetByteArrayAsync(content, GatewayApi.Cancellation)).Length.ShouldBe((int)response.Content.Headers.ContentLength.Value);
    }

    [Fact]
    public async Task Edge_proxy_page_is_html()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "image", new Fault { Kind = FaultKind.HtmlError }, times: 1);

        using var response = await api.PostAsync("v1/images/generations", Picture);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }
}
