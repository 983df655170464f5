using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>Pictures, speech and transcripts that come as events.</summary>
public sealed class AiHubMixStreamTests
{
    private const string Partial = """{"type":"image_generation.partial_image","b64_json":"AQI=","partial_image_index":0,"created_at":1,"size":"1024x1024","quality":"low","background":"opaque","output_format":"png"}""";
    private const string Completed = """{"type":"image_generation.completed","b64_json":"AQID","created_at":4,"size":"1024x1024","quality":"low","background":"opaque","output_format":"png","usage":{"total_tokens":320,"input_tokens":48,"output_tokens":272,"input_tokens_details":{"text_tokens":48,"image_tokens":0}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_seen_while_it_is_made()
    {
        await using var bench = await StreamingAsync(Named("image_generation.partial_image", Partial) + Named("image_generation.completed", Completed));

        var events = await bench.Client.StreamImageAsync(
            new() { Model = "gpt-image-2", Prompt = "a boat", PartialImages = 1 }, cancellationToken: Token).ToListAsync(Token);

        bench.Sent.Target.ShouldBe("/v1/images/generations");
        bench.Sent.Text.ShouldBe("""{"model":"gpt-image-2","prompt":"a boat","partial_images":1,"stream":true}""");
        bench.Sent.Header("Accept").ShouldBe("text/event-stream");
        events.Select(item => (item.PartialIndex, item.IsFinished, item.Bytes.Length)).ShouldBe([(0, false, 2), (null, true, 3)]);
        events[1].Usage.ShouldBe(new TokenUsage { InputTokens = 48, OutputTokens = 272, TotalTokens = 320 });
        (events[1].Size, events[1].OutputFormat).ShouldBe(("1024x1024", "png"));
    }

    [Fact]
    public async Task An_edit_is_seen_while_it_is_made()
    {
        await using var bench = await StreamingAsync(Data("""{"type":"image_edit.completed","b64_json":"AQID"}"""));

        var events = await bench.Client.StreamImageEditAsync(
            new() { Model = "gpt-image-2", Prompt = "a hat", Images = [AiHubMixBench.File("a.png", "image/png", "A")], PartialImages = 2 },
            cancellationToken: Token).ToListAsync(Token);

        events.ShouldHaveSingleItem().IsFinished.ShouldBeTrue();
        bench.Sent.Target.ShouldBe("/v1/images/edits");
        bench.Sent.Multipart().ShouldEndWith(
            """
            Content-Disposition: form-data; name="partial_images"

            2
            --B
            Content-Disposition: form-data; name="stream"

            true
            --B--

            """.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task Speech_as_events_tells_the_tokens()
    {
        await using var bench = await StreamingAsync(
            Data("""{"type":"speech.audio.delta","audio":"AQI="}""") + Data("""{"type":"speech.audio.delta","audio":"Aw=="}""")
            + Data("""{"type":"speech.audio.done","usage":{"input_tokens":9,"output_tokens":80,"total_tokens":89}}"""));

        var events = await bench.Client.StreamSpeechAsync(
            new() { Model = "gpt-4o-mini-tts", Input = "hello", Voice = "alloy", ResponseFormat = "mp3" }, cancellationToken: Token).ToListAsync(Token);

        bench.Sent.Text.ShouldBe("""{"model":"gpt-4o-mini-tts","input":"hello","voice":"alloy","response_format":"mp3","stream_format":"sse"}""");
        events.SelectMany(item => item.Sound.ToArray()).ShouldBe([1, 2, 3]);
        events[^1].Usage.ShouldBe(new TokenUsage { InputTokens = 9, OutputTokens = 80, TotalTokens = 89 });
    }

    [Fact]
    public async Task A_transcript_is_read_word_by_word()
    {
        await using var bench = await StreamingAsync(
            Data("""{"type":"transcript.text.delta","delta":"hello "}""") + Data("""{"type":"transcript.text.delta","delta":"there"}""")
            + Data("""{"type":"transcript.text.segment","id":"seg_0","start":0.0,"end":1.5,"text":"hello there","speaker":"A"}""")
            + Data("""{"type":"transcript.text.new_kind"}""")
            + Data("""{"type":"transcript.text.done","text":"hello there","usage":{"type":"tokens","input_tokens":30,"output_tokens":4,"total_tokens":34}}""")
            + "data: [DONE]\n\n");

        var events = await bench.Client.StreamTranscriptionAsync(Recording(), cancellationToken: Token).ToListAsync(Token);

        bench.Sent.Multipart().ShouldContain("name=\"stream\"\r\n\r\ntrue\r\n");
        string.Concat(events.Select(item => item.Delta)).ShouldBe("hello there");
        events[2].Segment.ShouldBe(new TranscriptSegment { Start = 0, End = 1.5, Text = "hello there", Speaker = "A" });
        events[^1].Text.ShouldBe("hello there");
        events[^1].Usage.ShouldBe(new TokenUsage { InputTokens = 30, OutputTokens = 4, TotalTokens = 34 });
    }

    [Theory]
    [InlineData("", typeof(VendorConnectionException))]
    [InlineData("data: [DONE]\n\n", typeof(VendorConnectionException))]
    [InlineData("data: {\"type\":\"speech.audio.delta\",\"audio\":\"AQI=\"}\n\n", typeof(VendorConnectionException))]
    [InlineData("data: {\"type\":\"speech.audio.delta\"}\n\n", typeof(VendorProtocolException))]
    [InlineData("data: {oops\n\n", typeof(VendorProtocolException))]
    [InlineData("data: {\"error\":{\"message\":\"Too many requests\",\"type\":\"rate_limit_error\"}}\n\n", typeof(VendorRateLimitedException))]
    [InlineData("event: error\ndata: {\"message\":\"broken\",\"type\":\"server_error\"}\n\n", typeof(VendorServerException))]
    public async Task A_stream_that_is_not_whole_is_a_failure(string events, Type fault)
    {
        await using var bench = await StreamingAsync(events);

        var work = bench.Client.StreamSpeechAsync(new() { Model = "m", Input = "x", Voice = "v" }, cancellationToken: Token).ToListAsync(Token).AsTask();

        (await bench.FaultOfAsync(work)).ShouldBeOfType(fault);
    }

    [Fact]
    public async Task A_model_that_answers_whole_where_events_were_asked_for_is_a_failure()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"text":"hello"}""");

        var work = bench.Client.StreamTranscriptionAsync(Recording(), cancellationToken: Token).ToListAsync(Token).AsTask();

        (await bench.FaultOfAsync(work)).ShouldBeOfType<VendorProtocolException>();
    }

    [Fact]
    public async Task An_error_before_the_first_event_is_the_error()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"error":{"message":"x","code":"insufficient_user_quota"}}""", 403);

        var work = bench.Client.StreamImageAsync(new() { Model = "m", Prompt = "p" }, cancellationToken: Token).ToListAsync(Token).AsTask();

        (await bench.FaultOfAsync(work)).ShouldBeOfType<VendorBalanceException>();
    }

    [Fact]
    public async Task Every_setting_of_a_transcription_with_speakers_is_sent()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"task":"transcribe","duration":1.5,"text":"hi","segments":[{"type":"transcript.text.segment","id":"seg_0","start":0,"end":1.5,"text":"hi","speaker":"Ada"}],"usage":{"type":"duration","seconds":2}}""");

        var transcript = await bench.Client.TranscribeAsync(
            Recording() with
            {
                ResponseFormat = "diarized_json",
                Include = ["logprobs"],
                ChunkingStrategy = "auto",
                KnownSpeakerNames = ["Ada"],
                KnownSpeakerReferences = ["data:audio/wav;base64,AA=="],
            },
            cancellationToken: Token);

        transcript.Segments.ShouldHaveSingleItem().ShouldBe(new TranscriptSegment { Start = 0, End = 1.5, Text = "hi", Speaker = "Ada" });
        bench.Sent.Multipart().ShouldEndWith(
            """
            Content-Disposition: form-data; name="include[]"

            logprobs
            --B
            Content-Disposition: form-data; name="chunking_strategy"

            auto
            --B
            Content-Disposition: form-data; name="known_speaker_names[]"

            Ada
            --B
            Content-Disposition: form-data; name="known_speaker_references[]"

            data:audio/wav;base64,AA==
            --B--

            """.ReplaceLineEndings("\r\n"));
    }

    private static TranscriptionRequest Recording() =>
        new() { Model = "gpt-4o-transcribe", File = AiHubMixBench.File("a.wav", "audio/wav", "SOUND") };

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Named(string name, string json) => $"event: {name}\n{Data(json)}";

    private static async Task<AiHubMixBench> StreamingAsync(string events)
    {
        var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(events), "text/event-stream"));
        return bench;
    }
}
