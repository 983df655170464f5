using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixChatTests
{
    private const string Hello = """[{"role":"user","content":"hi","name":"x-unknown"}]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_a_caller_sends_is_dropped()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"choices":[{"message":{"content":"hey"}}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4},"extra":{"a":1}}""");

        var completion = await bench.Client.CreateChatCompletionAsync(
            Request() with
            {
                Tools = AiHubMixBench.Json("""[{"type":"function","function":{"name":"f","x_vendor":true}}]"""),
                ToolChoice = AiHubMixBench.Json("\"auto\""),
                AdditionalFields = new Dictionary<string, System.Text.Json.JsonElement>
                {
                    ["temperature"] = AiHubMixBench.Json("0.20"),
                    ["reasoning_effort"] = AiHubMixBench.Json("\"low\""),
                },
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/chat/completions");
        bench.Sent.Text.ShouldBe(
            """{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"hi","name":"x-unknown"}],"tools":[{"type":"function","function":{"name":"f","x_vendor":true}}],"tool_choice":"auto","temperature":0.20,"reasoning_effort":"low"}""");
        completion.Usage.ShouldBe(new ChatUsage { PromptTokens = 3, CompletionTokens = 1, TotalTokens = 4 });
        completion.Body.GetProperty("extra").GetProperty("a").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_list_of_tools_is_left_out_together_with_the_choice()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"choices":[]}""");

        await bench.Client.CreateChatCompletionAsync(
            Request() with { Tools = AiHubMixBench.Json("[]"), ToolChoice = AiHubMixBench.Json("\"required\"") }, cancellationToken: Token);

        bench.Sent.Text.ShouldNotContain("tool");
    }

    [Fact]
    public async Task A_stream_gives_its_chunks_in_order_and_the_usage_last()
    {
        await using var bench = await StreamingAsync(
            ": ping\r\n\r\n" + Event("""{"choices":[{"delta":{"content":"Hel"},"finish_reason":null}],"usage":null}""")
            + "data:" + """{"choices":[{"delta":{"content":"lo"},"finish_reason":null}]}""" + "\r\n\r\n"
            + Event("""{"choices":[{"delta":{},"finish_reason":"stop"}]}""")
            + Event("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""")
            + "data: [DONE]\n\n");

        var chunks = await bench.Client.StreamChatCompletionAsync(Request(), cancellationToken: Token).ToListAsync(Token);

        bench.Sent.Text.ShouldBe(
            """{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"hi","name":"x-unknown"}],"stream":true,"stream_options":{"include_usage":true}}""");
        bench.Sent.Header("Accept").ShouldBe("text/event-stream");
        chunks.Count.ShouldBe(4);
        string.Concat(chunks.Take(2).Select(chunk => chunk.Body.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()))
            .ShouldBe("Hello");
        chunks[0].Usage.ShouldBeNull();
        chunks[3].Usage.ShouldBe(new ChatUsage { PromptTokens = 3, CompletionTokens = 1, TotalTokens = 4 });
    }

    [Fact]
    public async Task The_callers_own_stream_options_are_kept()
    {
        await using var bench = await StreamingAsync("data: [DONE]\n\n");

        await bench.Client.StreamChatCompletionAsync(
            Request() with { StreamOptions = AiHubMixBench.Json("""{"include_usage":false}""") }, cancellationToken: Token).ToListAsync(Token);

        bench.Sent.Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_without_end_mark_is_whole_once_the_model_finished()
    {
        await using var bench = await StreamingAsync(Event("""{"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}"""));

        (await bench.Client.StreamChatCompletionAsync(Request(), cancellationToken: Token).ToListAsync(Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_model_finished_is_a_failure_after_its_chunks()
    {
        await using var bench = await StreamingAsync(Event("""{"choices":[{"delta":{"content":"x"},"finish_reason":null}]}"""));

        var (chunks, fault) = await DrainAsync(bench);

        chunks.ShouldBe(1);
        fault.ShouldBeOfType<VendorConnectionException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_is_a_failure_after_its_chunks()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        var read = new TaskCompletionSource();
        bench.Server.Always(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Event("""{"choices":[{"delta":{"content":"x"},"finish_reason":null}]}"""), Token);
            await context.Response.Body.FlushAsync(Token);
            await read.Task;
            context.Abort();
        });

        var (chunks, fault) = await DrainAsync(bench, onChunk: read.SetResult);

        chunks.ShouldBe(1);
        fault.ShouldBeOfType<VendorConnectionException>();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"Your account balance is insufficient. (tid: 42)\"}}\n\n")]
    [InlineData("event: error\ndata: {\"message\":\"Your account balance is insufficient. (tid: 42)\"}\n\n")]
    public async Task An_error_in_the_middle_of_a_stream_is_classed_like_any_other(string error)
    {
        await using var bench = await StreamingAsync(Event("""{"choices":[{"delta":{"content":"x"}}]}""") + error);

        var (chunks, fault) = await DrainAsync(bench);

        chunks.ShouldBe(1);
        fault.ShouldBeOfType<VendorBalanceException>().RequestId.ShouldBe("42");
    }

    [Fact]
    public async Task An_event_that_is_not_json_breaks_the_contract()
    {
        await using var bench = await StreamingAsync("data: {oops\n\n");

        (await DrainAsync(bench)).Fault.ShouldBeOfType<VendorProtocolException>();
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Invalid token"}}""", typeof(VendorAuthenticationException))]
    [InlineData(403, """{"error":{"message":"x","code":"insufficient_user_quota"}}""", typeof(VendorBalanceException))]
    [InlineData(200, """{"error":{"message":"Your account balance is insufficient."}}""", typeof(VendorBalanceException))]
    [InlineData(200, """{"choices":[{"message":{"content":"not streamed"}}]}""", typeof(VendorProtocolException))]
    public async Task Json_where_events_were_asked_for_is_a_failure(int status, string body, Type fault)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body, status);

        var (chunks, thrown) = await DrainAsync(bench);

        chunks.ShouldBe(0);
        thrown.ShouldBeOfType(fault);
    }

    [Fact]
    public async Task A_whole_answer_without_choices_breaks_the_contract()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"object":"chat.completion"}""");

        (await bench.FaultOfAsync(bench.Client.CreateChatCompletionAsync(Request(), cancellationToken: Token))).ShouldBeOfType<VendorProtocolException>();
    }

    private static ChatCompletionRequest Request() => new() { Model = "gpt-5.4-mini", Messages = AiHubMixBench.Json(Hello) };

    private static string Event(string json) => $"data: {json}\n\n";

    private static async Task<AiHubMixBench> StreamingAsync(string events)
    {
        var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(events), "text/event-stream"));
        return bench;
    }

    private static async Task<(int Chunks, VendorException Fault)> DrainAsync(AiHubMixBench bench, Action? onChunk = null)
    {
        var chunks = 0;
        var fault = await Should.ThrowAsync<VendorException>(async () =>
        {
            await foreach (var _ in bench.Client.StreamChatCompletionAsync(Request(), cancellationToken: Token))
            {
                chunks++;
                onChunk?.Invoke();
            }
        });
        return (chunks, fault);
    }
}
