using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixAudioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Speech_is_an_open_stream_of_the_vendors_bytes()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body([255, 243, 1, 2], "audio/mpeg"));

        await using var sound = await bench.Client.CreateSpeechAsync(
            new() { Model = "gpt-4o-mini-tts", Input = "hello", Voice = "alloy", ResponseFormat = "mp3", Speed = 1.25, Instructions = "softly" },
            cancellationToken: Token);

        sound.ContentType.ShouldBe("audio/mpeg");
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes, Token);
        bytes.ToArray().ShouldBe([255, 243, 1, 2]);
        bench.Sent.Target.ShouldBe("/v1/audio/speech");
        bench.Sent.Text.ShouldBe(
            """{"model":"gpt-4o-mini-tts","input":"hello","voice":"alloy","response_format":"mp3","speed":1.25,"instructions":"softly"}""");
    }

    [Theory]
    [InlineData("""{"error":{"message":"bad voice","code":"invalid_value"}}""", typeof(VendorInvalidRequestException))]
    [InlineData("""{"ok":true}""", typeof(VendorProtocolException))]
    public async Task Json_where_the_sound_should_be_is_a_failure(string body, Type fault)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body);

        var work = bench.Client.CreateSpeechAsync(new() { Model = "tts-1", Input = "x", Voice = "alloy" }, cancellationToken: Token);

        (await bench.FaultOfAsync(work)).ShouldBeOfType(fault);
    }

    [Fact]
    public async Task A_recording_is_sent_with_its_name_and_every_setting()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"text":"hello there"}""");

        await bench.Client.TranscribeAsync(
            new()
            {
                Model = "whisper-1",
                File = AiHubMixBench.File("talk.wav", "audio/wav", "SOUND"),
                Prompt = "names: Ada",
                ResponseFormat = "verbose_json",
                Temperature = 0.5,
                Language = "en",
                TimestampGranularities = ["word", "segment"],
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/audio/transcriptions");
        bench.Sent.Multipart().ShouldBe(
            """
            --B
            Content-Type: audio/wav
            Content-Disposition: form-data; name="file"; filename="talk.wav"

            SOUND
            --B
            Content-Disposition: form-data; name="model"

            whisper-1
            --B
            Content-Disposition: form-data; name="prompt"

            names: Ada
            --B
            Content-Disposition: form-data; name="response_format"

            verbose_json
            --B
            Content-Disposition: form-data; name="temperature"

            0.5
            --B
            Content-Disposition: form-data; name="language"

            en
            --B
            Content-Disposition: form-data; name="timestamp_granularities[]"

            word
            --B
            Content-Disposition: form-data; name="timestamp_granularities[]"

            segment
            --B--

            """.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task A_json_transcript_with_tokens_is_read()
    {
        const string body = """{"text":" hello there ","usage":{"type":"tokens","input_tokens":30,"output_tokens":4,"total_tokens":34}}""";

        var transcript = await TranscribeAsync(body, "application/json", "json");

        transcript.Text.ShouldBe("hello there");
        transcript.Usage.ShouldBe(new TokenUsage { InputTokens = 30, OutputTokens = 4, TotalTokens = 34 });
        Encoding.UTF8.GetString(transcript.Raw.Span).ShouldBe(body);
        transcript.ContentType.ShouldBe("application/json");
        transcript.DurationSeconds.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"task":"transcribe","language":"english","duration":1.5,"text":"hi","segments":[]}""", 1.5)]
    [InlineData("""{"language":"english","duration":"2.5","text":"hi"}""", 2.5)]
    [InlineData("""{"language":"english","text":"hi","usage":{"type":"duration","seconds":3}}""", 3)]
    public async Task A_verbose_transcript_tells_language_and_length(string body, double seconds)
    {
        var transcript = await TranscribeAsync(body, "application/json", "verbose_json");

        (transcript.Text, transcript.Language, transcript.DurationSeconds).ShouldBe(("hi", "english", seconds));
    }

    [Theory]
    [InlineData("text", "hello there\n", "text/plain")]
    [InlineData("srt", "1\n00:00:00,000 --> 00:00:01,000\nhello\n\n2\n00:00:01,000 --> 00:00:02,000\nthere\n", "text/plain")]
    [InlineData("srt", "1\r\n00:00:00,000 --> 00:00:01,000\r\nhello\r\nthere\r\n", "text/plain")]
    [InlineData("vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nhello there\n", "text/vtt")]
    [InlineData("text", "hello there", "application/json")]
    public async Task Text_and_subtitles_give_the_spoken_words_and_keep_the_original(string format, string body, string contentType)
    {
        var transcript = await TranscribeAsync(body, contentType, format);

        transcript.Text.ShouldBe("hello there");
        Encoding.UTF8.GetString(transcript.Raw.Span).ShouldBe(body);
        transcript.ContentType.ShouldStartWith("text/");
    }

    [Fact]
    public async Task Json_is_understood_although_text_was_asked_for() =>
        (await TranscribeAsync("""{"text":"hello there"}""", "text/plain", "text")).Text.ShouldBe("hello there");

    [Fact]
    public async Task A_transcript_without_text_breaks_the_contract()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"language":"english"}""");

        (await bench.FaultOfAsync(bench.Client.TranscribeAsync(Request("json"), cancellationToken: Token))).ShouldBeOfType<VendorProtocolException>();
    }

    [Fact]
    public async Task A_repeated_transcription_sends_the_recording_whole_again()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Then(Answers.Status(502)).Then(Answers.Json("""{"text":"hi"}"""));

        var work = bench.Client.TranscribeAsync(Request("json"), cancellationToken: Token);
        await bench.Clock.PassWaitsAsync(work, bench.Options.Timeout);

        (await work).Text.ShouldBe("hi");
        bench.Server.Requests.Select(request => request.Multipart()).Distinct().ShouldHaveSingleItem().ShouldContain("SOUND");
    }

    [Fact]
    public async Task A_translation_has_its_own_path()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"text":"good day"}""");

        var transcript = await bench.Client.TranslateAsync(
            new() { Model = "whisper-1", File = AiHubMixBench.File("talk.mp3", "audio/mpeg", "SOUND") }, cancellationToken: Token);

        transcript.Text.ShouldBe("good day");
        bench.Sent.Target.ShouldBe("/v1/audio/translations");
    }

    private static TranscriptionRequest Request(string format) => new()
    {
        Model = "whisper-1",
        File = AiHubMixBench.File("talk.wav", "audio/wav", "SOUND"),
        ResponseFormat = format,
    };

    private static async Task<Transcript> TranscribeAsync(string body, string contentType, string format)
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(body), contentType));
        return await bench.Client.TranscribeAsync(Request(format), cancellationToken: Token);
    }
}
