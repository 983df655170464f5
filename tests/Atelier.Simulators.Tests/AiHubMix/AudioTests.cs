using System.Net;
using System.Text.Json;
using Atelier.Simulators.Media.Probes;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class AudioTests
{
    private const string Speech = "v1/audio/speech";

    private static string Spoken(string more = "") =>
        $$"""{"model":"gpt-4o-mini-tts","input":"{{new string('a', 60)}}","voice":"alloy"{{more}}}""";

    private static byte[] Recording(double seconds, SoundFormat format = SoundFormat.Wav) =>
        SoundMaker.Make(new Sound(seconds, "meeting", 1, format));

    private static MultipartFormDataContent Form(byte[] recording, string file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(recording), "file", file } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    [Theory]
    [InlineData(null, "audio/mpeg", "mp3")]
    [InlineData("mp3", "audio/mpeg", "mp3")]
    [InlineData("wav", "audio/wav", "wav")]
    [InlineData("flac", "audio/flac", "flac")]
    [InlineData("aac", "audio/aac", "aac")]
    [InlineData("opus", "audio/opus", "ogg")]
    public async Task Speech_comes_in_the_format_asked_for_as_long_as_reading_takes(string? format, string mediaType, string container)
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync(Speech, Spoken(format is null ? "" : $",\"response_format\":\"{format}\""));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        var facts = SoundProbe.Read(await response.Content.ReadAsByteArrayAsync(GatewayApi.Cancellation));
        facts!.Container.ShouldBe(container);
        facts.Seconds!.Value.ShouldBe(4, 0.1);
    }

    [Fact]
    public async Task Bare_samples_are_24_kilohertz_sixteen_bit_and_speed_shortens_them()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync(Speech, Spoken(""","response_format":"pcm","speed":2"""));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("audio/pcm");
        (await response.Content.ReadAsByteArrayAsync(GatewayApi.Cancellation)).Length.ShouldBe(2 * 24_000 * 2);
    }

    [Fact]
    public async Task Speech_comes_in_pieces_without_a_length()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync(Speech, Spoken(""","response_format":"wav" """));

        response.Headers.TransferEncodingChunked.ShouldBe(true);
    }

    [Fact]
    public async Task Speech_can_come_as_events()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync(Speech, Spoken(""","stream_format":"sse","response_format":"wav" """));

        var text = await response.Content.ReadAsStringAsync(GatewayApi.Cancellation);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement).ToList();
        byte[] sound = [.. events.SkipLast(1).SelectMany(part => part.GetProperty("audio").GetBytesFromBase64())];
        SoundProbe.Read(sound)!.Seconds!.Value.ShouldBe(4, 0.01);
        events[^1].GetProperty("type").GetString().ShouldBe("speech.audio.done");
    }

    [Theory]
    [InlineData("""{"input":"x","voice":"alloy"}""", 400, "model")]
    [InlineData("""{"model":"tts-9","input":"x","voice":"alloy"}""", 500, null)]
    [InlineData("""{"model":"tts-1","voice":"alloy"}""", 400, "input")]
    [InlineData("""{"model":"tts-1","input":"x"}""", 400, "voice")]
    [InlineData("""{"model":"tts-1","input":"x","voice":"batman"}""", 400, "voice")]
    [InlineData("""{"model":"tts-1","input":"x","voice":"alloy","response_format":"midi"}""", 400, "response_format")]
    [InlineData("""{"model":"tts-1","input":"x","voice":"alloy","speed":5}""", 400, "speed")]
    [InlineData("""{"model":"tts-1","input":"x","voice":"alloy","instructions":"whisper"}""", 400, "instructions")]
    [InlineData("""{"model":"tts-1","input":"x","voice":"alloy","stream_format":"sse"}""", 400, "stream_format")]
    public async Task Wrong_speech_is_refused_by_name(string body, int status, string? param)
    {
        await using var api = await GatewayApi.StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync(Speech, body));

        (refusal.Status, refusal.Param).ShouldBe((status, param));
    }

    [Fact]
    public async Task Speech_input_may_have_4096_characters()
    {
        await using var api = await GatewayApi.StartAsync();
        static string Body(int length) => $$"""{"model":"tts-1","input":"{{new string('a', length)}}","voice":"alloy"}""";

        (await api.RefusalAsync(await api.PostAsync(Speech, Body(4097)))).Code.ShouldBe("text_too_long");
        (await api.PostAsync(Speech, Body(4096))).StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Simulators.Calls.List("aihubmix", "speech")[^1].Price.ShouldBe(4096 * 0.000015m);
    }

    [Theory]
    [InlineData(SoundFormat.Wav, "a.wav")]
    [InlineData(SoundFormat.Mp3, "a.mp3")]
    [InlineData(SoundFormat.Flac, "a.flac")]
    [InlineData(SoundFormat.Opus, "a.ogg")]
    public async Task Length_of_the_recording_is_read_from_the_file(SoundFormat format, string file)
    {
        await using var api = await GatewayApi.StartAsync();
        using var form = Form(
            Recording(7.5, format), file, ("model", "whisper-1"), ("response_format", "verbose_json"), ("language", "zh"));

        var answer = await AnswerAsync(api, form);

        answer.GetProperty("duration").GetDouble().ShouldBe(7.5, 0.05);
        answer.GetProperty("task").GetString().ShouldBe("transcribe");
        answer.GetProperty("language").GetString().ShouldBe("chinese");
        answer.GetProperty("text").GetString()!.ShouldStartWith($"SANDBOX transcript of {file}, ");
        answer.GetProperty("segments").GetArrayLength().ShouldBe(2);
        answer.GetProperty("segments")[1].GetProperty("end").GetDouble().ShouldBe(answer.GetProperty("duration").GetDouble());
        answer.TryGetProperty("words", out _).ShouldBeFalse();
        api.Simulators.Calls.List("aihubmix", "transcription").ShouldHaveSingleItem().Price.ShouldBe(8 * 0.006m / 60);
    }

    [Fact]
    public async Task Words_come_with_times_when_asked_for()
    {
        await using var api = await GatewayApi.StartAsync();
        using var form = Form(
            Recording(3), "a.wav", ("model", "whisper-1"), ("response_format", "verbose_json"), ("timestamp_granularities[]", "word"));

        var answer = await AnswerAsync(api, form);

        answer.TryGetProperty("segments", out _).ShouldBeFalse();
        var words = answer.GetProperty("words").EnumerateArray().ToList();
        words[0].GetProperty("word").GetString().ShouldBe("SANDBOX");
        words[^1].GetProperty("end").GetDouble().ShouldBe(3);
    }

    [Theory]
    [InlineData("text", "SANDBOX transcript of a.wav, 6.5 seconds long. This is sentence 2 of 2.\n")]
    [InlineData("srt", "1\n00:00:00,000 --> 00:00:05,000\nSANDBOX transcript of a.wav, 6.5 seconds long.\n\n2\n00:00:05,000 --> 00:00:06,500\nThis is sentence 2 of 2.\n\n")]
    [InlineData("vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nSANDBOX transcript of a.wav, 6.5 seconds long.\n\n00:00:05.000 --> 00:00:06.500\nThis is sentence 2 of 2.\n\n")]
    public async Task Text_formats_are_plain_text(string format, string expected)
    {
        await using var api = await GatewayApi.StartAsync();
        using var form = Form(Recording(6.5), "a.wav", ("model", "whisper-1"), ("response_format", format));

        using var response = await api.Http.PostAsync("v1/audio/transcriptions", form, GatewayApi.Cancellation);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await response.Content.ReadAsStringAsync(GatewayApi.Cancellation)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("whisper-1", "duration")]
    [InlineData("gpt-4o-transcribe", "tokens")]
    public async Task Usage_is_in_seconds_or_tokens_by_model(string model, string type)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await AnswerAsync(api, Form(Recording(2), "a.wav", ("model", model)));

        answer.GetProperty("usage").GetProperty("type").GetString().ShouldBe(type);
        answer.GetProperty("text").GetString()!.ShouldContain("SANDBOX");
    }

    [Fact]
    public async Task Speakers_are_told_apart_by_the_diarizing_model()
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await AnswerAsync(
            api, Form(Recording(11), "a.wav", ("model", "gpt-4o-transcribe-diarize"), ("response_format", "diarized_json")));

        var speakers = answer.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("speaker").GetString());
        speakers.ShouldBe(["A", "B", "A"]);
    }

    [Fact]
    public async Task Transcript_can_be_streamed_by_the_newer_models()
    {
        await using var api = await GatewayApi.StartAsync();
        using var form = Form(Recording(2), "a.wav", ("model", "gpt-4o-mini-transcribe"), ("stream", "true"));

        using var response = await api.Http.PostAsync("v1/audio/transcriptions", form, GatewayApi.Cancellation);

        var text = await response.Content.ReadAsStringAsync(GatewayApi.Cancellation);
        text.ShouldContain("transcript.text.delta");
        text.ShouldContain("transcript.text.done");
        text.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Translation_is_english_and_only_whisper_does_it()
    {
        await using var api = await GatewayApi.StartAsync();
        using var refused = Form(Recording(2), "a.wav", ("model", "gpt-4o-transcribe"));
        using var accepted = Form(Recording(2), "a.wav", ("model", "whisper-1"), ("response_format", "verbose_json"));

        var refusal = await api.RefusalAsync(await api.Http.PostAsync("v1/audio/translations", refused, GatewayApi.Cancellation));
        refusal.Param.ShouldBe("model");
        using var response = await api.Http.PostAsync("v1/audio/translations", accepted, GatewayApi.Cancellation);
        var answer = await GatewayApi.ReadAsync(response);

        answer.GetProperty("task").GetString().ShouldBe("translate");
        answer.GetProperty("language").GetString().ShouldBe("english");
        answer.GetProperty("text").GetString()!.ShouldContain("translation");
    }

    [Theory]
    [InlineData("model", "", "model", 400)]
    [InlineData("model", "hearing-1", null, 500)]
    [InlineData("response_format", "docx", "response_format", 400)]
    [InlineData("temperature", "1.5", "temperature", 400)]
    [InlineData("temperature", "warm", "temperature", 400)]
    [InlineData("language", "english", "language", 400)]
    [InlineData("timestamp_granularities[]", "word", "timestamp_granularities", 400)]
    public async Task Wrong_field_is_refused_by_name(string name, string value, string? param, int status)
    {
        await using var api = await GatewayApi.StartAsync();
        (string, string)[] fields = name == "model" ? [(name, value)] : [("model", "whisper-1"), (name, value)];
        using var form = Form(Recording(1), "a.wav", fields);

        var refusal = await api.RefusalAsync(await api.Http.PostAsync("v1/audio/transcriptions", form, GatewayApi.Cancellation));

        (refusal.Status, refusal.Param).ShouldBe((status, param));
    }

    [Fact]
    public async Task File_must_be_there_named_readable_and_long_enough()
    {
        await using var api = await GatewayApi.StartAsync();
        async Task<string> MessageAsync(MultipartFormDataContent form) =>
            (await api.RefusalAsync(await api.Http.PostAsync("v1/audio/transcriptions", form, GatewayApi.Cancellation))).Message;

        using var none = new MultipartFormDataContent { { new StringContent("whisper-1"), "model" } };
        (await MessageAsync(none)).ShouldStartWith("Missing required parameter: 'file'.");
        (await MessageAsync(Form(Recording(1), "a.txt", ("model", "whisper-1")))).ShouldStartWith("Invalid file format.");
        byte[] noise = [.. Enumerable.Repeat((byte)7, 100)];
        (await MessageAsync(Form(noise, "a.wav", ("model", "whisper-1")))).ShouldStartWith("Invalid file format.");
        (await MessageAsync(Form(Recording(0.05), "a.wav", ("model", "whisper-1")))).ShouldStartWith("Audio file is too short.");
    }

    private static async Task<JsonElement> AnswerAsync(GatewayApi api, MultipartFormDataContent form)
    {
        using var response = await api.Http.PostAsync("v1/audio/transcriptions", form, GatewayApi.Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(GatewayApi.Cancellation));
        return await GatewayApi.ReadAsync(response);
    }
}
