using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixProviderTests
{
    private static readonly byte[] Mp3 = [(byte)'I', (byte)'D', (byte)'3', 4, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("mp3")]
    public async Task Speech_comes_whole_and_once(string? format)
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/audio/speech", Mp3, "audio/mpeg");

        await using var result = (await SpeakAsync(gateway, format)).ShouldBeOfType<SubmitOutcome.Completed>().Result;

        var speech = result.Media.ShouldHaveSingleItem();
        (speech.ContentType, speech.Length, speech.FileName, speech.CanReopen).ShouldBe(("audio/mpeg", 16, "speech.mp3", false));
        (await ReadAsync(speech)).ShouldBe(Mp3);
        await Should.ThrowAsync<MediaUnavailableException>(() => speech.OpenAsync(Token));
    }

    [Fact]
    public async Task Speech_without_a_sound_type_is_what_was_asked_for()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/audio/speech", [0, 0, 1, 0], "application/octet-stream");

        await using var result = (await SpeakAsync(gateway, "pcm")).ShouldBeOfType<SubmitOutcome.Completed>().Result;

        result.Media.ShouldHaveSingleItem().ContentType.ShouldBe("audio/pcm");
        (await ReadAsync(result.Media[0])).ShouldBe([0, 0, 1, 0]);
    }

    [Fact]
    public async Task Speech_of_no_bytes_is_a_success_with_nothing_in_it()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/audio/speech", [], "audio/mpeg");

        (await SpeakAsync(gateway)).ShouldBeOfType<SubmitOutcome.Completed>().Result.Media.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_that_are_no_sound_may_have_been_charged()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/audio/speech", new byte[64], "audio/mpeg");

        (await SpeakAsync(gateway)).ShouldBeOfType<SubmitOutcome.Refused>().Failure.MayHaveCharged.ShouldBeTrue();
        (await SpeakAsync(gateway, policy: SubmitPolicy.AtMostOnce)).ShouldBeOfType<SubmitOutcome.Unknown>();
    }

    [Fact]
    public async Task Chat_streams_its_pieces_and_keeps_the_usage_for_the_end()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/chat/completions", Events(
            """{"choices":[{"delta":{"content":"Hi"},"finish_reason":null}]}""",
            """{"choices":[{"delta":{},"finish_reason":"stop"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}""",
            "[DONE]"), "text/event-stream");

        var updates = await StreamAsync(gateway, """{"messages":[{"role":"user","content":"hi"}]}""");

        updates.Count.ShouldBe(3);
        updates[0].ShouldBeOfType<ChatUpdate.Delta>().Chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString().ShouldBe("Hi");
        updates[2].ShouldBe(new ChatUpdate.Finished(new ProviderUsage { InputTokens = 3, OutputTokens = 1 }));
    }

    [Fact]
    public async Task A_caller_who_asked_for_the_usage_gets_its_chunk_too()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/chat/completions", Events(
            """{"choices":[{"delta":{},"finish_reason":"stop"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}""",
            "[DONE]"), "text/event-stream");

        var updates = await StreamAsync(gateway, """{"messages":[{"role":"user","content":"hi"}],"stream_options":{"include_usage":true}}""");

        updates.Count.ShouldBe(3);
        updates[1].ShouldBeOfType<ChatUpdate.Delta>().Chunk.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_its_failure_after_its_pieces()
    {
        await using var gateway = (await LoopbackGateway.StartAsync())
            .On("/v1/chat/completions", Events("""{"choices":[{"delta":{"content":"Hi"},"finish_reason":null}]}"""), "text/event-stream");

        var updates = await StreamAsync(gateway, """{"messages":[{"role":"user","content":"hi"}]}""");

        updates.Count.ShouldBe(2);
        var failure = updates[1].ShouldBeOfType<ChatUpdate.Failed>().Failure;
        (failure.Kind, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.VendorFault, true));
    }

    [Theory]
    [InlineData(403, """{"error":{"message":"pay","code":"insufficient_user_quota"}}""", ProviderFailureKind.InsufficientVendorBalance)]
    [InlineData(200, """{"error":{"message":"no_valid_channel_error"}}""", ProviderFailureKind.InvalidRequest)]
    public async Task A_stream_that_never_begins_is_one_failure(int status, string body, ProviderFailureKind kind)
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/chat/completions", body, status: status);

        (await StreamAsync(gateway, """{"messages":[{"role":"user","content":"hi"}]}"""))
            .ShouldHaveSingleItem().ShouldBeOfType<ChatUpdate.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_chat_that_cannot_be_asked_is_one_failure_and_nothing_is_sent()
    {
        await using var gateway = await LoopbackGateway.StartAsync();

        (await StreamAsync(gateway, "{}")).ShouldHaveSingleItem().ShouldBeOfType<ChatUpdate.Failed>().Failure.Field.ShouldBe("messages");

        gateway.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_leaves_a_stream_is_obeyed()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/chat/completions", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Events("""{"choices":[{"delta":{"content":"Hi"}}]}"""), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = AiHubMixInputs.Request("gpt-5.4-mini", Modality.Chat, """{"messages":[{"role":"user","content":"hi"}]}""");

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in gateway.Provider.StreamAsync(request, leaving.Token))
            {
                update.ShouldBeOfType<ChatUpdate.Delta>();
                await leaving.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task A_video_is_opened_at_the_gateway_first()
    {
        await using var gateway = (await LoopbackGateway.StartAsync())
            .On("/v1/videos/v1", """{"id":"v1","status":"completed","seconds":"4","size":"1280x720","video_url":"https://cdn.example/never.mp4"}""")
            .On("/v1/videos/v1/content", "MP4", "video/mp4");

        var video = await PollVideoAsync(gateway);

        (video.ContentType, video.Width, video.Height, video.DurationSeconds).ShouldBe(("video/mp4", 1280, 720, 4));
        gateway.Asked.ShouldBe(["GET /v1/videos/v1"]);
        Encoding.UTF8.GetString(await ReadAsync(video)).ShouldBe("MP4");
        Encoding.UTF8.GetString(await ReadAsync(video)).ShouldBe("MP4");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Bearer sk-loopback-00000000")]
    public async Task A_video_the_gateway_does_not_hold_is_opened_at_its_url_with_our_key_only_at_the_gateway_itself(bool isOwn, string? expected)
    {
        await using var other = await LoopbackGateway.StartAsync();
        await using var gateway = await LoopbackGateway.StartAsync(trusted: other.Url);
        string? key = "none seen";
        var holder = isOwn ? gateway : other;
        gateway.On("/v1/videos/v1", $$"""{"id":"v1","status":"completed","video_url":"{{holder.Url}}cdn/v.mp4"}""");
        holder
            .On("/cdn/v.mp4", async context =>
            {
                key = context.Request.Headers.Authorization.FirstOrDefault();
                await context.Response.WriteAsync("MP4", context.RequestAborted);
            });

        Encoding.UTF8.GetString(await ReadAsync(await PollVideoAsync(gateway))).ShouldBe("MP4");

        key.ShouldBe(expected);
    }

    [Fact]
    public async Task A_video_that_is_nowhere_says_so()
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/videos/v1", """{"id":"v1","status":"completed"}""");
        var video = await PollVideoAsync(gateway);

        (await Should.ThrowAsync<MediaUnavailableException>(() => video.OpenAsync(Token))).Failure.MayHaveCharged.ShouldBeTrue();
    }

    [Theory]
    [InlineData(500, """{"type":"error","error":{"message":"no_valid_channel_error"}}""")]
    [InlineData(503, """{"error":{"message":"Incorrect model ID"}}""")]
    [InlineData(401, """{"error":{"message":"Model access denied"}}""")]
    public async Task A_gateway_without_a_channel_leaves_an_accepted_task_alone(int status, string body)
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/videos/v1", body, status: status);

        (await gateway.Provider.PollAsync(Video, Token)).ShouldBeOfType<PollOutcome.Unavailable>().Failure.MayHaveCharged.ShouldBeTrue();
    }

    [Fact]
    public async Task A_video_the_gateway_does_not_know_has_failed()
    {
        await using var gateway = await LoopbackGateway.StartAsync();

        (await gateway.Provider.PollAsync(Video, Token)).ShouldBeOfType<PollOutcome.Failed>();
    }

    [Fact]
    public async Task A_picture_that_is_answered_later_is_accepted_and_asked_for_by_its_task()
    {
        await using var gateway = (await LoopbackGateway.StartAsync())
            .On("/v1/models/bfl/flux-2-pro/predictions", """{"output":[{"taskId":"t1","polling_url":"https://api.us1.bfl.ai/v1/get_result?id=1"}]}""")
            .On("/v1/tasks/t1", """{"status":"Ready","result":{"sample":"https://cdn.example/s.png"}}""");

        var accepted = (await gateway.Provider.SubmitAsync(AiHubMixInputs.Request("bfl/flux-2-pro", Modality.Image, """{"prompt":"p"}"""), Token))
            .ShouldBeOfType<SubmitOutcome.Accepted>();
        var done = await gateway.Provider.PollAsync(new ProviderTask(accepted.VendorTaskId, "bfl/flux-2-pro", Modality.Image), Token);

        done.ShouldBeOfType<PollOutcome.Completed>().Result.Media.Count.ShouldBe(1);
        gateway.Asked.ShouldBe(["POST /v1/models/bfl/flux-2-pro/predictions", "GET /v1/tasks/t1"]);
    }

    [Fact]
    public async Task A_video_model_of_no_known_family_is_refused_before_anything_is_sent()
    {
        await using var gateway = await LoopbackGateway.StartAsync();

        var outcome = await gateway.Provider.SubmitAsync(AiHubMixInputs.Request("brand-new-model", Modality.Video, """{"prompt":"p"}"""), Token);

        outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure.Field.ShouldBe("model");
        gateway.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Modality.Transcription, "/v1/audio/transcriptions")]
    [InlineData(Modality.Translation, "/v1/audio/translations")]
    public async Task A_recording_is_transcribed_or_translated_by_modality(Modality modality, string path)
    {
        await using var gateway = (await LoopbackGateway.StartAsync()).On(path, """{"text":"hi"}""");
        var request = AiHubMixInputs.Request("whisper-1", modality, """{"audio":"upload_1"}""") with
        {
            Media = new Dictionary<string, IReadOnlyList<MediaSource>> { ["audio"] = [new BytesMediaSource(Mp3)] },
        };

        (await gateway.Provider.SubmitAsync(request, Token)).ShouldBeOfType<SubmitOutcome.Completed>().Result.Media.Count.ShouldBe(1);

        gateway.Asked.ShouldBe([$"POST {path}"]);
    }

    [Fact]
    public async Task Speech_is_read_as_the_vendor_sends_it()
    {
        var sendRest = new TaskCompletionSource();
        byte[] start = [.. "ID3"u8, .. new byte[253]];
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/audio/speech", async context =>
        {
            context.Response.ContentType = "audio/mpeg";
            await context.Response.Body.WriteAsync(start, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await sendRest.Task;
            await context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }, context.RequestAborted);
        });

        var outcome = await gateway.Provider.SubmitAsync(
            AiHubMixInputs.Request("tts-1", Modality.Speech, """{"text":"hello","voice":"alloy"}"""), Token);
        await using var result = outcome.ShouldBeOfType<SubmitOutcome.Completed>().Result;
        await using var sound = await result.Media[0].OpenAsync(Token);
        var first = new byte[start.Length];
        await sound.ReadExactlyAsync(first, Token);

        first.ShouldBe(start);
        sendRest.Task.IsCompleted.ShouldBeFalse();
        sendRest.SetResult();
        using var rest = new MemoryStream();
        await sound.CopyToAsync(rest, Token);
        rest.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Vectors_are_the_vendors_own_object_with_the_tokens_read()
    {
        const string body = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""";
        await using var gateway = (await LoopbackGateway.StartAsync()).On("/v1/embeddings", body);

        var outcome = await gateway.Provider.SubmitAsync(AiHubMixInputs.Request("m", Modality.Embedding, """{"input":"a boat"}"""), Token);

        var result = outcome.ShouldBeOfType<SubmitOutcome.Completed>().Result;
        var media = result.Media.ShouldHaveSingleItem().ShouldBeOfType<BytesMediaSource>();
        System.Text.Encoding.UTF8.GetString(media.Bytes.Span).ShouldBe(body);
        (media.ContentType, media.FileName).ShouldBe(("application/json", "embeddings.json"));
        result.Usage.ShouldBe(new ProviderUsage { InputTokens = 5, OutputTokens = 0 });
    }

    [Theory]
    [InlineData(Modality.Embedding, """{"input":["a",""]}""", "input")]
    [InlineData(Modality.Speech, """{"text":"x","voice":"alloy","speed":9}""", "speed")]
    [InlineData(Modality.Speech, """{"text":"x","voice":"alloy","format":"midi"}""", "format")]
    [InlineData(Modality.Image, """{"prompt":""}""", "prompt")]
    [InlineData(Modality.Image, """{"prompt":"p","count":11}""", "count")]
    public async Task What_the_client_refuses_by_itself_is_a_refusal_by_our_name_and_nothing_is_sent(Modality modality, string input, string field)
    {
        await using var gateway = await LoopbackGateway.StartAsync();

        var failure = (await gateway.Provider.SubmitAsync(AiHubMixInputs.Request("gpt-image-2", modality, input), Token))
            .ShouldBeOfType<SubmitOutcome.Refused>().Failure;

        (failure.Kind, failure.Field, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.InvalidRequest, field, false));
        gateway.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_stopped_because_the_gateway_cannot()
    {
        await using var gateway = await LoopbackGateway.StartAsync();

        (await gateway.Provider.CancelAsync(Video, Token)).ShouldBeOfType<CancelOutcome.NotSupported>();

        gateway.Provider.Capabilities.CanCancel.ShouldBeFalse();
        gateway.Asked.ShouldBeEmpty();
    }

    private static ProviderTask Video { get; } = new("v1", "veo-3.1-generate-preview", Modality.Video);

    private static string Events(params string[] data) => string.Concat(data.Select(item => $"data: {item}\n\n"));

    private static Task<SubmitOutcome> SpeakAsync(LoopbackGateway gateway, string? format = null, SubmitPolicy policy = SubmitPolicy.AtLeastOnce)
    {
        var json = format is null ? """{"text":"hello","voice":"alloy"}""" : $$"""{"text":"hello","voice":"alloy","format":"{{format}}"}""";
        return gateway.Provider.SubmitAsync(AiHubMixInputs.Request("tts-1", Modality.Speech, json) with { SubmitPolicy = policy }, Token);
    }

    private static async Task<List<ChatUpdate>> StreamAsync(LoopbackGateway gateway, string json) =>
        await gateway.Provider.StreamAsync(AiHubMixInputs.Request("gpt-5.4-mini", Modality.Chat, json), Token).ToListAsync(Token);

    private static async Task<MediaSource> PollVideoAsync(LoopbackGateway gateway) =>
        (await gateway.Provider.PollAsync(Video, Token)).ShouldBeOfType<PollOutcome.Completed>().Result.Media.ShouldHaveSingleItem();

    private static async Task<byte[]> ReadAsync(MediaSource source)
    {
        await using var stream = await source.OpenAsync(Token);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
