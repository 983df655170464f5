using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Mutation;

namespace Atelier.Clients.Tests.Runway;

/// <summary>Whatever Runway answers, the client gives a sound result or a <see cref="VendorException"/>.</summary>
public sealed class RunwayMutationTests
{
    private const int Mutations = 5000;
    private const string Film = "https://media.example/film.mp4";
    private const string Picture = "https://media.example/face.png";

    private static readonly WireAnswer Created = WireAnswer.Json(
        """{"id":"5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10","estimatedCost":{"credits":25}}""", 200, ("apigw-requestid", "r1"));

    private static readonly WireAnswer Running = WireAnswer.Json(
        """{"id":"t1","createdAt":"2026-11-20T09:14:02.118Z","status":"RUNNING","progress":0.42,"estimatedCost":{"credits":25}}""");

    private static readonly WireAnswer Succeeded = WireAnswer.Json(
        """{"id":"t1","createdAt":"2026-11-20T09:14:02.118Z","status":"SUCCEEDED","output":["https://cdn.example.net/t1.mp4?_jwt=eyJ"],"cost":{"credits":25}}""");

    private static readonly WireAnswer Failed = WireAnswer.Json(
        """{"id":"t1","createdAt":"2026-11-20T09:14:02.118Z","status":"FAILED","failure":"No.","failureCode":"INTERNAL.BAD_OUTPUT.CODE01","cost":{"credits":0}}""");

    private static readonly WireAnswer Ticket = WireAnswer.Json(
        """{"uploadUrl":"http://uploads.example.test/bucket","fields":{"key":"u/9f2/clip.mp4","policy":"b64"},"runwayUri":"runway://opaque-token"}""");

    private static readonly WireAnswer NoContent = new(204, null, []);

    private static readonly WireAnswer Invalid = WireAnswer.Json(
        """{"error":"Validation of body failed","docUrl":"https://docs.example","issues":[{"code":"too_big","maximum":10,"path":["duration"],"message":"Too big"}]}""",
        400);

    private static readonly WireAnswer Organization = WireAnswer.Json(
        """{"creditBalance":4310,"tier":{"maxMonthlyCreditSpend":50000,"models":{"gen4_turbo":{"maxConcurrentGenerations":3,"maxDailyGenerations":null}}},"""
        + "\"usage\":{\"models\":{\"gen4_turbo\":{\"dailyGenerations\":17}}}}");

    private static readonly WireAnswer Usage = WireAnswer.Json(
        """{"models":["gen4_turbo"],"results":[{"date":"2026-10-02","usedCredits":[{"model":"gen4_turbo","amount":125}]}]}""");

    private static readonly IReadOnlyList<MutationCase<RunwayClient>> Cases =
    [
        Creating("image_to_video", (client, token) => client.ImageToVideoAsync(
            new() { Model = "gen4_turbo", PromptImage = [new(Picture, "first")], Ratio = "1280:720" }, cancellationToken: token)),
        Creating("text_to_video", (client, token) => client.TextToVideoAsync(new() { Model = "veo3.1", PromptText = "a", Ratio = "1280:720" }, cancellationToken: token)),
        Creating("video_to_video", (client, token) => client.VideoToVideoAsync(new() { Model = "aleph2", VideoUri = Film }, cancellationToken: token)),
        Creating("character_performance", (client, token) => client.CharacterPerformanceAsync(
            new() { Model = "act_two", Character = RunwayMediaReference.Image(Picture), Reference = RunwayMediaReference.Video(Film) },
            cancellationToken: token)),
        Creating("video_upscale", (client, token) => client.VideoUpscaleAsync(
            new() { Model = "enhance_frame_rate", VideoUri = Film, TargetFramerate = "60" }, cancellationToken: token)),
        Creating("video_to_hdr", (client, token) => client.VideoToHdrAsync(new() { Model = "ruby", VideoUri = Film }, cancellationToken: token)),
        Creating("text_to_image", (client, token) => client.TextToImageAsync(
            new() { Model = "gen4_image", PromptText = "a", Ratio = "1024:1024" }, cancellationToken: token)),
        Creating("image_upscale", (client, token) => client.ImageUpscaleAsync(
            new() { Model = "magnific_precision_upscaler_v2", ImageUri = Picture }, cancellationToken: token)),
        Creating("text_to_speech", (client, token) => client.TextToSpeechAsync(
            new() { Model = "eleven_v3", PromptText = "a", Voice = RunwayVoice.Preset("Maya") }, cancellationToken: token)),
        Creating("sound_effect", (client, token) => client.SoundEffectAsync(
            new() { Model = "eleven_text_to_sound_v2", PromptText = "a" }, cancellationToken: token)),
        Creating("speech_to_speech", (client, token) => client.SpeechToSpeechAsync(
            new() { Model = "eleven_multilingual_sts_v2", Media = RunwayMediaReference.Audio(Film), Voice = RunwayVoice.Preset("Maya") },
            cancellationToken: token)),
        Creating("voice_dubbing", (client, token) => client.VoiceDubbingAsync(
            new() { Model = "eleven_voice_dubbing", AudioUri = Film, TargetLang = "de" }, cancellationToken: token)),
        Creating("voice_isolation", (client, token) => client.VoiceIsolationAsync(
            new() { Model = "eleven_voice_isolation", AudioUri = Film }, cancellationToken: token)),
        new("tasks running", Running, GetTaskAsync),
        new("tasks succeeded", Succeeded, GetTaskAsync),
        new("tasks failed", Failed, GetTaskAsync),
        new("tasks wait", [Succeeded], async (client, token) =>
            (await client.WaitForTaskAsync("t1", TimeSpan.FromMilliseconds(1), cancellationToken: token)).HasEnded.ShouldBeTrue()),
        new("tasks delete", NoContent, (client, token) => client.CancelTaskAsync("t1", token)),
        new("uploads", [Ticket, NoContent], async (client, token) =>
            (await client.UploadAsync(new VendorFile("clip.mp4", "video/mp4", new byte[600]), token)).ShouldStartWith("runway://")),
        new("organization", Organization, async (client, token) => (await client.GetOrganizationAsync(token)).ShouldNotBeNull()),
        new("organization/usage", Usage, async (client, token) =>
            (await client.GetUsageAsync(cancellationToken: token)).Results.ShouldAllBe(day => day.UsedCredits.All(used => used.Model != null))),
        new("refusal", Invalid, async (client, token) =>
        {
            var fault = await Record.ExceptionAsync(() => client.GetTaskAsync("t1", token));
            if (fault is not null and not VendorException)
            {
                throw new InvalidOperationException("A refusal came out as something else.", fault);
            }
        }),
    ];

    [Fact]
    public async Task Every_spoilt_answer_becomes_a_result_or_a_vendor_exception()
    {
        var options = new RunwayClientOptions
        {
            ApiKey = RunwayBench.Key,
            BaseUrl = "http://runway.example.test",
            RetryCount = 0,

            // Every answer is to be read: nothing may hold a call back because of the ones before it.
            CacheAnswers = false,
            Circuit = { Enabled = false },
            Limits = { Requests = 0, PauseAfter429 = TimeSpan.Zero },
            MaxJsonBytes = 1024 * 1024,
        };
        var run = new MutationRun<RunwayClient>(http => new RunwayClient(http, options), Cases);

        var report = await run.RunAsync(Mutations, TestContext.Current.CancellationToken);

        await report.PrintAsync("runway");
        report.Unhandled.ShouldBeEmpty();
        report.Total.ShouldBe(Mutations);
    }

    private static MutationCase<RunwayClient> Creating(string name, Func<RunwayClient, CancellationToken, Task<RunwayCreated>> send) =>
        new(name, Created, async (client, token) => (await send(client, token)).Id.ShouldNotBeNullOrEmpty());

    private static async Task GetTaskAsync(RunwayClient client, CancellationToken token)
    {
        var task = await client.GetTaskAsync("t1", token);
        task.Id.ShouldNotBeNull();
        task.Status.ShouldNotBeNull();
        (task.Output ?? []).ShouldAllBe(url => url != null);
    }
}
