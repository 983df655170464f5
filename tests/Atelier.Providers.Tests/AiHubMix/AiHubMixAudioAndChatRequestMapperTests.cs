using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixAudioAndChatRequestMapperTests
{
    [Fact]
    public void Speech_is_said_in_the_vendors_words() =>
        AiHubMixAudioRequestMapper.MapSpeech(AiHubMixInputs.Of(
                "gpt-4o-mini-tts", """{"text":"hello","voice":"coral","format":"wav","speed":1.5,"instructions":"softly"}"""))
            .ShouldBe(new SpeechRequest
            {
                Model = "gpt-4o-mini-tts",
                Input = "hello",
                Voice = "coral",
                ResponseFormat = "wav",
                Speed = 1.5,
                Instructions = "softly",
            });

    [Theory]
    [InlineData("""{"voice":"alloy"}""", "text")]
    [InlineData("""{"text":"hello"}""", "voice")]
    [InlineData("""{"text":"hello","voice":"alloy","seed":1}""", "seed")]
    public void Speech_that_cannot_be_said_is_refused_by_name(string json, string field) =>
        AiHubMixInputs.ShouldRefuse(() => AiHubMixAudioRequestMapper.MapSpeech(AiHubMixInputs.Of("tts-1", json)), field);

    [Fact]
    public void A_transcription_carries_every_setting()
    {
        var request = Transcription(
            "whisper-1", """{"language":"en","prompt":"Ada","format":"verbose_json","temperature":0.5,"timestamp_granularities":["word"]}""");

        (request.Model, request.Language, request.Prompt, request.ResponseFormat, request.Temperature)
            .ShouldBe(("whisper-1", "en", "Ada", "verbose_json", 0.5));
        request.TimestampGranularities.ShouldBe(["word"]);
        request.File.FileName.ShouldBe("talk.mp3");
    }

    [Theory]
    [InlineData("talk.wav", "audio/wav", "talk.wav")]
    [InlineData("upl_0123", "audio/mpeg", "upl_0123.mp3")]
    [InlineData("voice.bin", "audio/mp4", "voice.m4a")]
    [InlineData("clip", "video/mp4", "clip.mp4")]
    [InlineData("note", "audio/ogg", "note.ogg")]
    public void The_file_name_tells_the_vendor_the_format(string name, string type, string sent) =>
        AiHubMixAudioRequestMapper.MapTranscription(AiHubMixInputs.Of("whisper-1", "{}", ("audio", new VendorFile(name, type, new byte[1]))))
            .File.FileName.ShouldBe(sent);

    [Fact]
    public void A_file_that_is_no_recording_is_refused() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixAudioRequestMapper.MapTranscription(AiHubMixInputs.Of("whisper-1", "{}", ("audio", new VendorFile("a", "image/png", new byte[1])))),
        "audio");

    [Theory]
    [InlineData("gpt-4o-transcribe", "text", "json")]
    [InlineData("gpt-4o-transcribe", "json", "json")]
    [InlineData("whisper-1", "text", "text")]
    public void Models_that_answer_json_only_are_asked_for_json(string model, string format, string asked) =>
        Transcription(model, $$"""{"format":"{{format}}"}""").ResponseFormat.ShouldBe(asked);

    [Fact]
    public void A_transcription_by_speaker_says_how_to_cut_and_what_else_to_tell()
    {
        var request = Transcription("gpt-4o-transcribe-diarize", """{"format":"diarized_json","chunking_strategy":"auto","include":["logprobs"]}""");

        (request.ResponseFormat, request.ChunkingStrategy).ShouldBe(("diarized_json", "auto"));
        request.Include.ShouldBe(["logprobs"]);
    }

    [Theory]
    [InlineData("\"a boat\"", "a boat")]
    [InlineData("[\"a boat\",\"a sail\"]", "a boat|a sail")]
    public void Texts_to_embed_are_one_or_many(string texts, string expected)
    {
        var request = AiHubMixEmbeddingRequestMapper.Map(AiHubMixInputs.Of(
            "text-embedding-3-small", $$"""{"input":{{texts}},"dimensions":8,"encoding_format":"base64"}"""));

        string.Join('|', request.Input).ShouldBe(expected);
        (request.Model, request.Dimensions, request.EncodingFormat).ShouldBe(("text-embedding-3-small", 8, "base64"));
    }

    [Theory]
    [InlineData("{}", "input")]
    [InlineData("""{"input":7}""", "input")]
    [InlineData("""{"input":["a",7]}""", "input")]
    [InlineData("""{"input":"a","dimensions":"8"}""", "dimensions")]
    [InlineData("""{"input":"a","user":"u"}""", "user")]
    public void Texts_that_cannot_be_embedded_are_refused_by_name(string json, string field) =>
        AiHubMixInputs.ShouldRefuse(() => AiHubMixEmbeddingRequestMapper.Map(AiHubMixInputs.Of("text-embedding-3-small", json)), field);

    [Fact]
    public void A_translation_takes_no_language() =>
        AiHubMixInputs.ShouldRefuse(() => AiHubMixAudioRequestMapper.MapTranslation(Recording("whisper-1", """{"language":"en"}""")), "language");

    [Fact]
    public void A_transcription_without_a_recording_is_refused() =>
        AiHubMixInputs.ShouldRefuse(() => AiHubMixAudioRequestMapper.MapTranscription(AiHubMixInputs.Of("whisper-1", "{}")), "audio");

    [Fact]
    public void Chat_passes_everything_on()
    {
        var request = Chat("""
            {"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function"}],"tool_choice":"auto","stream":true,
             "temperature":0.2,"seed":5,"audio":{"voice":"alloy"},"x_vendor":{"a":1}}
            """);

        request.Messages.GetArrayLength().ShouldBe(1);
        request.Tools.ShouldNotBeNull().GetArrayLength().ShouldBe(1);
        request.ToolChoice.ShouldNotBeNull().GetString().ShouldBe("auto");
        request.AdditionalFields.ShouldNotBeNull().Keys.ShouldBe(["audio", "seed", "temperature", "x_vendor"], ignoreOrder: true);
        request.StreamOptions.ShouldBeNull();
    }

    [Fact]
    public void The_usage_of_a_stream_is_always_asked_for_beside_the_callers_own_options()
    {
        var options = Chat("""{"messages":[{"role":"user","content":"hi"}],"stream_options":{"include_usage":false,"x":1}}""").StreamOptions.ShouldNotBeNull();

        options.GetProperty("include_usage").GetBoolean().ShouldBeTrue();
        options.GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"stream_options":{"include_usage":true}}""", true)]
    [InlineData("""{"stream_options":{"include_usage":false}}""", false)]
    [InlineData("""{"stream_options":null}""", false)]
    [InlineData("{}", false)]
    public void The_usage_chunk_is_for_callers_who_asked_for_it(string json, bool wanted) =>
        AiHubMixChatRequestMapper.WantsUsage(JsonElement.Parse(json)).ShouldBe(wanted);

    [Theory]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":"hi"}""", "messages")]
    [InlineData("""{"messages":[{"role":"user"}],"stream_options":true}""", "stream_options")]
    public void A_chat_without_a_conversation_is_refused(string json, string field) => AiHubMixInputs.ShouldRefuse(() => Chat(json), field);

    [Fact]
    public void Media_beside_the_messages_are_refused() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixChatRequestMapper.Map(AiHubMixInputs.WithPictures("gpt-5.4-mini", """{"messages":[{"role":"user"}]}""", "image")), "image");

    private static TranscriptionRequest Transcription(string model, string json) => AiHubMixAudioRequestMapper.MapTranscription(Recording(model, json));

    private static AiHubMixInput Recording(string model, string json) =>
        AiHubMixInputs.Of(model, json, ("audio", new VendorFile("talk.mp3", "audio/mpeg", new byte[1])));

    private static ChatCompletionRequest Chat(string json) => AiHubMixChatRequestMapper.Map(AiHubMixInputs.Of("gpt-5.4-mini", json));
}
