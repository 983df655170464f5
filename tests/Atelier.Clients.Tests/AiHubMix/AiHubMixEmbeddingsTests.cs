using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixEmbeddingsTests
{
    private static readonly EmbeddingRequest Two = new() { Model = "text-embedding-3-small", Input = ["a boat", "a \"sail\""] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_sent_as_a_list_with_exactly_the_fields_that_were_set()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"data":[{"embedding":[1]},{"embedding":[2]}]}""");

        await bench.Client.CreateEmbeddingsAsync(Two with { Dimensions = 8, EncodingFormat = "float", User = "u1" }, cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/embeddings");
        bench.Sent.Text.ShouldBe(
            """{"model":"text-embedding-3-small","input":["a boat","a \"sail\""],"dimensions":8,"encoding_format":"float","user":"u1"}""");
    }

    [Theory]
    [InlineData("[0.5,-1]", "[0.25,2e-3]")]
    [InlineData("\"AAAAPwAAgL8=\"", "\"AACAPm8SAzs=\"")]
    public async Task Vectors_are_read_as_numbers_or_base64_in_the_order_of_the_texts(string first, string second)
    {
        var body = $$$"""{"object":"list","data":[{"object":"embedding","index":1,"embedding":{{{second}}}},{"object":"embedding","index":0,"embedding":{{{first}}}}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""";
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        var answer = await bench.Client.CreateEmbeddingsAsync(Two, cancellationToken: Token);

        answer.Data[0].Values.ToArray().ShouldBe([0.5f, -1f]);
        answer.Data[1].Values.ToArray().ShouldBe([0.25f, 0.002f]);
        (answer.Model, answer.Usage).ShouldBe(("m", new ChatUsage { PromptTokens = 5, TotalTokens = 5 }));
        Encoding.UTF8.GetString(answer.Raw.Span).ShouldBe(body);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},null]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"embedding":["x"]},{"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"embedding":[]},{"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"embedding":"AAA="},{"embedding":[2]}]}""")]
    public async Task An_answer_without_a_vector_for_each_text_breaks_the_contract(string body)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        var fault = await bench.FaultOfAsync(bench.Client.CreateEmbeddingsAsync(Two, cancellationToken: Token));

        fault.ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
    }
}
