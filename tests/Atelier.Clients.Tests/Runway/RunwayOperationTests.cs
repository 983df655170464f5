using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Runway;

/// <summary>Every operation that works on media or makes sound: the bytes that go out, and what the simulated vendor makes of them.</summary>
public sealed class RunwayOperationTests
{
    private const string Created = """{"id":"5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10","estimatedCost":{"credits":25}}""";
    private const string Film = "https://media.example/film.mp4";
    private const string Picture = "https://media.example/face.png";
    private const string Speech = "https://media.example/talk.mp3";

    private static readonly Dictionary<string, (string Body, Func<RunwayClient, Task<RunwayCreated>> Send)> Operations = new()
    {
        ["video_to_video"] = (
            """{"model":"aleph2","promptText":"snow","videoUri":"https://media.example/film.mp4","""
            + "\"keyframes\":[{\"uri\":\"https://media.example/face.png\",\"at\":0.5,\"range\":{\"start_seconds\":0,\"end_seconds\":2}}],"
            + "\"targetAspectRatio\":\"1:1\",\"outputFormat\":\"prores\",\"proresProfile\":\"422 HQ\",\"seed\":7,"
            + "\"contentModeration\":{\"publicFigureThreshold\":\"low\"}}",
            client => client.VideoToVideoAsync(
                new()
                {
                    Model = "aleph2",
                    PromptText = "snow",
                    VideoUri = Film,
                    Keyframes = [new(Picture, At: 0.5, Range: new(0, 2))],
                    TargetAspectRatio = "1:1",
                    OutputFormat = "prores",
                    ProresProfile = "422 HQ",
                    Seed = 7,
                    ContentModeration = new("low"),
                },
                cancellationToken: Token)),
        ["video_to_video "] = (
            """{"model":"seedance2_5","promptText":"on","promptVideo":"https://media.example/film.mp4","mode":"reference","ratio":"1280:720","duration":4,"audio":false,"""
            + "\"references\":[{\"uri\":\"https://media.example/face.png\"}],"
            + "\"referenceVideos\":[{\"type\":\"video\",\"uri\":\"https://media.example/film.mp4\"}],"
            + "\"referenceAudio\":[{\"type\":\"audio\",\"uri\":\"https://media.example/talk.mp3\"}]}",
            client => client.VideoToVideoAsync(
                new()
                {
                    Model = "seedance2_5",
                    PromptText = "on",
                    PromptVideo = Film,
                    Mode = "reference",
                    Ratio = "1280:720",
                    Duration = 4,
                    Audio = false,
                    References = [new(Picture)],
                    ReferenceVideos = [RunwayMediaReference.Video(Film)],
                    ReferenceAudio = [RunwayMediaReference.Audio(Speech)],
                },
                cancellationToken: Token)),
        ["character_performance"] = (
            """{"model":"act_two","character":{"type":"image","uri":"https://media.example/face.png"},"""
            + "\"reference\":{\"type\":\"video\",\"uri\":\"https://media.example/film.mp4\"},\"ratio\":\"960:960\",\"bodyControl\":true,\"expressionIntensity\":5,\"seed\":1}",
            client => client.CharacterPerformanceAsync(
                new()
                {
                    Model = "act_two",
                    Character = RunwayMediaReference.Image(Picture),
                    Reference = RunwayMediaReference.Video(Film),
                    Ratio = "960:960",
                    BodyControl = true,
                    ExpressionIntensity = 5,
                    Seed = 1,
                },
                cancellationToken: Token)),
        ["video_upscale"] = (
            """{"model":"magnific_video_upscaler_creative","videoUri":"https://media.example/film.mp4","resolution":"4k","creativity":1,"sharpen":2,"""
            + "\"smartGrain\":3,\"flavor\":\"vivid\",\"fpsBoost\":true}",
            client => client.VideoUpscaleAsync(
                new()
                {
                    Model = "magnific_video_upscaler_creative",
                    VideoUri = Film,
                    Resolution = "4k",
                    Creativity = 1,
                    Sharpen = 2,
                    SmartGrain = 3,
                    Flavor = "vivid",
                    FpsBoost = true,
                },
                cancellationToken: Token)),
        ["video_upscale "] = (
            """{"model":"enhance_frame_rate","videoUri":"https://media.example/film.mp4","targetFramerate":"59_94"}""",
            client => client.VideoUpscaleAsync(
                new() { Model = "enhance_frame_rate", VideoUri = Film, TargetFramerate = "59_94" }, cancellationToken: Token)),
        ["video_to_hdr"] = (
            """{"model":"ruby","videoUri":"https://media.example/film.mp4","outputFormat":"hdr_prores","proresProfile":"4444"}""",
            client => client.VideoToHdrAsync(
                new() { Model = "ruby", VideoUri = Film, OutputFormat = "hdr_prores", ProresProfile = "4444" }, cancellationToken: Token)),
        ["image_upscale"] = (
            """{"model":"magnific_precision_upscaler_v2","imageUri":"https://media.example/face.png","scaleFactor":4,"flavor":"photo","""
            + "\"sharpen\":1,\"smartGrain\":2,\"ultraDetail\":3}",
            client => client.ImageUpscaleAsync(
                new()
                {
                    Model = "magnific_precision_upscaler_v2",
                    ImageUri = Picture,
                    ScaleFactor = 4,
                    Flavor = "photo",
                    Sharpen = 1,
                    SmartGrain = 2,
                    UltraDetail = 3,
                },
                cancellationToken: Token)),
        ["text_to_image"] = (
            """{"model":"gpt_image_2","promptText":"@boat","ratio":"1920:1920","referenceImages":[{"uri":"https://media.example/face.png","tag":"boat","subject":"object"}],"""
            + "\"outputCount\":2,\"quality\":\"low\",\"background\":\"opaque\"}",
            client => client.TextToImageAsync(
                new()
                {
                    Model = "gpt_image_2",
                    PromptText = "@boat",
                    Ratio = "1920:1920",
                    ReferenceImages = [new(Picture, "boat", "object")],
                    OutputCount = 2,
                    Quality = "low",
                    Background = "opaque",
                },
                cancellationToken: Token)),
        ["text_to_speech"] = (
            """{"model":"eleven_v3","promptText":"Ahoy","voice":{"type":"runway-preset","presetId":"Maya"},"languageCode":"en","seed":2,"stability":0.5,"""
            + "\"similarityBoost\":0.25,\"style\":1,\"speed\":1.2,\"useSpeakerBoost\":true,\"applyTextNormalization\":\"auto\"}",
            client => client.TextToSpeechAsync(
                new()
                {
                    Model = "eleven_v3",
                    PromptText = "Ahoy",
                    Voice = RunwayVoice.Preset("Maya"),
                    LanguageCode = "en",
                    Seed = 2,
                    Stability = 0.5,
                    SimilarityBoost = 0.25,
                    Style = 1,
                    Speed = 1.2,
                    UseSpeakerBoost = true,
                    ApplyTextNormalization = "auto",
                },
                cancellationToken: Token)),
        ["text_to_speech "] = (
            """{"model":"seed_audio","promptText":"Ahoy","voice":{"type":"reference-audio","audioUri":"https://media.example/talk.mp3"},"outputFormat":"wav","sampleRate":24000,"""
            + "\"speechRate\":1,\"pitchRate\":2,\"loudnessRate\":3}",
            client => client.TextToSpeechAsync(
                new()
                {
                    Model = "seed_audio",
                    PromptText = "Ahoy",
                    Voice = RunwayVoice.Recording(Speech),
                    OutputFormat = "wav",
                    SampleRate = 24_000,
                    SpeechRate = 1,
                    PitchRate = 2,
                    LoudnessRate = 3,
                },
                cancellationToken: Token)),
        ["sound_effect"] = (
            """{"model":"eleven_text_to_sound_v2","promptText":"waves","duration":0.5,"loop":true}""",
            client => client.SoundEffectAsync(
                new() { Model = "eleven_text_to_sound_v2", PromptText = "waves", Duration = 0.5, Loop = true }, cancellationToken: Token)),
        ["sound_effect "] = (
            """{"model":"seed_audio","promptText":"like @Audio1","referenceAudios":["https://media.example/talk.mp3"],"outputFormat":"ogg_opus"}""",
            client => client.SoundEffectAsync(
                new() { Model = "seed_audio", PromptText = "like @Audio1", ReferenceAudios = [Speech], OutputFormat = "ogg_opus" }, cancellationToken: Token)),
        ["speech_to_speech"] = (
            """{"model":"eleven_multilingual_sts_v2","media":{"type":"video","uri":"https://media.example/film.mp4"},"""
            + "\"voice\":{\"type\":\"runway-preset\",\"presetId\":\"Noah\"},\"removeBackgroundNoise\":true}",
            client => client.SpeechToSpeechAsync(
                new()
                {
                    Model = "eleven_multilingual_sts_v2",
                    Media = RunwayMediaReference.Video(Film),
                    Voice = RunwayVoice.Preset("Noah"),
                    RemoveBackgroundNoise = true,
                },
                cancellationToken: Token)),
        ["voice_dubbing"] = (
            """{"model":"eleven_voice_dubbing","audioUri":"https://media.example/talk.mp3","targetLang":"de","disableVoiceCloning":true,"""
            + "\"dropBackgroundAudio\":false,\"numSpeakers\":2}",
            client => client.VoiceDubbingAsync(
                new()
                {
                    Model = "eleven_voice_dubbing",
                    AudioUri = Speech,
                    TargetLang = "de",
                    DisableVoiceCloning = true,
                    DropBackgroundAudio = false,
                    NumSpeakers = 2,
                },
                cancellationToken: Token)),
        ["voice_isolation"] = (
            """{"model":"eleven_voice_isolation","audioUri":"https://media.example/talk.mp3"}""",
            client => client.VoiceIsolationAsync(new() { Model = "eleven_voice_isolation", AudioUri = Speech }, cancellationToken: Token)),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_operation_sends_exactly_these_bytes(string name)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Created));

        var created = await Operations[name].Send(bench.Client);

        created.ShouldBe(new RunwayCreated("5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10", new RunwayCost(25)));
        var request = bench.Server.OnlyRequest;
        request.Method.ShouldBe("POST");
        request.Target.ShouldBe($"/runway/v1/{name.Trim()}");
        request.Header("Authorization").ShouldBe($"Bearer {RunwayBench.Key}");
        request.Header("X-Runway-Version").ShouldBe("2024-11-06");
        request.Header("Content-Type").ShouldBe("application/json");
        request.Text.ShouldBe(Operations[name].Body);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_simulated_vendor_takes_it_and_makes_something_of_it(string name)
    {
        await using var vendors = await SimulatedVendors.StartAsync();

        var created = await Operations[name].Send(vendors.Runway);
        var task = await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(created.Id, cancellationToken: Token));

        task.Status.ShouldBe(RunwayTaskStatus.Succeeded);
        task.Output!.Count.ShouldBe(name == "text_to_image" ? 2 : 1);
        created.EstimatedCost!.Credits.ShouldBePositive();
        task.Cost!.Credits.ShouldBeInRange(0.5, created.EstimatedCost.Credits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_lost_answer_is_not_sent_again(string name)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var work = Operations[name].Send(bench.Client);
        await bench.PassWaitsAsync(work);

        (await Should.ThrowAsync<VendorConnectionException>(work)).MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }
}
