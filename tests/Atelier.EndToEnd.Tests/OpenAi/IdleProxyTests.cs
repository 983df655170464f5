using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Json;
using Atelier.EndToEnd.Tests.Harness;
using OpenAI;
using OpenAI.Images;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>A picture takes far longer than the proxy before the server has patience, and still arrives.</summary>
public sealed class IdleProxyTests : IAsyncLifetime
{
    private const int SlowMilliseconds = 7_000;
    private SimulatorProcess vendors = null!;
    private Installation installation = null!;
    private AtelierClient client = null!;
    private IdleProxy proxy = null!;

    private static CancellationToken Cancel => Installation.Cancel;

    public async ValueTask InitializeAsync()
    {
        vendors = await SimulatorProcess.StartAsync();
        installation = await Installation.StartAsync(
            [.. vendors.Settings, ("Atelier__OpenAi__KeepAliveAfter", "00:00:01"), ("Atelier__OpenAi__PingInterval", "00:00:01")]);
        client = installation.Client(installation.LiveKey);
        await OpenAiFaultTests.GrantAsync(installation, client);
        proxy = await IdleProxy.StartAsync(installation.Server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await proxy.DisposeAsync();
        await installation.DisposeAsync();
        await vendors.DisposeAsync();
    }

    [Fact]
    public async Task A_long_picture_call_outlives_the_proxys_patience_at_the_first_attempt()
    {
        await SlowAsync(times: 2);
        GeneratedImage picture = await Images(retries: 0).GenerateImageAsync("a boat", null, Cancel);
        picture.ImageBytes.ToArray()[1..4].ShouldBe("PNG"u8.ToArray());

        var (code, output) = await Scripts.RunNodeAsync("openai-slow-picture.mjs", proxy.Address.ToString().TrimEnd('/'), installation.LiveKey, "a ship");
        code.ShouldBe(0, output);
        output.ShouldStartWith("attempt 1: a picture of ");

        (await client.GetAsync("/api/v1/generations"))["data"]!.AsArray().Count.ShouldBe(2);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task A_picture_that_fails_late_is_told_to_the_repetition_and_tried_once()
    {
        // Four attempts of the client with its waits: the failure comes when spaces have long been sent.
        await vendors.AddFaultAsync(new { vendor = "stability", operation = "submit", fault = new { kind = "status", status = 500 } });
        var fault = await Should.ThrowAsync<ClientResultException>(() => Images(retries: 3).GenerateImageAsync("a boat", null, Cancel));
        fault.Status.ShouldBe((int)HttpStatusCode.FailedDependency);
        fault.Message.ShouldContain("vendor_fault");

        var (code, output) = await Scripts.RunNodeAsync("openai-slow-picture.mjs", proxy.Address.ToString().TrimEnd('/'), installation.LiveKey, "a ship");
        code.ShouldBe(0, output);
        output.Trim().ShouldBe("attempt 1: cut\nattempt 2: APIError 424 vendor_fault");

        (await client.GetAsync("/api/v1/generations"))["data"]!.AsArray().Count.ShouldBe(2);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task Without_signs_of_life_the_same_proxy_gives_up()
    {
        installation.Set("Atelier__OpenAi__KeepAliveAfter", "00:00:00");
        await installation.Server.KillAsync();
        await installation.StartServerAsync();
        await SlowAsync(times: 1);
        using var http = new HttpClient { BaseAddress = proxy.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", installation.LiveKey);

        using var answer = await http.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a boat" }, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
    }

    private Task SlowAsync(int times) => vendors.AddFaultAsync(
        new { vendor = "stability", operation = "submit", times, fault = new { kind = "delay", delay_ms = SlowMilliseconds } });

    private ImageClient Images(int retries) => new(
        "stability/core", new ApiKeyCredential(installation.LiveKey),
        new OpenAIClientOptions { Endpoint = new Uri(proxy.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(retries) });
}
