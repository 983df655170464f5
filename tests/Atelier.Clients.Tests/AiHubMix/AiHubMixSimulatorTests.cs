using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Simulators;
using Atelier.Simulators.Media;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>The client against the simulated gateway, which checks what it is sent as strictly as the real one.</summary>
public sealed class AiHubMixSimulatorTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private SimulatorHost _host = null!;
    private AiHubMixClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static VendorFile Picture =>
        new("a.png", "image/png", PictureMaker.Make(new Picture(640, 360, "boat", 1)));

    public async ValueTask InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromSeconds(100) }, cancellationToken: Token);
        _client = new AiHubMixClient(
            _http,
            new AiHubMixClientOptions
            {
                ApiKey = "sk-test-0123456789",
                ManageKey = "manage-0123456789",
                BaseUrl = _host.VendorUrl("aihubmix").AbsoluteUri,
                RetryCount = 0,

                // The balance is looked at right after something was bought.
                CacheAnswers = false,
            });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Pictures_are_made_edited_and_seen_while_they_are_made()
    {
        var made = await _client.CreateImageAsync(new() { Model = "gpt-image-2", Prompt = "a boat", N = 2, Quality = "low" }, cancellationToken: Token);
        var edited = await _client.EditImageAsync(
            new() { Model = "gpt-image-2", Prompt = "a sail", Images = [Picture, Picture], Mask = Picture, InputFidelity = "high" }, cancellationToken: Token);
        var seen = await _client.StreamImageAsync(
            new() { Model = "gpt-image-2", Prompt = "a boat", PartialImages = 2 }, cancellationToken: Token).ToListAsync(Token);
        var seenEdit = await _client.StreamImageEditAsync(
            new() { Model = "gpt-image-2", Prompt = "a sail", Images = [Picture], PartialImages = 1 }, cancellationToken: Token).ToListAsync(Token);

        made.Data.Count.ShouldBe(2);
        edited.Data.ShouldHaveSingleItem().Bytes.ShouldNotBeNull();
        seen.Select(item => item.PartialIndex).ShouldBe([0, 1, null]);
        seenEdit.Select(item => item.IsFinished).ShouldBe([false, true]);
        _host.Simulators.Calls.Billed("aihubmix").ShouldBe(4);
    }

    [Theory]
    [InlineData("openai/gpt-image-2", false)]
    [InlineData("google/imagen-4.0-generate-001", false)]
    [InlineData("bfl/flux-2-pro", true)]
    [InlineData("ideogram/V3", false)]
    [InlineData("stability/Stable-Diffusion-3-5-Large", false)]
    [InlineData("doubao/doubao-seedream-4-0", false)]
    [InlineData("qianfan/irag-1.0", false)]
    [InlineData("bailian/wan2.7-image", false)]
    public async Task Every_vendor_of_the_predictions_form_is_understood(string model, bool isTask)
    {
        var prediction = await _client.CreatePredictionAsync(model, new() { Input = new() { Prompt = "a boat" } }, cancellationToken: Token);

        (prediction.TaskId is not null).ShouldBe(isTask);
        if (!isTask)
        {
            prediction.Images.ShouldNotBeEmpty();
            return;
        }

        (await _client.GetPredictionTaskAsync(prediction.TaskId!, Token)).State.ShouldBe(TaskState.Queued);
        _host.Simulators.Clock.Advance(TimeSpan.FromSeconds(200));
        (await _client.GetPredictionTaskAsync(prediction.TaskId!, Token)).Images.ShouldHaveSingleItem().Url.ShouldNotBeNull();
    }

    public static TheoryData<string> Families => [.. Orders.Keys];

    private static Dictionary<string, CreateVideoRequest> Orders { get; } = new()
    {
        ["sora"] = new SoraVideoRequest { Model = "sora-2", Prompt = "p", Seconds = "4", InputReference = new("https://a.example/1.png") },
        ["sora, file"] = new SoraVideoRequest { Model = "sora-2-pro", Prompt = "p", Seconds = "16", ReferenceFile = Picture },
        ["veo"] = new VeoVideoRequest { Model = "veo-3.1-generate-preview", Prompt = "p", Seconds = 8, Size = "1080x1920", GenerateAudio = true, Seed = 3 },
        ["wan"] = new WanVideoRequest { Model = "wan2.6-i2v", Prompt = "p", Seconds = "5", Size = "1280x720", InputReference = "https://a.example/1.png" },
        ["jimeng"] = new WanVideoRequest { Model = "jimeng-3.0-pro", Prompt = "p", Seconds = "10", Size = "9:16" },
        ["dashscope"] = new DashScopeVideoRequest
        {
            Model = "wan2.7-i2v",
            Input = new() { Prompt = "p", Media = [DashScopeMedia.FirstFrame("https://a.example/1.png"), DashScopeMedia.LastFrame("https://a.example/2.png")] },
            Parameters = new() { Resolution = "1080P", Duration = 15, PromptExtend = true, Watermark = false, Seed = 1 },
        },
        ["seedance"] = new SeedanceVideoRequest
        {
            Model = "doubao-seedance-2-0-260128",
            Prompt = "p",
            Duration = 15,
            Resolution = "1080p",
            Ratio = "21:9",
            Content =
            [
                SeedanceContent.OfText("p"), SeedanceContent.OfImage("https://a.example/1.png", "reference_image"),
                SeedanceContent.OfVideo("https://a.example/2.mp4"), SeedanceContent.OfAudio("https://a.example/3.mp3"),
            ],
        },
        ["kling"] = new KlingVideoRequest
        {
            Model = "kling-x", Prompt = "p", Seconds = "5", Image = "https://a.example/1.png", ImageTail = "https://a.example/2.png",
            ImageList = ["https://a.example/3.png"],
        },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Every_family_of_videos_is_made_downloaded_remixed_and_deleted(string family)
    {
        var video = await _client.CreateVideoAsync(Orders[family], cancellationToken: Token);
        (await _client.GetVideoAsync(video.Id, Token)).State.ShouldBe(TaskState.Queued);
        _host.Simulators.Clock.Advance(TimeSpan.FromSeconds(200));

        (await _client.GetVideoAsync(video.Id, Token)).State.ShouldBe(TaskState.Completed);
        (await StartOfAsync(await _client.OpenVideoContentAsync(video.Id, Token)))[4..8].ShouldBe("ftyp"u8.ToArray());
        (await StartOfAsync(await _client.OpenVideoVariantAsync(video.Id, VideoVariant.Thumbnail, Token)))[..4].ShouldBe("RIFF"u8.ToArray());
        (await _client.RemixVideoAsync(video.Id, "at night", cancellationToken: Token)).Id.ShouldNotBe(video.Id);
        await _client.DeleteVideoAsync(video.Id, Token);
        await Should.ThrowAsync<VendorNotFoundException>(() => _client.GetVideoAsync(video.Id, Token));
        _host.Simulators.Calls.Billed("aihubmix").ShouldBe(2);
    }

    [Fact]
    public async Task Speech_is_made_and_understood_again_in_every_format()
    {
        var speech = new SpeechRequest { Model = "gpt-4o-mini-tts", Input = new string('x', 150), Voice = "nova", ResponseFormat = "wav", Instructions = "softly" };
        await using var sound = await _client.CreateSpeechAsync(speech, cancellationToken: Token);
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes, Token);
        var events = await _client.StreamSpeechAsync(speech, cancellationToken: Token).ToListAsync(Token);
        var file = new VendorFile("boats.wav", "audio/wav", bytes.ToArray());

        events.SelectMany(item => item.Sound.ToArray()).ToArray().ShouldBe(bytes.ToArray());
        events[^1].Usage.ShouldNotBeNull();
        foreach (var format in new[] { "json", "text", "srt", "verbose_json", "vtt" })
        {
            (await _client.TranscribeAsync(new() { Model = "whisper-1", File = file, ResponseFormat = format }, cancellationToken: Token))
                .Text.ShouldContain("SANDBOX transcript of boats.wav", customMessage: format);
            (await _client.TranslateAsync(new() { Model = "whisper-1", File = file, ResponseFormat = format }, cancellationToken: Token))
                .Text.ShouldContain("SANDBOX translation of boats.wav", customMessage: format);
        }

        var speakers = await _client.TranscribeAsync(
            new() { Model = "gpt-4o-transcribe-diarize", File = file, ResponseFormat = "diarized_json", ChunkingStrategy = "auto" }, cancellationToken: Token);
        speakers.Segments.Select(segment => segment.Speaker).ShouldBe(["A", "B"]);
        var words = await _client.TranscribeAsync(
            new() { Model = "whisper-1", File = file, ResponseFormat = "verbose_json", TimestampGranularities = ["word"] }, cancellationToken: Token);
        words.Words.Count.ShouldBeGreaterThan(5);
        var streamed = await _client.StreamTranscriptionAsync(new() { Model = "gpt-4o-transcribe", File = file }, cancellationToken: Token).ToListAsync(Token);
        streamed[^1].Text.ShouldNotBeNull().ShouldBe(string.Concat(streamed.Select(item => item.Delta)).Trim());
    }

    [Fact]
    public async Task Chat_reads_pictures_calls_tools_and_answers_in_a_form()
    {
        var chat = new ChatCompletionRequest
        {
            Model = "gpt-5.4-mini",
            Messages = AiHubMixBench.Json(
                """[{"role":"user","content":[{"type":"text","text":"what is it?"},{"type":"image_url","image_url":{"url":"https://a.example/1.png"}}]}]"""),
        };
        const string schema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

        var whole = await _client.CreateChatCompletionAsync(chat, cancellationToken: Token);
        var pieces = await _client.StreamChatCompletionAsync(chat, cancellationToken: Token).ToListAsync(Token);
        var tool = await _client.CreateChatCompletionAsync(
            chat with
            {
                Tools = AiHubMixBench.Json("[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":" + schema + "}}]"),
                ToolChoice = AiHubMixBench.Json("\"required\""),
            },
            cancellationToken: Token);
        var formed = await _client.CreateChatCompletionAsync(
            chat with
            {
                AdditionalFields = new Dictionary<string, System.Text.Json.JsonElement>
                {
                    ["response_format"] = AiHubMixBench.Json(
                        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"place\",\"schema\":" + schema + "}}"),
                },
            },
            cancellationToken: Token);

        (whole.Text, whole.FinishReason).ShouldBe((whole.Text.ShouldNotBeNull(), "stop"));
        pieces[^1].Usage.ShouldBe(whole.Usage.ShouldNotBeNull());
        (tool.FinishReason, tool.ToolCalls.GetArrayLength()).ShouldBe(("tool_calls", 1));
        AiHubMixBench.Json(formed.Text.ShouldNotBeNull()).GetProperty("city").GetString().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("float")]
    [InlineData("base64")]
    public async Task Vectors_are_as_long_as_asked_for(string encoding)
    {
        var answer = await _client.CreateEmbeddingsAsync(
            new() { Model = "text-embedding-3-large", Input = ["boat", "sail"], Dimensions = 8, EncodingFormat = encoding }, cancellationToken: Token);

        answer.Data.Select(vector => vector.Values.Length).ShouldBe([8, 8]);
        answer.Usage.ShouldNotBeNull().PromptTokens.ShouldNotBeNull();
        Encoding.UTF8.GetString(answer.Raw.Span).ShouldStartWith("{");
    }

    [Fact]
    public async Task What_is_bought_is_used_and_no_longer_left()
    {
        var before = (await _client.GetRemainingCreditsAsync(Token)).RemainingUsd.ShouldNotBeNull();

        await _client.CreateImageAsync(new() { Model = "dall-e-3", Prompt = "a boat" }, cancellationToken: Token);

        (await _client.GetRemainingCreditsAsync(Token)).RemainingUsd.ShouldBe(before - 0.04m);
        (await _client.GetUsedUsdAsync(Token)).ShouldBe(0.04m);
        (await _client.GetSubscriptionAsync(Token)).ShouldBe(new BillingSubscription(before, null));
        var account = await _client.GetAccountAsync(Token);
        (account.RemainingUsd, account.UsedUsd).ShouldBe((before - 0.04m, 0.04m));
        account.Requests.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(5);
        (await _client.GetGatewayStatusAsync(Token)).QuotaPerUnit.ShouldBe(500_000);
        (await _client.GetModelAsync("gpt-image-2", Token)).OwnedBy.ShouldBe("openai");
        (await _client.ListCatalogueAsync(new() { Type = "video" }, Token)).ShouldContain(model => model.Pricing != null && model.Pricing.Input == 2.1m);
    }

    [Fact]
    public async Task The_account_is_not_told_to_a_key_for_models()
    {
        var client = new AiHubMixClient(
            _http, new AiHubMixClientOptions { ApiKey = "sk-test-0123456789", ManageKey = "sk-test-0123456789", BaseUrl = _host.VendorUrl("aihubmix").AbsoluteUri });

        (await Should.ThrowAsync<VendorException>(client.GetAccountAsync(Token))).VendorMessage.ShouldBe("access token invalid");
    }

    private static async Task<byte[]> StartOfAsync(VendorStream answer)
    {
        await using (answer)
        {
            var start = new byte[8];
            await answer.Content.ReadExactlyAsync(start, Token);
            return start;
        }
    }
}
