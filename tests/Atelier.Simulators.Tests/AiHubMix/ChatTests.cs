using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class ChatTests
{
    private const string Path = "v1/chat/completions";
    private const string Weather =
        """{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":2},"unit":{"enum":["C","F"]}}}}}""";

    private static string Body(string more = "") =>
        $$"""{"model":"gpt-5.4-mini","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Name a colour."}]{{more}}}""";

    [Fact]
    public async Task Answer_is_the_same_each_time_says_sandbox_and_counts_four_characters_a_token()
    {
        await using var api = await GatewayApi.StartAsync();

        var first = await api.AnswerAsync(Path, Body());
        var second = await api.AnswerAsync(Path, Body());

        var text = Content(first)!;
        text.ShouldContain("SANDBOX");
        text.ShouldContain("Name a colour.");
        Content(second).ShouldBe(text);
        first.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        var usage = first.GetProperty("usage");
        usage.GetProperty("completion_tokens").GetInt32().ShouldBe((text.Length + 3) / 4);
        usage.GetProperty("prompt_tokens").GetInt32().ShouldBe(3 + 4 + 3 + 4 + 4);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(
            usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task Limit_of_tokens_cuts_the_answer(string name)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(Path, Body($$""","{{name}}":3"""));

        answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        Content(answer)!.Length.ShouldBe(12);
        answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Several_answers_and_stop_texts_are_honoured()
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(Path, Body(""","n":2,"stop":[". You"]"""));

        answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString())
            .ShouldBe(["SANDBOX answer from gpt-5.4-mini", "SANDBOX answer from gpt-5.4-mini"]);
    }

    [Fact]
    public async Task Stream_says_the_same_as_the_whole_answer_and_ends_with_usage()
    {
        await using var api = await GatewayApi.StartAsync();
        var whole = await api.AnswerAsync(Path, Body());

        var chunks = await StreamAsync(api, Body(""","stream":true,"stream_options":{"include_usage":true}"""));

        var text = string.Concat(chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));
        text.ShouldBe(Content(whole));
        chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetRawText().ShouldBe(whole.GetProperty("usage").GetRawText());
        chunks.SkipLast(1).ShouldAllBe(chunk => chunk.GetProperty("usage").ValueKind == JsonValueKind.Null);
        chunks.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Stream_without_options_sends_no_usage()
    {
        await using var api = await GatewayApi.StartAsync();

        var chunks = await StreamAsync(api, Body(""","stream":true"""));

        chunks.Count(chunk => chunk.TryGetProperty("usage", out _)).ShouldBe(0);
    }

    [Fact]
    public async Task Refusal_is_plain_json_although_a_stream_was_asked_for()
    {
        await using var api = await GatewayApi.StartAsync(options => options.InitialBalances["aihubmix"] = 0);

        using var response = await api.PostAsync(Path, Body(""","stream":true"""));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await api.RefusalAsync(response)).ShouldSatisfyAllConditions(
            refusal => refusal.Status.ShouldBe(403), refusal => refusal.Code.ShouldBe("insufficient_user_quota"));
    }

    [Fact]
    public async Task Stream_can_be_cut_in_the_middle()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "chat", new Fault { Kind = FaultKind.TruncatedBody }, times: 1);

        await Should.ThrowAsync<HttpRequestException>(() => StreamAsync(api, Body(""","stream":true""")));

        api.Simulators.Calls.Billed("aihubmix").ShouldBe(1);
    }

    [Theory]
    [InlineData("\"required\"")]
    [InlineData("""{"type":"function","function":{"name":"weather"}}""")]
    public async Task Required_tool_is_called_with_arguments_that_fit_its_schema(string choice)
    {
        await using var api = await GatewayApi.StartAsync();
        var more = $$""","tools":[{{Weather}}],"tool_choice":{{choice}}""";

        var whole = (await api.AnswerAsync(Path, Body(more))).GetProperty("choices")[0];
        var chunks = await StreamAsync(api, Body($"{more},\"stream\":true"));

        whole.GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
        whole.GetProperty("message").GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        var function = whole.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        function.GetProperty("name").GetString().ShouldBe("weather");
        function.GetProperty("arguments").GetString().ShouldBe("""{"city":"Name a colour.","days":2,"unit":"C"}""");
        var streamed = string.Concat(chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Where(part => part.GetProperty("delta").TryGetProperty("tool_calls", out _))
            .Select(part => part.GetProperty("delta").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()));
        streamed.ShouldBe(function.GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Answer_after_a_tool_quotes_its_result()
    {
        await using var api = await GatewayApi.StartAsync();
        const string body =
            """{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"sunny"}]}""";

        Content(await api.AnswerAsync(Path, body))!.ShouldContain("The tool answered: \"sunny\"");
    }

    [Fact]
    public async Task Answer_in_a_form_fits_the_schema()
    {
        await using var api = await GatewayApi.StartAsync();
        const string format =
            ""","response_format":{"type":"json_schema","json_schema":{"name":"colour","schema":{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"warm":{"type":"boolean"}}}}}""";

        var text = Content(await api.AnswerAsync(Path, Body(format)))!;

        var value = JsonDocument.Parse(text).RootElement;
        value.GetProperty("name").GetString()!.ShouldStartWith("SANDBOX");
        value.GetProperty("tags").GetArrayLength().ShouldBe(1);
        value.GetProperty("warm").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Pictures_in_messages_are_seen_and_counted()
    {
        await using var api = await GatewayApi.StartAsync();
        var content = new JsonArray(
            new JsonObject { ["type"] = "text", ["text"] = "What is this?" },
            new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = GatewayApi.Picture } });
        var body = new JsonObject
        {
            ["model"] = "gpt-4o",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = content }),
        };

        var answer = await api.AnswerAsync(Path, body.ToJsonString());

        Content(answer)!.ShouldContain("I was shown 1 image.");
        answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(3 + 4 + 4 + 255);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"gpt-4o"}""", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[]}""", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":"x"}""", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"boss","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":5}]}""", "messages[0].content")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"nothing"}}]}]}""", "messages[0].content.image_url.url")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"temperature":2.1}""", "temperature")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"n":1.5}""", "n")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"stream":"yes"}""", "stream")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":true}}""", "stream_options")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""", "tool_choice")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", null)]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"tools":"all","tool_choice":"auto"}""", "tools")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"stop":5}""", "stop")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"response_format":{"type":"poem"}}""", "type")]
    public async Task Wrong_request_is_refused_by_name(string body, string? param)
    {
        await using var api = await GatewayApi.StartAsync();
        if (param is null)
        {
            // A tool without a function is refused only when a choice among tools must be made.
            body = body.Replace("\"tools\"", "\"tool_choice\":\"auto\",\"tools\"", StringComparison.Ordinal);
            param = "tools";
        }

        var refusal = await api.RefusalAsync(await api.PostAsync(Path, body));

        (refusal.Status, refusal.Param).ShouldBe((400, param));
    }

    [Theory]
    [InlineData("float")]
    [InlineData("base64")]
    public async Task Embeddings_are_unit_vectors_equal_for_equal_texts(string format)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(
            "v1/embeddings",
            $$"""{"model":"text-embedding-3-small","input":["boat","sail","boat"],"dimensions":64,"encoding_format":"{{format}}"}""");

        var vectors = answer.GetProperty("data").EnumerateArray().Select(item => Vector(item.GetProperty("embedding"))).ToList();
        vectors.ShouldAllBe(vector => vector.Length == 64 && Math.Abs(vector.Sum(value => value * value) - 1) < 1e-4);
        vectors[0].ShouldBe(vectors[2]);
        vectors[0].ShouldNotBe(vectors[1]);
    }

    private static float[] Vector(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(value => value.GetSingle())]
        : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(json.GetBytesFromBase64()).ToArray();

    private static string? Content(JsonElement answer) =>
        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static async Task<List<JsonElement>> StreamAsync(GatewayApi api, string body)
    {
        using var response = await api.PostAsync(Path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await response.Content.ReadAsStringAsync(GatewayApi.Cancellation);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events[^1].ShouldBe("data: [DONE]");
        return [.. events.SkipLast(1).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
    }
}
