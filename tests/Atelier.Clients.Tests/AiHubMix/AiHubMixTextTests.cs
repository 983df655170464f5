using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>Responses, completions and moderations.</summary>
public sealed class AiHubMixTextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JsonElement Hello => AiHubMixBench.Json("\"Hello\"");

    [Fact]
    public async Task A_response_is_asked_for_with_every_field_of_the_caller_and_read_with_its_usage()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""
            {"status":"completed","output":[{"type":"reasoning"},{"type":"message","content":[{"type":"output_text","text":"Good "},{"type":"output_text","text":"day"}]}],
             "usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}
            """);

        var answer = await bench.Client.CreateResponseAsync(
            new()
            {
                Model = "gpt-5.4-mini",
                Input = Hello,
                AdditionalFields = new Dictionary<string, JsonElement> { ["max_output_tokens"] = AiHubMixBench.Json("9") },
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/responses");
        bench.Sent.Text.ShouldBe("""{"model":"gpt-5.4-mini","input":"Hello","max_output_tokens":9}""");
        (answer.Text, answer.Status).ShouldBe(("Good day", "completed"));
        answer.Usage.ShouldBe(new TokenUsage { InputTokens = 3, OutputTokens = 2, TotalTokens = 5 });
    }

    [Fact]
    public async Task A_streamed_response_ends_with_its_usage_and_one_that_breaks_off_is_a_fault()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        const string delta = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n";
        bench.Server
            .Then(Answers.Body(System.Text.Encoding.UTF8.GetBytes(
                delta + "data: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"output_tokens\":1}}}\n\n"), "text/event-stream"))
            .Then(Answers.Body(System.Text.Encoding.UTF8.GetBytes(delta), "text/event-stream"));
        var request = new ResponseRequest { Model = "m", Input = Hello };

        var events = await bench.Client.StreamResponseAsync(request, cancellationToken: Token).ToListAsync(Token);
        events.Select(item => item.Type).ShouldBe(["response.output_text.delta", "response.completed"]);
        events[^1].Usage.ShouldBe(new TokenUsage { OutputTokens = 1 });

        await Should.ThrowAsync<VendorConnectionException>(async () => await bench.Client.StreamResponseAsync(request, cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_text_is_continued()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"choices":[{"text":" world"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""");

        var answer = await bench.Client.CreateCompletionAsync(new() { Model = "m", Prompt = Hello }, cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/completions");
        (answer.Text, answer.Usage?.CompletionTokens).ShouldBe((" world", 1));
    }

    [Fact]
    public async Task A_judgement_names_what_it_objects_to()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"model":"omni","results":[{"flagged":true,"categories":{"violence":true,"hate":false},"category_scores":{"violence":0.9,"hate":0.1}},{"flagged":false}]}""");

        var answer = await bench.Client.CreateModerationAsync(new() { Model = "omni", Input = AiHubMixBench.Json("""["a","b"]""") }, cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/moderations");
        answer.Results.Select(result => result.IsFlagged).ShouldBe([true, false]);
        answer.Results[0].Categories.ShouldBe(["violence"]);
        answer.Results[0].Scores["violence"].ShouldBe(0.9);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"results":[{"categories":{}}]}""")]
    public async Task A_judgement_that_does_not_judge_is_a_fault_and_never_consent(string body)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        (await bench.FaultOfAsync(bench.Client.CreateModerationAsync(new() { Model = "omni", Input = Hello }, cancellationToken: Token)))
            .ShouldBeOfType<VendorProtocolException>();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task Nothing_to_say_is_refused_before_anything_is_sent(string input)
    {
        await using var bench = await AiHubMixBench.StartAsync();

        await Should.ThrowAsync<VendorInvalidRequestException>(
            bench.Client.CreateResponseAsync(new() { Model = "m", Input = AiHubMixBench.Json(input) }, cancellationToken: Token));

        bench.Server.Requests.ShouldBeEmpty();
    }
}
