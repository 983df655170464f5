using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Runway;

/// <summary>What the vendor is known to refuse is not sent, and the reason names the field and its range.</summary>
public sealed class RunwayLimitTests
{
    private const string Film = "https://media.example/film.mp4";
    private const string Picture = "https://media.example/face.png";

    private static readonly RunwayVideoRequest Veo = new() { Model = "veo3.1", PromptText = "a boat", Ratio = "1280:720" };
    private static readonly RunwayVideoToVideoRequest Aleph = new() { Model = "aleph2", VideoUri = Film };
    private static readonly RunwayVideoToVideoRequest Seedance = new() { Model = "seedance2_5", PromptVideo = Film, PromptText = "on" };
    private static readonly RunwayImageRequest Gemini = new() { Model = "gemini_image3_pro", PromptText = "a boat", Ratio = "1024:1024" };
    private static readonly RunwaySpeechRequest Speech = new() { Model = "eleven_v3", PromptText = "Ahoy", Voice = RunwayVoice.Preset("Maya") };
    private static readonly RunwaySoundEffectRequest Sound = new() { Model = "seed_audio", PromptText = "waves" };
    private static readonly RunwayVideoUpscaleRequest Upscale = new() { Model = "magnific_video_upscaler_creative", VideoUri = Film };

    private static readonly RunwayCharacterPerformanceRequest Performance = new()
    {
        Model = "act_two",
        Character = RunwayMediaReference.Image(Picture),
        Reference = RunwayMediaReference.Video(Film),
    };

    private static readonly (string Field, string Part, Func<RunwayClient, Task> Send)[] Wrong =
    [
        ("promptText", "1 to 1000", client => client.TextToVideoAsync(Veo with { PromptText = new string('a', 1001) })),
        ("promptText", "1 to 1000", client => client.TextToVideoAsync(Veo with { PromptText = "" })),
        ("promptText", "2 to 2500", client => client.TextToVideoAsync(Veo with { Model = "happyhorse_1_0", PromptText = "a" })),
        ("duration", "4, 6, 8", client => client.TextToVideoAsync(Veo with { Duration = 5 })),
        ("duration", "from 2 to 10", client => client.TextToVideoAsync(Veo with { Model = "gen4.5", Duration = 11 })),
        ("duration", "from 4 to 30", client => client.TextToVideoAsync(Veo with { Model = "seedance2_5", Duration = 3 })),
        ("promptImage", "from 1 to 1", client => client.ImageToVideoAsync(Veo with { Model = "gen4_turbo", PromptImage = [new(Picture), new(Picture)] })),
        ("promptImage", "from 1 to 2", client => client.ImageToVideoAsync(Veo with { PromptImage = [] })),
        ("promptImage", "https URL", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("http://media.example/a.png")] })),
        ("promptImage", "https URL", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("https://127.0.0.1/a.png")] })),
        ("promptImage", "https URL", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("https://a.io")] })),
        ("promptImage", "13 to 2048", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("https://a.example/" + new string('a', 2048))] })),
        ("promptImage", "1 to 5000", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("runway://" + new string('a', 5000))] })),
        ("promptImage", "data:image/", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("data:video/mp4;base64,AAAA")] })),
        ("promptImage", "base64", client => client.ImageToVideoAsync(Veo with { PromptImage = [new("data:image/png,AAAA")] })),
        ("promptImage", "5242880", client => client.ImageToVideoAsync(
            Veo with { PromptImage = [new("data:image/png;base64," + new string('A', RunwayDataUri.MaxLength))] })),
        ("ratio", "given for gen4_turbo", client => client.ImageToVideoAsync(Veo with { Model = "gen4_turbo", Ratio = null, PromptImage = [new(Picture, "first")] })),
        ("ratio", "one of 1280:720, 720:1280,", client => client.TextToVideoAsync(Veo with { Model = "gen4.5", Duration = 5, Ratio = "960:960" })),
        ("ratio", "auto_480p", client => client.ImageToVideoAsync(Veo with { Model = "wan3", PromptImage = [new(Picture, "first")] })),
        ("duration", "given for gen4.5", client => client.TextToVideoAsync(Veo with { Model = "gen4.5" })),
        ("promptText", "given for veo3.1", client => client.TextToVideoAsync(Veo with { PromptText = null })),
        ("resolution", "768p, 2k", client => client.TextToVideoAsync(Veo with { Model = "hailuo3", Ratio = null, Resolution = "4k" })),
        ("promptImage", "given for veo3.1", client => client.ImageToVideoAsync(Veo)),
        ("promptImage", "left out of text_to_video", client => client.TextToVideoAsync(Veo with { PromptImage = [new(Picture, "first")] })),
        ("promptImage", "of first, each once", client => client.ImageToVideoAsync(Veo with { Model = "gen4_turbo", PromptImage = [new(Picture, "last")] })),
        ("promptImage", "of first, each once", client => client.ImageToVideoAsync(Veo with { Model = "gen4_turbo", PromptImage = [new(Picture)] })),
        ("promptImage", "of first and last", client => client.ImageToVideoAsync(Veo with { PromptImage = [new(Picture, "last")] })),
        ("promptImage", "of first and last", client => client.ImageToVideoAsync(Veo with { PromptImage = [new(Picture, "first"), new(Picture, "first")] })),
        ("promptImage", "of first and last", client => client.ImageToVideoAsync(
            Veo with { Model = "seedance2", PromptImage = [new(Picture, "first"), new(Picture)] })),
        ("outputFormat", "hdr10", client => client.TextToVideoAsync(Veo with { Model = "gen4.5", Duration = 5, OutputFormat = "gif" })),
        ("proresProfile", "prores or hdr_prores", client => client.TextToVideoAsync(Veo with { Model = "gen4.5", Duration = 5, ProresProfile = "422" })),
        ("proresProfile", "422, 422 HQ, 4444", client => client.TextToVideoAsync(
            Veo with { Model = "gen4.5", Duration = 5, OutputFormat = "hdr_prores", ProresProfile = "4444 XQ" })),
        ("contentModeration", "auto, low", client => client.TextToVideoAsync(Veo with { ContentModeration = new("off") })),
        ("promptExpansionMode", "balanced", client => client.TextToVideoAsync(
            Veo with { Model = "h3_max", Ratio = null, PromptExpansionMode = "long" })),
        ("referenceAudio", "at least one of references", client => client.TextToVideoAsync(
            Veo with { Model = "grok_imagine_1_5", Ratio = null, ReferenceAudio = [RunwayMediaReference.Audio(Film)] })),
        ("resolution", "480p, 720p", client => client.TextToVideoAsync(
            Veo with { Model = "grok_imagine_1_5", Ratio = null, Resolution = "1080p", References = [new(Picture)] })),
        ("promptVideo", "left out for aleph2", client => client.VideoToVideoAsync(Aleph with { PromptVideo = Film })),
        ("promptVideo", "given for seedance2", client => client.VideoToVideoAsync(Aleph with { Model = "seedance2", VideoUri = null })),
        ("mode", "extend", client => client.VideoToVideoAsync(Seedance with { Mode = "loop" })),
        ("promptText", "the mode extend", client => client.VideoToVideoAsync(Seedance with { Mode = "extend", PromptText = null })),
        ("ratio", "left out in the mode edit", client => client.VideoToVideoAsync(Seedance with { Mode = "edit", Ratio = "1280:720" })),
        ("duration", "auto in the mode edit", client => client.VideoToVideoAsync(Seedance with { Mode = "edit", Duration = 5 })),
        ("targetAspectRatio", "21:9", client => client.VideoToVideoAsync(Aleph with { TargetAspectRatio = "5:4" })),
        ("keyframes", "seconds or at", client => client.VideoToVideoAsync(Aleph with { Keyframes = [new(Picture)] })),
        ("keyframes", "seconds or at", client => client.VideoToVideoAsync(Aleph with { Keyframes = [new(Picture, Seconds: 1, At: 0.5)] })),
        ("keyframes", "from 0 to 1", client => client.VideoToVideoAsync(Aleph with { Keyframes = [new(Picture, At: 1.5)] })),
        ("keyframes", "or none", client => client.VideoToVideoAsync(
            Aleph with { Keyframes = [new(Picture, At: 0, Range: new(0, 2)), new(Picture, At: 1)] })),
        ("references", "from 0 to 0", client => client.VideoToVideoAsync(Aleph with { References = [new(Picture)] })),
        ("ratio", "4096:4096", client => client.TextToImageAsync(Gemini with { Ratio = "16:9" })),
        ("ratio", "3686400 to 16777216 pixels", client => client.TextToImageAsync(Gemini with { Model = "seedream5_lite", Ratio = "1024:1024" })),
        ("outputCount", "one of 1, 4", client => client.TextToImageAsync(Gemini with { OutputCount = 2 })),
        ("quality", "low, medium, high, auto", client => client.TextToImageAsync(
            Gemini with { Model = "gpt_image_2", Ratio = "auto", Quality = "max" })),
        ("background", "opaque, auto", client => client.TextToImageAsync(
            Gemini with { Model = "gpt_image_2_5_flare", Ratio = "auto", Background = "transparent" })),
        ("outputFormat", "png, jpeg", client => client.TextToImageAsync(
            Gemini with { Model = "seedream5_pro", OutputFormat = "webp" })),
        ("referenceImages", "from 1 to 3", client => client.TextToImageAsync(Gemini with { Model = "gen4_image_turbo" })),
        ("referenceImages", "begin with a letter", client => client.TextToImageAsync(Gemini with { ReferenceImages = [new(Picture, "1st")] })),
        ("referenceImages", "begin with a letter", client => client.TextToImageAsync(Gemini with { ReferenceImages = [new(Picture, "ab")] })),
        ("referenceImages", "each tag once", client => client.TextToImageAsync(
            Gemini with { Model = "gpt_image_2", Ratio = "auto", ReferenceImages = [new(Picture, "cat"), new(Picture, "cat")] })),
        ("referenceImages", "5 times a human", client => client.TextToImageAsync(
            Gemini with { ReferenceImages = [.. Enumerable.Repeat(new RunwayReferenceImage(Picture, Subject: "human"), 6)] })),
        ("ratio", "1104:832", client => client.CharacterPerformanceAsync(Performance with { Ratio = "16:9" })),
        ("flavor", "vivid, natural", client => client.VideoUpscaleAsync(Upscale with { Flavor = "photo" })),
        ("targetFramerate", "given for enhance_frame_rate", client => client.VideoUpscaleAsync(new() { Model = "enhance_frame_rate", VideoUri = Film })),
        ("targetFramerate", "23_98", client => client.VideoUpscaleAsync(
            new() { Model = "enhance_frame_rate", VideoUri = Film, TargetFramerate = "23.98" })),
        ("outputFormat", "hdr10, hlg", client => client.VideoToHdrAsync(new() { Model = "ruby", VideoUri = Film, OutputFormat = "mp4" })),
        ("proresProfile", "prores", client => client.VideoToHdrAsync(new() { Model = "ruby", VideoUri = Film, ProresProfile = "422" })),
        ("flavor", "photo_denoiser", client => client.ImageUpscaleAsync(
            new() { Model = "magnific_precision_upscaler_v2", ImageUri = Picture, Flavor = "vivid" })),
        ("voice", "given for eleven_v3", client => client.TextToSpeechAsync(Speech with { Voice = null })),
        ("applyTextNormalization", "auto, on, off", client => client.TextToSpeechAsync(Speech with { ApplyTextNormalization = "yes" })),
        ("sampleRate", "44100", client => client.SoundEffectAsync(Sound with { SampleRate = 11_025 })),
        ("outputFormat", "ogg_opus", client => client.SoundEffectAsync(Sound with { OutputFormat = "flac" })),
        ("references", "from 0 to 9", client => client.TextToVideoAsync(
            Veo with { Model = "seedance2", References = [.. Enumerable.Repeat(new RunwayMediaReference(Picture), 10)] })),
        ("referenceVideos", "from 0 to 3", client => client.TextToVideoAsync(
            Veo with { Model = "hailuo3", Ratio = "16:9", ReferenceVideos = [.. Enumerable.Repeat(RunwayMediaReference.Video(Film), 4)] })),
        ("referenceAudio", "from 0 to 3", client => client.TextToVideoAsync(
            Veo with { Model = "hailuo3", Ratio = "16:9", ReferenceAudio = [.. Enumerable.Repeat(RunwayMediaReference.Audio(Film), 4)] })),
        ("keyframes", "from 1 to 5", client => client.VideoToVideoAsync(Aleph with { Keyframes = [.. Enumerable.Repeat(new RunwayKeyframe(Picture), 6)] })),
        ("videoUri", "data:video/", client => client.VideoToVideoAsync(Aleph with { VideoUri = "data:image/png;base64,AAAA" })),
        ("promptVideo", "https URL", client => client.VideoToVideoAsync(Aleph with { Model = "hailuo3", PromptText = "on", VideoUri = null, PromptVideo = "film.mp4" })),
        ("promptText", "1 to 1000", client => client.VideoToVideoAsync(Aleph with { PromptText = new string('a', 1001) })),
        ("outputCount", "from 1 to 10", client => client.TextToImageAsync(
            Gemini with { Model = "gpt_image_2", Ratio = "auto", OutputCount = 11 })),
        ("referenceImages", "from 0 to 14", client => client.TextToImageAsync(
            Gemini with { ReferenceImages = [.. Enumerable.Repeat(new RunwayReferenceImage(Picture), 15)] })),
        ("promptText", "1 to 5500", client => client.TextToImageAsync(Gemini with { PromptText = new string('a', 5501) })),
        ("character.type", "image, video", client => client.CharacterPerformanceAsync(Performance with { Character = new(Picture) })),
        ("reference.type", "video", client => client.CharacterPerformanceAsync(Performance with { Reference = RunwayMediaReference.Image(Film) })),
        ("expressionIntensity", "from 1 to 5", client => client.CharacterPerformanceAsync(Performance with { ExpressionIntensity = 6 })),
        ("creativity", "from 0 to 100", client => client.VideoUpscaleAsync(Upscale with { Creativity = 101 })),
        ("smartGrain", "from 0 to 100", client => client.VideoUpscaleAsync(Upscale with { SmartGrain = -1 })),
        ("scaleFactor", "2, 4, 8, 16", client => client.ImageUpscaleAsync(
            new() { Model = "magnific_precision_upscaler_v2", ImageUri = Picture, ScaleFactor = 3 })),
        ("videoUri", "https URL", client => client.VideoToHdrAsync(new() { Model = "ruby", VideoUri = "" })),
        ("promptText", "1 to 1000", client => client.TextToSpeechAsync(
            Speech with { Model = "eleven_multilingual_v2", PromptText = new string('a', 1001) })),
        ("speed", "from 0.7 to 1.2", client => client.TextToSpeechAsync(Speech with { Speed = 1.3 })),
        ("stability", "from 0 to 1", client => client.TextToSpeechAsync(Speech with { Stability = double.NaN })),
        ("voice", "data:audio/", client => client.TextToSpeechAsync(Speech with { Voice = RunwayVoice.Recording("data:image/png;base64,AAAA") })),
        ("duration", "from 0.5 to 30", client => client.SoundEffectAsync(Sound with { Duration = 0.4 })),
        ("referenceAudios", "from 0 to 3", client => client.SoundEffectAsync(Sound with { ReferenceAudios = [Film, Film, Film, Film] })),
        ("media.type", "audio, video", client => client.SpeechToSpeechAsync(
            new() { Model = "eleven_multilingual_sts_v2", Media = new(Film), Voice = RunwayVoice.Preset("Maya") })),
        ("targetLang", "at least 1", client => client.VoiceDubbingAsync(new() { Model = "eleven_voice_dubbing", AudioUri = Film, TargetLang = "" })),
        ("audioUri", "https URL", client => client.VoiceIsolationAsync(new() { Model = "eleven_voice_isolation", AudioUri = "talk" })),
    ];

    public static TheoryData<int, string> Cases => [.. Wrong.Select((wrong, index) => (index, wrong.Field))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_is_refused_before_anything_is_sent(int index, string field)
    {
        await using var bench = await RunwayBench.StartAsync();

        var fault = await Should.ThrowAsync<ArgumentException>(() => Wrong[index].Send(bench.Client));

        fault.ParamName.ShouldBe(field);
        fault.Message.ShouldContain($"'{field}' must");
        fault.Message.ShouldContain(Wrong[index].Part);
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_not_known_is_left_to_the_vendor()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"id":"t1"}"""));

        await bench.Client.TextToVideoAsync(
            new() { Model = "gen9", PromptText = new string('a', 50_000), Duration = 600 }, cancellationToken: Token);

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_value_that_is_not_known_here_goes_among_the_further_fields()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"id":"t1"}"""));

        await bench.Client.TextToVideoAsync(
            Veo with { Ratio = null, More = new() { ["ratio"] = JsonSerializer.SerializeToElement("2560:1440") } }, cancellationToken: Token);

        bench.Server.OnlyRequest.Text.ShouldBe("""{"model":"veo3.1","promptText":"a boat","ratio":"2560:1440"}""");
    }

    [Fact]
    public async Task A_data_URI_is_made_of_a_stream_up_to_the_size_the_vendor_takes()
    {
        const string prefix = "data:image/png;base64,";
        var most = (RunwayDataUri.MaxLength - prefix.Length) / 4 * 3;

        var small = await RunwayDataUri.FromStreamAsync(new MemoryStream([1, 2, 3, 4]), "image/png", Token);
        var large = await RunwayDataUri.FromFileAsync(new VendorFile("a.png", "image/png", new byte[most]), Token);

        small.ShouldBe("data:image/png;base64,AQIDBA==");
        large.Length.ShouldBeInRange(RunwayDataUri.MaxLength - 4, RunwayDataUri.MaxLength);
        (await Should.ThrowAsync<ArgumentException>(RunwayDataUri.FromStreamAsync(new MemoryStream(new byte[most + 1]), "image/png", Token)))
            .Message.ShouldContain("upload");
    }
}
