using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Mutation;

namespace Atelier.Clients.Tests.Stability;

/// <summary>Whatever comes back, there is a result or a vendor exception.</summary>
public sealed class StabilityMutationTests
{
    private const int Answers = 5_000;

    private static readonly string Id = new('d', 64);
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3];

    private static readonly (string, string)[] Facts = [("finish-reason", "SUCCESS"), ("seed", "4030274651"), ("x-request-id", new string('a', 32))];

    private static readonly WireAnswer Running = WireAnswer.Json($$"""{"id":"{{Id}}","status":"in-progress"}""", 202);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_meets_every_answer_with_a_result_or_a_vendor_exception()
    {
        var options = new StabilityClientOptions
        {
            ApiKey = StabilityBench.Key, BaseUrl = "https://vendor.example.test", RetryCount = 0, MaxJsonBytes = 1024 * 1024,

            // Every answer is to be read: nothing may hold a call back because of the ones before it.
            CacheAnswers = false,
            Circuit = { Enabled = false },
            Limits = { Requests = 0, PauseAfter429 = TimeSpan.Zero },
        };
        var run = new MutationRun<StabilityClient>(http => new StabilityClient(http, options), [.. Account, .. Forms, .. Results]);

        var report = await run.RunAsync(Answers, Token);

        await report.PrintAsync("stability");
        report.Unhandled.ShouldBeEmpty();
        report.Total.ShouldBe(Answers);
        report.Results.ShouldBeGreaterThan(Answers / 20);
        report.VendorExceptions.ShouldBeGreaterThan(Answers / 4);
    }

    private static IEnumerable<MutationCase<StabilityClient>> Account =>
    [
        new("balance", WireAnswer.Json("""{"credits": 41.7325}"""), (client, token) => client.GetBalanceAsync(token)),
        new(
            "account",
            WireAnswer.Json("""{"email":"dev@example.test","id":"user-1a2b","organizations":[{"id":"org-9z8y","is_default":true,"name":"N","role":"MEMBER"}]}"""),
            (client, token) => client.GetAccountAsync(token)),
        new(
            "engines_list",
            WireAnswer.Json("""[{"description":"d","id":"stable-diffusion-xl-1024-v1-0","name":"SDXL","type":"PICTURE"}]"""),
            (client, token) => client.ListEnginesAsync(token)),
        new("text-to-image", Artifacts, async (client, token) => Check(await client.TextToImageAsync("e", Prompted, cancellationToken: token))),
        new(
            "text-to-image as bytes",
            WireAnswer.Media(Picture, "image/png", Facts),
            async (client, token) => Check(await client.TextToImageAsync("e", Prompted with { Answer = StabilityAnswer.Bytes }, cancellationToken: token))),
    ];

    private static StabilityTextToImageRequest Prompted => new() { TextPrompts = [new("a boat")] };

    private static WireAnswer Artifacts => WireAnswer.Json(
        """
        {"artifacts":[{"base64":"iVBORwECAw==","finishReason":"SUCCESS","seed":1050112233},{"base64":"AQI=","finishReason":"CONTENT_FILTERED","seed":2}]}
        """);

    private static IEnumerable<MutationCase<StabilityClient>> Forms =>
        from operation in StabilityOperations.All
        from answer in operation.Result is StabilityResult.Job or StabilityResult.Mesh ? [default] : Enum.GetValues<StabilityAnswer>()
        select new MutationCase<StabilityClient>(
            $"{operation.Name} as {answer}",
            Good(operation.Result, answer),
            async (client, token) => Check(await operation.RunAsync(client, answer, token)));

    private static IEnumerable<MutationCase<StabilityClient>> Results =>
    [
        new("results", Media("image/png", Picture), async (client, token) => Check(await client.GetResultAsync(Id, cancellationToken: token))),
        new("results, running", Running, (client, token) => client.GetResultAsync(Id, cancellationToken: token)),
        new(
            "results as json",
            WireAnswer.Json("""{"result":"iVBORwECAw==","finish_reason":"SUCCESS","seed":4030274651}"""),
            async (client, token) => Check(await client.GetResultAsync(Id, StabilityAnswer.Json, token))),
        new("results, open", Media("image/png", Picture), (client, token) => ReadAsync(client.OpenResultAsync(Id, token), token)),
        new("creative/result", Media("image/png", Picture), async (client, token) => Check(await client.GetUpscaleCreativeResultAsync(Id, cancellationToken: token))),
        new("audio/results", Media("audio/mpeg", [73, 68, 51]), async (client, token) => Check(await client.GetAudioResultAsync(Id, cancellationToken: token))),
        new("audio/results, open", Media("audio/mpeg", [73, 68, 51]), (client, token) => ReadAsync(client.OpenAudioResultAsync(Id, token), token)),
        new("audio/results, running", Running, (client, token) => ReadAsync(client.OpenAudioResultAsync(Id, token), token)),
        new("image-to-video/result", Media("video/mp4", [0, 0, 0, 8]), (client, token) => ReadAsync(client.GetImageToVideoResultAsync(Id, token), token)),
        new("image-to-video/result, running", Running, (client, token) => ReadAsync(client.GetImageToVideoResultAsync(Id, token), token)),
        new(
            "image-to-video/result as json",
            WireAnswer.Json("""{"video":"AAAAIGZ0eXA=","finish_reason":"SUCCESS","seed":77120334}"""),
            async (client, token) => Check(await client.ReadImageToVideoResultAsync(Id, StabilityAnswer.Json, token))),
    ];

    private static WireAnswer Media(string type, byte[] bytes) => WireAnswer.Media(bytes, type, Facts);

    private static WireAnswer Good(StabilityResult result, StabilityAnswer answer) => (result, answer) switch
    {
        (StabilityResult.Job, _) => WireAnswer.Json($$"""{"id":"{{Id}}"}"""),
        (StabilityResult.Artifacts, StabilityAnswer.Json) => Artifacts,
        (StabilityResult.Image, StabilityAnswer.Json) =>
            WireAnswer.Json("""{"image":"iVBORwECAw==","finish_reason":"SUCCESS","seed":1830274651}""") with { ContentType = "application/json; type=image/png" },
        (StabilityResult.Audio, StabilityAnswer.Json) =>
            WireAnswer.Json("""{"audio":"SUQzAA==","finish_reason":"SUCCESS","seed":5}""") with { ContentType = "application/json; type=audio/mpeg" },
        (StabilityResult.Audio, _) => Media("audio/mpeg", [73, 68, 51]),
        (StabilityResult.Mesh, _) => WireAnswer.Media("glTF"u8.ToArray(), "model/gltf-binary"),
        _ => Media("image/png", Picture),
    };

    /// <summary>A result that is one: media have a type and, but for v1, bytes; an id is not empty.</summary>
    private static void Check(object? result)
    {
        switch (result)
        {
            case StabilityMedia media:
                media.Content.IsEmpty.ShouldBeFalse();
                media.ContentType.ShouldContain("/");
                break;
            case IReadOnlyList<StabilityMedia> several:
                several.ShouldAllBe(media => media.ContentType == "image/png" || media.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase));
                break;
            case string id:
                id.ShouldNotBeEmpty();
                break;
        }
    }

    private static async Task ReadAsync(Task<StabilityOpenMedia?> call, CancellationToken token)
    {
        if (await call is { } open)
        {
            await using (open)
            {
                await open.Media.Content.CopyToAsync(Stream.Null, token);
            }
        }
    }
}
