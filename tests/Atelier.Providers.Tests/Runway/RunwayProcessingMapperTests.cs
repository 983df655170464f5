using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;
using Atelier.Providers.Runway;
using Atelier.Providers.Tests.Support;

namespace Atelier.Providers.Tests.Runway;

/// <summary>Requests that work on given media, and requests for speech and sounds, in the vendor's words.</summary>
public sealed class RunwayProcessingMapperTests
{
    [Fact]
    public void Aleph_takes_the_video_under_one_name_and_pictures_as_moments_of_it()
    {
        var request = Map<RunwaySubmission.VideoToVideo>(
            Modality.Video, "video_to_video", "aleph2",
            """{"prompt":"snow","video":"u","image":"u","last_image":"u","aspect_ratio":"1:1","format":"prores","proresProfile":"422","seed":3}""",
            "video", "image", "last_image").Request;
        request.VideoUri.ShouldBe("uri:video");
        request.PromptVideo.ShouldBeNull();
        request.Keyframes.ShouldBe([new RunwayKeyframe("uri:image", At: 0), new RunwayKeyframe("uri:last_image", At: 1)]);
        (request.TargetAspectRatio, request.Ratio, request.OutputFormat, request.Seed).ShouldBe(("1:1", null, "prores", 3u));
        request.More.ShouldNotBeNull().Keys.ShouldBe(["proresProfile"]);
    }

    [Fact]
    public void Seedance_takes_the_video_under_another_name_and_media_to_refer_to()
    {
        var request = Map<RunwaySubmission.VideoToVideo>(
            Modality.Video, "video_to_video", "seedance2_5",
            """{"prompt":"on","video":"u","reference_images":["u"],"size":"1280x720","duration":6,"audio":false,"mode":"reference"}""",
            "video", "reference_images").Request;
        request.VideoUri.ShouldBeNull();
        request.PromptVideo.ShouldBe("uri:video");
        (request.Ratio, request.Duration, request.Audio, request.Mode).ShouldBe(("1280:720", 6, false, "reference"));
        request.More.ShouldNotBeNull()["references"].GetRawText().ShouldBe("""[{"uri":"uri:reference_images"}]""");
    }

    [Fact]
    public void Further_videos_are_references()
    {
        var media = new RunwayMedia { Uris = new Dictionary<string, IReadOnlyList<string>> { ["video"] = ["a", "b", "c"] } };
        var request = Requests.Of(Modality.Video, "hailuo3", """{"prompt":"x","video":["u","u","u"]}""", "video_to_video", "video");
        var mapped = RunwayRequestMapper.Map(request, media).ShouldBeOfType<RunwaySubmission.VideoToVideo>().Request;
        mapped.PromptVideo.ShouldBe("a");
        mapped.More.ShouldNotBeNull()["referenceVideos"].GetRawText().ShouldBe("""[{"type":"video","uri":"b"},{"type":"video","uri":"c"}]""");
    }

    [Fact]
    public void A_performance_has_a_character_and_somebody_who_acts()
    {
        var request = Map<RunwaySubmission.CharacterPerformance>(
            Modality.Video, "character_performance", "act_two",
            """{"image":"u","video":"u","aspect_ratio":"16:9","bodyControl":true,"seed":1}""", "image", "video").Request;
        request.Character.ShouldBe(new RunwayMediaReference("uri:image", "image"));
        request.Reference.ShouldBe(new RunwayMediaReference("uri:video", "video"));
        (request.Ratio, request.Seed).ShouldBe(("1280:720", 1u));
        request.More.ShouldNotBeNull()["bodyControl"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void A_character_may_be_a_video() =>
        Map<RunwaySubmission.CharacterPerformance>(
                Modality.Video, "character_performance", "act_two", """{"character_video":"u","video":"u"}""", "character_video", "video")
            .Request.Character.ShouldBe(new RunwayMediaReference("uri:character_video", "video"));

    [Fact]
    public void Upscaling_and_high_dynamic_range_keep_every_setting()
    {
        var film = Map<RunwaySubmission.VideoUpscale>(
            Modality.Video, "video_upscale", "magnific_video_upscaler_creative",
            """{"video":"u","resolution":"4k","creativity":1,"sharpen":2,"smartGrain":3,"flavor":"vivid"}""", "video").Request;
        (film.VideoUri, film.Resolution, film.Creativity, film.Sharpen).ShouldBe(("uri:video", "4k", 1, 2));
        film.More.ShouldNotBeNull().Keys.Order().ShouldBe(["flavor", "smartGrain"]);

        var picture = Map<RunwaySubmission.ImageUpscale>(
            Modality.Image, "image_upscale", "magnific_precision_upscaler_v2", """{"image":"u","scale":4,"ultraDetail":5}""", "image").Request;
        (picture.ImageUri, picture.ScaleFactor).ShouldBe(("uri:image", 4));
        picture.More.ShouldNotBeNull().Keys.ShouldBe(["ultraDetail"]);

        Map<RunwaySubmission.VideoToHdr>(Modality.Video, "video_to_hdr", "ruby", """{"video":"u","format":"hlg"}""", "video")
            .Request.ShouldBe(new RunwayVideoToHdrRequest { Model = "ruby", VideoUri = "uri:video", OutputFormat = "hlg" });
    }

    [Fact]
    public void Speech_is_said_by_a_voice_with_a_name_or_by_the_voice_of_a_recording()
    {
        var speech = Map<RunwaySubmission.TextToSpeech>(
            Modality.Speech, null, "eleven_v3",
            """{"text":"Ahoy","voice":"Maya","language":"en","speed":1.1,"seed":2,"stability":0.5,"format":"mp3"}""").Request;
        (speech.PromptText, speech.Voice, speech.LanguageCode, speech.Speed, speech.Seed, speech.OutputFormat)
            .ShouldBe(("Ahoy", RunwayVoice.Preset("Maya"), "en", 1.1, 2u, null));
        speech.More.ShouldNotBeNull().Keys.ShouldBe(["stability"]);

        var cloned = Map<RunwaySubmission.TextToSpeech>(
            Modality.Speech, "text_to_speech", "seed_audio", """{"text":"Ahoy","audio":"u","format":"opus"}""", "audio").Request;
        (cloned.Voice, cloned.OutputFormat).ShouldBe((RunwayVoice.Recording("uri:audio"), "ogg_opus"));
    }

    [Fact]
    public void A_sound_has_a_length_and_recordings_to_refer_to()
    {
        var sound = Map<RunwaySubmission.SoundEffect>(
            Modality.Sound, null, "eleven_text_to_sound_v2", """{"prompt":"waves","duration":2.5,"loop":true}""").Request;
        (sound.PromptText, sound.Duration, sound.ReferenceAudios).ShouldBe(("waves", 2.5, null));
        sound.More.ShouldNotBeNull()["loop"].GetBoolean().ShouldBeTrue();
        Map<RunwaySubmission.SoundEffect>(Modality.Sound, "sound_effect", "seed_audio", """{"prompt":"@Audio1","audio":"u"}""", "audio")
            .Request.ReferenceAudios.ShouldBe(["uri:audio"]);
    }

    [Fact]
    public void Recordings_get_another_voice_another_language_or_silence_round_them()
    {
        var voice = Map<RunwaySubmission.SpeechToSpeech>(
            Modality.Speech, "speech_to_speech", "eleven_multilingual_sts_v2",
            """{"audio":"u","voice":"Noah","removeBackgroundNoise":true}""", "audio").Request;
        (voice.Media, voice.Voice).ShouldBe((RunwayMediaReference.Audio("uri:audio"), RunwayVoice.Preset("Noah")));
        voice.More.ShouldNotBeNull().Keys.ShouldBe(["removeBackgroundNoise"]);
        Map<RunwaySubmission.SpeechToSpeech>(
                Modality.Speech, "speech_to_speech", "eleven_multilingual_sts_v2", """{"video":"u","voice":"Noah"}""", "video")
            .Request.Media.ShouldBe(RunwayMediaReference.Video("uri:video"));

        var dubbing = Map<RunwaySubmission.VoiceDubbing>(
            Modality.Speech, "voice_dubbing", "eleven_voice_dubbing", """{"audio":"u","target_language":"de","numSpeakers":2}""", "audio").Request;
        (dubbing.AudioUri, dubbing.TargetLang).ShouldBe(("uri:audio", "de"));
        dubbing.More.ShouldNotBeNull().Keys.ShouldBe(["numSpeakers"]);

        Map<RunwaySubmission.VoiceIsolation>(Modality.Speech, "voice_isolation", "eleven_voice_isolation", """{"audio":"u"}""", "audio")
            .Request.AudioUri.ShouldBe("uri:audio");
    }

    [Theory]
    [InlineData(Modality.Video, "video_to_video", "aleph2", """{"prompt":"a"}""", "video", "")]
    [InlineData(Modality.Video, "video_to_video", "hailuo3", """{"prompt":"a","image":"u"}""", "image", "video,image")]
    [InlineData(Modality.Video, "video_to_video", "aleph2", """{"prompt":"a","audio":true}""", "audio", "video")]
    [InlineData(Modality.Video, "video_to_video", "aleph2", """{"prompt":"a","count":2}""", "count", "video")]
    [InlineData(Modality.Video, "video_to_video", "seedance2", """{"prompt":"a","aspect_ratio":"7:1"}""", "aspect_ratio", "video")]
    [InlineData(Modality.Video, "character_performance", "act_two", "{}", "image", "video")]
    [InlineData(Modality.Video, "character_performance", "act_two", "{}", "video", "image")]
    [InlineData(Modality.Video, "character_performance", "act_two", "{}", "character_video", "image,character_video,video")]
    [InlineData(Modality.Video, "character_performance", "act_two", "{}", "audio", "image,audio,video")]
    [InlineData(Modality.Video, "video_upscale", "enhance_frame_rate", "{}", "video", "")]
    [InlineData(Modality.Video, "video_to_hdr", "ruby", "{}", "image", "video,image")]
    [InlineData(Modality.Image, "image_upscale", "magnific_precision_upscaler_v2", "{}", "image", "")]
    [InlineData(Modality.Image, "image_upscale", "magnific_precision_upscaler_v2", """{"count":2}""", "count", "image")]
    [InlineData(Modality.Speech, null, "eleven_v3", """{"text":"a","voice":"Maya","format":"wav"}""", "format", "")]
    [InlineData(Modality.Speech, null, "seed_audio", """{"text":"a","voice":"Maya"}""", "voice", "audio")]
    [InlineData(Modality.Speech, null, "eleven_v3", """{"text":"a","speed":"fast"}""", "speed", "")]
    [InlineData(Modality.Speech, "speech_to_speech", "eleven_multilingual_sts_v2", """{"voice":"Maya"}""", "audio", "")]
    [InlineData(Modality.Speech, "speech_to_speech", "eleven_multilingual_sts_v2", "{}", "voice", "audio")]
    [InlineData(Modality.Speech, "speech_to_speech", "eleven_multilingual_sts_v2", """{"voice":"Maya"}""", "video", "audio,video")]
    [InlineData(Modality.Speech, "voice_dubbing", "eleven_voice_dubbing", "{}", "target_language", "audio")]
    [InlineData(Modality.Speech, "voice_isolation", "eleven_voice_isolation", "{}", "audio", "")]
    [InlineData(Modality.Sound, null, "eleven_text_to_sound_v2", "{}", "prompt", "")]
    [InlineData(Modality.Sound, "text_to_speech", "eleven_v3", "{}", "model", "")]
    [InlineData(Modality.Music, null, "any", "{}", "model", "")]
    public void What_cannot_be_said_is_refused_with_our_name(Modality modality, string? route, string model, string input, string field, string media)
    {
        var names = media.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Should.Throw<InvalidInputException>(() => Map<RunwaySubmission>(modality, route, model, input, names)).Field.ShouldBe(field);
    }

    [Theory]
    [InlineData("promptText", nameof(RunwayEndpoint.TextToSpeech), "text")]
    [InlineData("promptText", nameof(RunwayEndpoint.TextToVideo), "prompt")]
    [InlineData("videoUri", nameof(RunwayEndpoint.VideoToVideo), "video")]
    [InlineData("character.type", nameof(RunwayEndpoint.CharacterPerformance), "image")]
    [InlineData("targetLang", nameof(RunwayEndpoint.VoiceDubbing), "target_language")]
    [InlineData("creativity", nameof(RunwayEndpoint.VideoUpscale), "creativity")]
    public void What_the_client_refuses_is_told_by_our_name(string parameter, string endpoint, string field)
    {
        var refused = RunwayFailureMapper.Map(new ArgumentException("'x' must be smaller.", parameter), Enum.Parse<RunwayEndpoint>(endpoint));
        (refused.Field, refused.Message).ShouldBe((field, "'x' must be smaller."));
    }

    private static T Map<T>(Modality modality, string? route, string model, string input, params string[] media)
        where T : RunwaySubmission =>
        (T)RunwayRequestMapper.Map(
            Requests.Of(modality, model, input, route, media),
            new RunwayMedia { Uris = media.ToDictionary(name => name, name => (IReadOnlyList<string>)[$"uri:{name}"]) });
}
