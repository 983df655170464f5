using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>What callers of the OpenAI-compatible API see when vendors or the server itself fail, and what they pay.</summary>
public sealed class OpenAiFaultTests
{
    private static CancellationToken Cancel => Installation.Cancel;

    [Fact]
    public async Task A_vendor_that_fails_is_a_4xx_that_no_sdk_repeats_and_costs_nothing()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        await vendors.AddFaultAsync(new { vendor = "stability", fault = new { kind = "status", status = 500 } });

        using var failed = await client.Http.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a boat" }, Cancel);

        failed.StatusCode.ShouldBe(HttpStatusCode.FailedDependency);
        failed.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        var error = (await failed.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["error"]!.AsObject();
        error.Select(member => member.Key).ShouldBe(["message", "type", "param", "code"]);
        error["code"]!.GetValue<string>().ShouldBe("vendor_fault");

        // Asked again on purpose it is a new try.
        await vendors.ClearFaultsAsync();
        using var again = await client.Http.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a boat" }, Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/generations"))["data"]!.AsArray().Count.ShouldBe(2);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task An_account_without_credits_is_told_so_in_openais_words()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.LiveKey);

        using var refused = await client.Http.PostAsJsonAsync("/v1/images/generations", new { model = "stability/core", prompt = "a boat" }, Cancel);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        var error = (await refused.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["error"]!;
        error["type"]!.GetValue<string>().ShouldBe("insufficient_quota");
        error["code"]!.GetValue<string>().ShouldBe("credit_balance_exhausted");
    }

    [Fact]
    public async Task A_chat_stream_that_breaks_off_says_so_has_no_clean_end_and_costs_nothing()
    {
        await using var vendor = await StubGateway.StartAsync();
        await using var installation = await Installation.StartAsync(vendor.Settings);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        vendor.Chat = async (output, cancel) =>
        {
            await output.WriteAsync("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}\n\n"u8.ToArray(), cancel);
            await output.FlushAsync(cancel);
            throw new IOException("The vendor is gone.");
        };

        using var request = Chat("Break.");
        using var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var read = new StringBuilder();
        var cut = await Should.ThrowAsync<Exception>(() => ReadAsync(answer, read));

        cut.ShouldBeAssignableTo<IOException>();
        read.ToString().ShouldContain("Half");
        read.ToString().ShouldContain("event: error\ndata: {\"error\":{");
        read.ToString().ShouldNotContain("[DONE]");
        var generation = await client.WaitAsync(answer.Headers.GetValues("x-atelier-generation-id").Single());
        generation.Status().ShouldBe("failed");
        generation.Credits("captured").ShouldBe(0);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task A_chat_stream_cut_by_a_dying_server_is_finished_after_the_restart_and_met_by_its_repetition()
    {
        await using var vendor = await StubGateway.StartAsync();
        await using var installation = await Installation.StartAsync(vendor.Settings);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        var hold = new TaskCompletionSource();
        vendor.Chat = async (output, cancel) =>
        {
            await output.WriteAsync("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}\n\n"u8.ToArray(), cancel);
            await output.FlushAsync(cancel);
            await hold.Task.WaitAsync(cancel);
        };
        using var request = Chat("Die.");
        using var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var id = answer.Headers.GetValues("x-atelier-generation-id").Single();

        await installation.Server.KillAsync();
        hold.SetResult();
        vendor.Chat = null;
        await installation.StartServerAsync();

        using var after = installation.Client(installation.LiveKey);
        using var repeated = Chat("Die.");
        using var whole = await after.Http.SendAsync(repeated, Cancel);
        whole.Headers.GetValues("x-atelier-generation-id").ShouldBe([id]);
        var text = await whole.Content.ReadAsStringAsync(Cancel);
        text.ShouldContain("Whole");
        text.TrimEnd().ShouldEndWith("data: [DONE]");
        var generation = await after.WaitAsync(id);
        generation.Status().ShouldBe("completed");
        generation.Credits("captured").ShouldBeGreaterThan(0);
        await JobFlows.BooksShouldBeRightAsync(after);
    }

    [Fact]
    public async Task Speech_is_heard_while_the_vendor_speaks_and_kept_when_the_caller_hangs_up()
    {
        await using var vendor = await StubGateway.StartAsync();
        await using var installation = await Installation.StartAsync(vendor.Settings);
        using var client = installation.Client(installation.LiveKey);
        await GrantAsync(installation, client);
        var waits = new List<double>();
        for (var round = 0; round < 30; round++)
        {
            vendor.Hold = new TaskCompletionSource();
            using var request = Speech($"round {round}");
            using var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            await using var sound = await answer.Content.ReadAsStreamAsync(Cancel);
            (await sound.ReadAsync(new byte[16], Cancel)).ShouldBeGreaterThan(0);
            waits.Add(Stopwatch.GetElapsedTime(vendor.SpokeAt).TotalMilliseconds);

            // The vendor has not finished, yet the caller hears it; every third caller then leaves.
            vendor.Hold.Task.IsCompleted.ShouldBeFalse();
            var id = answer.Headers.GetValues("x-atelier-generation-id").Single();
            if (round % 3 == 0)
            {
                answer.Dispose();
                vendor.Hold.SetResult();
            }
            else
            {
                vendor.Hold.SetResult();
                await sound.CopyToAsync(Stream.Null, Cancel);
            }

            var generation = await client.WaitAsync(id);
            generation.Status().ShouldBe("completed", generation.ToJsonString());
            generation.Artifacts().ShouldHaveSingleItem()!["bytes"]!.GetValue<long>().ShouldBe(StubGateway.SpeechBytes);
        }

        var median = waits.Order().ElementAt(waits.Count / 2);
        TestCounts.Report($"speech: {waits.Count} answers heard while the vendor spoke, first byte {median:0.0} ms after the vendor's (median), 10 callers left, 0 results lost");
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    internal static async Task GrantAsync(Installation installation, AtelierClient client)
    {
        var user = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        var (code, output) = await installation.RunAsync("credits", "grant", "--user", user, "--book", "live", "--amount", "1000", "--reason", "test");
        code.ShouldBe(0, output);
    }

    private static HttpRequestMessage Chat(string text) => new(HttpMethod.Post, "/v1/chat/completions")
    {
        Content = JsonContent.Create(new { model = "gpt-5.4-mini", stream = true, messages = new[] { new { role = "user", content = text } } }),
    };

    private static HttpRequestMessage Speech(string text) => new(HttpMethod.Post, "/v1/audio/speech")
    {
        Content = JsonContent.Create(new { model = "tts-1", voice = "alloy", input = text }),
    };

    private static async Task ReadAsync(HttpResponseMessage answer, StringBuilder read)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[4096];
        int count;
        while ((count = await stream.ReadAsync(buffer, Cancel)) > 0)
        {
            read.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }
}
