using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixGeminiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static GenerateContentRequest Request => new() { Contents = [GeminiContent.OfUser(GeminiPart.OfText("a boat"))] };

    [Fact]
    public async Task A_request_goes_in_googles_form_with_the_key_under_googles_name()
    {
        await using var bench = await AiHubMixBench.StartAsync(options => options.AppCode = "ABCD1234");
        bench.Server.Always(Fixtures.Answers.Json("""{"candidates":[{"finishReason":"STOP"}]}"""));

        await bench.Client.GenerateContentAsync(
            "gemini-2.5-flash-image",
            new()
            {
                Contents = [GeminiContent.OfUser(GeminiPart.OfData("image/png", "AQ=="), GeminiPart.OfText("a boat + 船"))],
                GenerationConfig = new()
                {
                    ResponseModalities = ["TEXT", "IMAGE"],
                    ImageConfig = new() { AspectRatio = "16:9", ImageSize = "2K" },
                    Seed = 7,
                    AdditionalFields = new Dictionary<string, JsonElement> { ["topP"] = JsonElement.Parse("0.5") },
                },
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/gemini/v1beta/models/gemini-2.5-flash-image:generateContent");
        bench.Sent.Header("x-goog-api-key").ShouldBe(AiHubMixBench.Key);
        bench.Sent.Header("Authorization").ShouldBeNull();
        bench.Sent.Header("APP-Code").ShouldBe("ABCD1234");
        bench.Sent.Text.ShouldBe(
            """{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AQ=="}},{"text":"a boat + 船"}]}]"""
            + ""","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9","imageSize":"2K"},"seed":7,"topP":0.5}}""");
    }

    [Theory]
    [InlineData("inlineData", "mimeType")]
    [InlineData("inline_data", "mime_type")]
    public async Task Parts_come_in_order_without_thoughts(string blob, string type)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync($$$"""
            {"candidates":[{"content":{"role":"model","parts":[
              {"thought":true,"{{{blob}}}":{"{{{type}}}":"image/png","data":"AA=="}},{"text":"Here."},{"functionCall":{"name":"f"}},
              {"{{{blob}}}":{"{{{type}}}":"image/png","data":"AQID"}}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1290,"thoughtsTokenCount":10,"totalTokenCount":1303}}
            """);

        var answer = await bench.Client.GenerateContentAsync("m", Request, cancellationToken: Token);

        answer.Parts.Select(part => part.Text).ShouldBe(["Here.", null]);
        answer.Parts[1].Bytes.ShouldNotBeNull().ToArray().ShouldBe([1, 2, 3]);
        answer.Parts[1].ContentType.ShouldBe("image/png");
        answer.FinishReason.ShouldBe("STOP");
        answer.Usage.ShouldBe(new TokenUsage { InputTokens = 3, OutputTokens = 1300, TotalTokens = 1303 });
    }

    [Fact]
    public async Task A_blocked_prompt_is_an_answer_with_its_reason()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":3}}""");

        var answer = await bench.Client.GenerateContentAsync("m", Request, cancellationToken: Token);

        (answer.BlockReason, answer.Parts.Count).ShouldBe(("PROHIBITED_CONTENT", 0));
    }

    [Theory]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"!!!"}}]}}]}""")]
    public async Task What_is_no_content_breaks_the_contract(string body)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        (await bench.FaultOfAsync(bench.Client.GenerateContentAsync("m", Request, cancellationToken: Token)))
            .ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Googles_refusal_is_one_of_ours()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"error":{"code":400,"message":"Unsupported MIME type:  (tid: 20261123101500000000003)","type":"","param":""}}""", 400);

        var fault = await bench.FaultOfAsync(bench.Client.GenerateContentAsync("m", Request, cancellationToken: Token));

        fault.ShouldBeOfType<VendorInvalidRequestException>();
        (fault.VendorErrorCode, fault.RequestId).ShouldBe(("400", "20261123101500000000003"));
    }

    [Fact]
    public async Task A_turn_without_parts_is_refused_before_anything_is_sent()
    {
        await using var bench = await AiHubMixBench.StartAsync();

        await Should.ThrowAsync<VendorInvalidRequestException>(
            bench.Client.GenerateContentAsync("m", new() { Contents = [GeminiContent.OfUser()] }, cancellationToken: Token));

        bench.Server.Requests.ShouldBeEmpty();
    }
}
