using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Tests.Runway;

public sealed class RunwayGenerationTests
{
    private const string Created = """{"id":"5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10","estimatedCost":{"credits":25}}""";

    private static readonly RunwayGenerationRequest TextOnly = new() { Model = "veo3.1", PromptText = "a boat", Duration = 8 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generation_with_an_image_goes_to_image_to_video()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Created));

        var created = await bench.Client.CreateGenerationAsync(
            new RunwayGenerationRequest { PromptText = "steam rises", InitImage = "https://media.example/k.png", Duration = 5, Seed = 4294967295 },
            cancellationToken: Token);

        created.Id.ShouldBe("5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10");
        created.EstimatedCost!.Credits.ShouldBe(25);
        var request = bench.Server.OnlyRequest;
        request.Method.ShouldBe("POST");
        request.Target.ShouldBe("/runway/v1/image_to_video");
        request.Header("Authorization").ShouldBe($"Bearer {RunwayBench.Key}");
        request.Header("X-Runway-Version").ShouldBe("2024-11-06");
        request.Header("Content-Type").ShouldBe("application/json");
        request.Text.ShouldBe(
            """{"model":"gen4_turbo","promptText":"steam rises","promptImage":[{"uri":"https://media.example/k.png","position":"first"}],"""
            + "\"ratio\":\"1280:720\",\"duration\":5,\"seed\":4294967295}");
    }

    [Fact]
    public async Task A_generation_without_an_image_goes_to_text_to_video()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"id":"t1"}"""));

        var created = await bench.Client.CreateGenerationAsync(TextOnly, cancellationToken: Token);

        created.EstimatedCost.ShouldBeNull();
        bench.Server.OnlyRequest.Target.ShouldBe("/runway/v1/text_to_video");
        bench.Server.OnlyRequest.Text.ShouldBe("""{"model":"veo3.1","promptText":"a boat","ratio":"1280:720","duration":8}""");
    }

    [Fact]
    public async Task A_ratio_is_assumed_only_for_models_that_require_one()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Created));

        await bench.Client.CreateGenerationAsync(new RunwayGenerationRequest { Model = "hailuo3", PromptText = "a boat" }, cancellationToken: Token);

        bench.Server.OnlyRequest.Text.ShouldBe("""{"model":"hailuo3","promptText":"a boat"}""");
    }

    [Fact]
    public async Task Interpolate_is_said_once_to_have_no_effect_and_never_sent()
    {
        var log = new CountingLogger();
        await using var bench = await RunwayBench.StartAsync(log);
        bench.Server.Always(Answers.Json(Created));

        await bench.Client.CreateGenerationAsync(TextOnly with { Interpolate = true }, cancellationToken: Token);
        await bench.Client.CreateGenerationAsync(TextOnly with { Interpolate = false }, cancellationToken: Token);

        bench.Server.Requests.ShouldAllBe(request => !request.Text.Contains("interpolate", StringComparison.OrdinalIgnoreCase));
        log.Lines.Count(line => line.Contains("interpolate", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Fields_that_only_some_models_have_are_passed_on_under_their_own_names()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Created));

        await bench.Client.ImageToVideoAsync(
            new RunwayVideoRequest
            {
                Model = "seedance2",
                PromptImage = [new("runway://a", "first"), new("runway://b", "last")],
                Audio = true,
                NegativePrompt = "rain",
                Resolution = "720p",
                More = new() { ["duration"] = JsonDocument.Parse("\"auto\"").RootElement },
            },
            cancellationToken: Token);

        bench.Server.OnlyRequest.Text.ShouldBe(
            """{"model":"seedance2","promptImage":[{"uri":"runway://a","position":"first"},{"uri":"runway://b","position":"last"}],"""
            + "\"resolution\":\"720p\",\"audio\":true,\"negativePrompt\":\"rain\",\"duration\":\"auto\"}");
    }

    [Fact]
    public async Task Text_to_image_sends_its_references()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(Created));

        await bench.Client.TextToImageAsync(
            new RunwayImageRequest { Model = "gen4_image", PromptText = "@cat", Ratio = "1920:1080", ReferenceImages = [new("runway://c", "cat")], Seed = 1 },
            cancellationToken: Token);

        bench.Server.OnlyRequest.Target.ShouldBe("/runway/v1/text_to_image");
        bench.Server.OnlyRequest.Text.ShouldBe(
            """{"model":"gen4_image","promptText":"@cat","ratio":"1920:1080","referenceImages":[{"uri":"runway://c","tag":"cat"}],"seed":1}""");
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Load_shedding_did_not_create_a_task_and_is_asked_again(int status)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Then(Answers.Status(status)).Then(Answers.Status(status)).Then(Answers.Json(Created));

        var work = bench.Client.CreateGenerationAsync(TextOnly, cancellationToken: Token);
        var waits = await bench.PassWaitsAsync(work);

        (await work).Id.ShouldNotBeEmpty();
        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
    }

    [Fact]
    public async Task A_500_or_a_dropped_answer_is_asked_once_and_may_have_created_a_task()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Then(Answers.Status(500)).Then(Answers.Drop);

        var failed = bench.Client.CreateGenerationAsync(TextOnly, cancellationToken: Token);
        await bench.PassWaitsAsync(failed);
        var dropped = bench.Client.CreateGenerationAsync(TextOnly, cancellationToken: Token);
        await bench.PassWaitsAsync(dropped);

        (await Should.ThrowAsync<VendorServerException>(failed)).MayHaveBeenAccepted.ShouldBeTrue();
        (await Should.ThrowAsync<VendorConnectionException>(dropped)).MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":7}""")]
    public async Task A_success_without_an_id_may_have_created_a_task(string body)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(body));

        (await Should.ThrowAsync<VendorProtocolException>(bench.Client.CreateGenerationAsync(TextOnly, cancellationToken: Token)))
            .MayHaveBeenAccepted.ShouldBeTrue();
    }

    private sealed class CountingLogger : ILogger<RunwayClient>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
