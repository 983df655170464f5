using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Mutation;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>Whatever the gateway answers, the client gives a result or a vendor exception.</summary>
public sealed class AiHubMixMutationTests
{
    private const int Mutations = 12000;

    private static readonly byte[] Mp3 = [(byte)'I', (byte)'D', (byte)'3', 4, 0, 0, 0, 0, 0, 0, 0xFF, 0xFB, 0x90, 0x64];

    private static readonly IReadOnlyList<MutationCase<AiHubMixClient>> Cases =
    [
        new("create image", Json("""{"created":1795400000,"background":"opaque","output_format":"png","quality":"low","size":"1024x1024","data":[{"b64_json":"iVBORw0KGgo="},{"url":"https://cdn.example/a.png","revised_prompt":"a red boat"}],"usage":{"total_tokens":320,"input_tokens":48,"output_tokens":272,"input_tokens_details":{"text_tokens":48,"image_tokens":0},"output_tokens_details":{"image_tokens":272,"text_tokens":0}}}"""),
            (client, token) => client.CreateImageAsync(new() { Model = "m", Prompt = "p" }, cancellationToken: token)),
        new("edit image", Json("""{"created":1,"data":[{"b64_json":"iVBORw0KGgo="}]}"""),
            (client, token) => client.EditImageAsync(new() { Model = "m", Prompt = "p", Images = [File()] }, cancellationToken: token)),
        new("stream image", Events(
                """{"type":"image_generation.partial_image","b64_json":"AQI=","partial_image_index":0,"size":"1024x1024"}""",
                """{"type":"image_generation.completed","b64_json":"AQID","usage":{"total_tokens":3,"input_tokens":1,"output_tokens":2}}"""),
            async (client, token) => await client.StreamImageAsync(new() { Model = "m", Prompt = "p" }, cancellationToken: token).ToListAsync(token)),
        Prediction("url items", """{"output":[{"url":"https://cdn.example/signed.png"}]}"""),
        Prediction("base64 object", """{"output":{"b64_json":[{"bytesBase64":"iVBORw0KGgo=","mimeType":"png"}],"urls":[]},"usage":{"input_tokens":12,"input_tokens_details":{"image_tokens":0,"text_tokens":12},"output_tokens":1056,"output_tokens_details":{"image_tokens":1056,"text_tokens":0},"total_tokens":1068}}"""),
        Prediction("bytes items", """{"output":[{"bytesBase64":"iVBORw0KGgo="}]}"""),
        Prediction("url list", """{"output":{"urls":["https://cdn.example/ideogram.png"]}}"""),
        Prediction("task", """{"output":[{"taskId":"api.us1.bfl.0001","polling_url":"https://api.us1.bfl.ai/v1/get_result?id=0001"}]}"""),
        new("prediction task", Json("""{"id":"t1","status":"Ready","result":{"sample":"https://cdn.example/s.png"}}"""),
            (client, token) => client.GetPredictionTaskAsync("t1", token)),
        new("failed prediction task", Json("""{"id":"t1","status":"failed","error":{"code":"Content Moderated","message":"no"}}"""),
            (client, token) => client.GetPredictionTaskAsync("t1", token)),
        new("gemini content", Json("""{"candidates":[{"content":{"role":"model","parts":[{"text":"Here."},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1290,"totalTokenCount":1293},"modelVersion":"m"}"""),
            (client, token) => client.GenerateContentAsync("m", Content, cancellationToken: token)),
        new("blocked gemini content", Json("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"no"}}"""),
            (client, token) => client.GenerateContentAsync("m", Content, cancellationToken: token)),
        new("create video", Json("""{"id":"eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InRfMDEifQchannel1001","object":"video","status":"in_progress","model":"wan2.6-t2v","duration":5,"width":1280,"height":720}"""),
            (client, token) => client.CreateVideoAsync(new WanVideoRequest { Model = "m", Prompt = "p" }, cancellationToken: token)),
        Video("""{"id":"video_7a1","object":"video","model":"sora-2","status":"completed","progress":100,"created_at":1795400000,"completed_at":1795400090,"expires_at":1795403690,"prompt":"a paper boat","size":"1280x720","seconds":"4","remixed_from_video_id":null,"error":null,"video_url":"https://aihubmix.com/v.mp4"}"""),
        Video("""{"id":"video_7a1","status":"failed","error":{"code":"moderation","message":"no"},"progress":"42%"}"""),
        Video("""{"id":"video_7a1","status":"failed","failure_reason":"no","data":[{"url":"https://a/v.mp4"}],"unsigned_urls":["https://a/v.mp4"]}"""),
        new("remix video", Json("""{"id":"v2","object":"video","status":"queued"}"""), (client, token) => client.RemixVideoAsync("v1", "p", cancellationToken: token)),
        new("video content", WireAnswer.Media([0, 0, 0, 24, 102, 116, 121, 112, 1, 2, 3], "video/mp4"), async (client, token) =>
        {
            await using var content = await client.OpenVideoContentAsync("v1", token);
            await content.Content.CopyToAsync(Stream.Null, token);
        }),
        new("delete video", Json("""{"id":"v1","object":"video.deleted","deleted":true}"""), (client, token) => client.DeleteVideoAsync("v1", token)),
        new("chat", Json("""{"id":"chatcmpl-1","object":"chat.completion","created":1795400000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4,"prompt_tokens_details":{"cached_tokens":1}}}"""),
            async (client, token) =>
            {
                var answer = await client.CreateChatCompletionAsync(Chat, cancellationToken: token);
                _ = (answer.Text, answer.FinishReason, answer.ToolCalls);
            }),
        new("streamed chat", Events(
                """{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}],"usage":null}""",
                """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""",
                """{"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""",
                "[DONE]"),
            async (client, token) => await client.StreamChatCompletionAsync(Chat, cancellationToken: token).ToListAsync(token)),
        new("response", Json("""{"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}"""),
            async (client, token) =>
            {
                var answer = await client.CreateResponseAsync(Response, cancellationToken: token);
                _ = (answer.Text, answer.Status);
            }),
        new("streamed response", Events(
                """{"type":"response.output_text.delta","delta":"Hi"}""",
                """{"type":"response.completed","response":{"status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}}"""),
            async (client, token) => await client.StreamResponseAsync(Response, cancellationToken: token).ToListAsync(token)),
        new("completion", Json("""{"id":"cmpl-1","object":"text_completion","created":1795400000,"model":"m","choices":[{"index":0,"text":"Hi","finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}"""),
            async (client, token) => _ = (await client.CreateCompletionAsync(new() { Model = "m", Prompt = Text }, cancellationToken: token)).Text),
        new("moderation", Json("""{"id":"modr-1","model":"m","results":[{"flagged":true,"categories":{"violence":true,"hate":false},"category_scores":{"violence":0.9,"hate":0.1}}]}"""),
            (client, token) => client.CreateModerationAsync(new() { Model = "m", Input = Text }, cancellationToken: token)),
        new("speech", WireAnswer.Media(Mp3, "audio/mpeg"), async (client, token) =>
        {
            await using var sound = await client.CreateSpeechAsync(Speech, cancellationToken: token);
            await sound.Content.CopyToAsync(Stream.Null, token);
        }),
        new("streamed speech", Events(
                """{"type":"speech.audio.delta","audio":"AQI="}""",
                """{"type":"speech.audio.done","usage":{"input_tokens":9,"output_tokens":80,"total_tokens":89}}"""),
            async (client, token) => await client.StreamSpeechAsync(Speech, cancellationToken: token).ToListAsync(token)),
        Transcription("json", Json("""{"text":"hello there","usage":{"type":"tokens","input_tokens":30,"output_tokens":4,"total_tokens":34,"input_token_details":{"audio_tokens":30,"text_tokens":0}}}""")),
        Transcription("verbose_json", Json("""{"task":"transcribe","language":"english","duration":1.5,"text":"hello there","usage":{"type":"duration","seconds":2},"segments":[{"id":0,"seek":0,"start":0.0,"end":1.5,"text":"hello there","tokens":[1,2],"temperature":0.0,"avg_logprob":-0.2,"compression_ratio":1.1,"no_speech_prob":0.01}],"words":[{"word":"hello","start":0.0,"end":0.6}]}""")),
        Transcription("text", Plain("hello there\n")),
        Transcription("srt", Plain("1\n00:00:00,000 --> 00:00:01,000\nhello\n\n")),
        Transcription("vtt", Plain("WEBVTT\n\n00:00.000 --> 00:01.000\nhello there\n")),
        new("streamed transcription", Events(
                """{"type":"transcript.text.delta","delta":"hello"}""",
                """{"type":"transcript.text.segment","start":0.0,"end":1.5,"text":"hello","speaker":"A"}""",
                """{"type":"transcript.text.done","text":"hello","usage":{"type":"tokens","input_tokens":30,"output_tokens":4,"total_tokens":34}}""",
                "[DONE]"),
            async (client, token) => await client.StreamTranscriptionAsync(Recording("json"), cancellationToken: token).ToListAsync(token)),
        new("translation", Json("""{"text":"good day"}"""),
            (client, token) => client.TranslateAsync(new() { Model = "m", File = File() }, cancellationToken: token)),
        new("embeddings", Json("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]},{"object":"embedding","index":1,"embedding":"AAAAPwAAgL8="}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}"""),
            (client, token) => client.CreateEmbeddingsAsync(new() { Model = "m", Input = ["a", "b"] }, cancellationToken: token)),
        new("models", Json("""{"object":"list","data":[{"id":"gpt-image-2","object":"model","created":1767225600,"owned_by":"openai"}]}"""),
            (client, token) => client.ListModelsAsync(token)),
        new("model", Json("""{"id":"gpt-image-2","object":"model","created":1767225600,"owned_by":"openai"}"""),
            (client, token) => client.GetModelAsync("gpt-image-2", token)),
        new("catalogue", Json("""{"success":true,"message":"","data":[{"model_id":"wan2.6-t2v","model_name":"Wan 2.6","developer_id":7,"desc":"text to video","types":"video","features":"","input_modalities":"text","max_output":0,"context_length":0,"endpoints":"videos","pricing":{"input":2.1,"output":2.1,"cache_read":0,"cache_write":0}},null]}"""),
            (client, token) => client.ListCatalogueAsync(cancellationToken: token)),
        new("remaining", Json("""{"object":"list","total_usage":12.34}"""), (client, token) => client.GetRemainingCreditsAsync(token)),
        new("used", Json("""{"total_usage":456.0}"""), (client, token) => client.GetUsedUsdAsync(token)),
        new("subscription", Json("""{"soft_limit_usd":25.0,"access_until":1795400000}"""), (client, token) => client.GetSubscriptionAsync(token)),
        new("status", Json("""{"success":true,"data":{"system_name":"a","version":"b","quota_per_unit":500000,"display_in_currency":true}}"""),
            (client, token) => client.GetGatewayStatusAsync(token)),
        new("account", Json("""{"success":true,"message":"","data":{"username":"a","quota":6170000,"used_quota":2280000,"request_count":310,"group":"default"}}"""),
            (client, token) => client.GetAccountAsync(token)),
    ];

    private static ChatCompletionRequest Chat =>
        new() { Model = "m", Messages = AiHubMixBench.Json("""[{"role":"user","content":"hi"}]""") };

    private static System.Text.Json.JsonElement Text => AiHubMixBench.Json("\"hi\"");

    private static ResponseRequest Response => new() { Model = "m", Input = Text };

    private static GenerateContentRequest Content => new() { Contents = [GeminiContent.OfUser(GeminiPart.OfText("a boat"))] };

    private static SpeechRequest Speech => new() { Model = "m", Input = "x", Voice = "alloy" };

    [Fact]
    public async Task Every_spoilt_answer_is_a_result_or_a_vendor_exception()
    {
        var options = new AiHubMixClientOptions
        {
            ApiKey = AiHubMixBench.Key,
            ManageKey = "manage-0123456789",
            BaseUrl = "http://vendor.example.test",
            RetryCount = 0,

            // Every answer is to be read: nothing may hold a call back because of the ones before it.
            CacheAnswers = false,
            Circuit = { Enabled = false },
            Limits = { Requests = 0, PauseAfter429 = TimeSpan.Zero },
            MaxJsonBytes = 1024 * 1024,
        };
        var run = new MutationRun<AiHubMixClient>(http => new AiHubMixClient(http, options), Cases);

        var report = await run.RunAsync(Mutations, TestContext.Current.CancellationToken);

        await report.PrintAsync("AIHubMix");
        report.Unhandled.ShouldBeEmpty();
        report.Total.ShouldBe(Mutations);
        report.Results.ShouldBePositive();
        report.VendorExceptions.ShouldBeGreaterThan(Mutations / 4);
    }

    private static WireAnswer Json(string json) => WireAnswer.Json(json, 200, ("x-request-id", "r1"));

    private static WireAnswer Plain(string text) => WireAnswer.Media(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    private static WireAnswer Events(params string[] data) =>
        WireAnswer.Media(Encoding.UTF8.GetBytes(string.Concat(data.Select(item => $"data: {item}\n\n"))), "text/event-stream");

    private static VendorFile File() => AiHubMixBench.File("a.wav", "audio/wav", "SOUND");

    private static TranscriptionRequest Recording(string format) => new() { Model = "m", File = File(), ResponseFormat = format };

    private static MutationCase<AiHubMixClient> Prediction(string shape, string body) => new($"prediction, {shape}", Json(body),
        (client, token) => client.CreatePredictionAsync("bfl/flux", new() { Input = new() { Prompt = "p" } }, cancellationToken: token));

    private static MutationCase<AiHubMixClient> Video(string body) => new("video", Json(body), (client, token) => client.GetVideoAsync("v1", token));

    private static MutationCase<AiHubMixClient> Transcription(string format, WireAnswer answer) => new($"transcription, {format}", answer,
        (client, token) => client.TranscribeAsync(Recording(format), cancellationToken: token));
}
