using System.Text.Json;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class GeminiTests
{
    private const string Path = "gemini/v1beta/models/gemini-2.5-flash-image:generateContent";

    private static string Body(string config = "{}", string parts = """{"text":"a boat"}""") =>
        $$"""{"contents":[{"role":"user","parts":[{{parts}}]}],"generationConfig":{{config}}}""";

    [Fact]
    public async Task A_picture_comes_inside_the_answer_with_words_and_tokens()
    {
        await using var api = await StartAsync();

        var answer = await api.AnswerAsync(Path, Body("""{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9"}}"""));

        var candidate = answer.GetProperty("candidates")[0];
        candidate.GetProperty("finishReason").GetString().ShouldBe("STOP");
        var blob = candidate.GetProperty("content").GetProperty("parts")[1].GetProperty("inlineData");
        blob.GetProperty("mimeType").GetString().ShouldBe("image/png");
        blob.GetProperty("data").GetBytesFromBase64().AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        answer.GetProperty("usageMetadata").GetProperty("candidatesTokenCount").GetInt32().ShouldBe(1290);
        var call = api.Simulators.Calls.List("aihubmix").ShouldHaveSingleItem();
        (call.Model, call.Prompt, call.Price).ShouldBe(("gemini-2.5-flash-image", "a boat", 0.039m));
    }

    [Fact]
    public async Task The_key_is_read_in_googles_header_alone()
    {
        await using var api = await GatewayApi.StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync(Path, Body()));

        refusal.Status.ShouldBe(401);
        refusal.Message.ShouldStartWith("no key provided");
    }

    [Theory]
    [InlineData("""{"responseModalities":["TEXT"]}""", """{"text":"x"}""", "response modalities")]
    [InlineData("""{"imageConfig":{"aspectRatio":"2:1"}}""", """{"text":"x"}""", "image config")]
    [InlineData("""{"imageConfig":{"imageSize":"4K"}}""", """{"text":"x"}""", "image config")]
    [InlineData("""{"candidateCount":2}""", """{"text":"x"}""", "Multiple candidates")]
    [InlineData("{}", """{"inline_data":{"mime_type":"application/zip","data":"AA=="}}""", "Unsupported MIME type")]
    [InlineData("{}", "", "at least one part")]
    public async Task What_the_model_cannot_do_is_refused_with_googles_number_for_a_code(string config, string parts, string message)
    {
        await using var api = await StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync(Path, Body(config, parts)));

        (refusal.Status, refusal.Code).ShouldBe((400, "400"));
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Speech_is_bare_samples()
    {
        await using var api = await StartAsync();

        var answer = await api.AnswerAsync(
            "gemini/v1beta/models/gemini-2.5-flash-preview-tts:generateContent", Body("""{"responseModalities":["AUDIO"]}"""));

        Part(answer).GetProperty("inlineData").GetProperty("mimeType").GetString().ShouldBe("audio/L16;codec=pcm;rate=24000");
    }

    [Fact]
    public async Task Nothing_at_all_tells_why()
    {
        await using var api = await StartAsync();
        api.Simulators.Faults.Add("aihubmix", "content", new Fault { Kind = FaultKind.EmptyResult }, times: 1);

        var candidate = (await api.AnswerAsync(Path, Body())).GetProperty("candidates")[0];

        candidate.GetProperty("finishReason").GetString().ShouldBe("NO_IMAGE");
        candidate.GetProperty("content").TryGetProperty("parts", out _).ShouldBeFalse();
    }

    private static JsonElement Part(JsonElement answer) => answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0];

    private static async Task<GatewayApi> StartAsync()
    {
        var api = await GatewayApi.StartAsync();
        api.Http.DefaultRequestHeaders.Authorization = null;
        api.Http.DefaultRequestHeaders.Add("x-goog-api-key", "sk-test");
        return api;
    }
}
