#pragma warning disable OPENAI001 // parts of the library are still marked as on trial; that they change is what this test would show
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Media.Sounds;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Models;
using OpenAI.Videos;

namespace Atelier.Simulators.Tests.AiHubMix;

/// <summary>OpenAI's own library for .NET as a caller: it reads strictly, so what it reads is of the right types.</summary>
public sealed class OfficialDotNetSdkTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ApiKeyCredential Key { get; } = new("sk-test");

    public async ValueTask InitializeAsync() => _host = await SimulatorHost.StartAsync(
        new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromSeconds(100) }, cancellationToken: Token);

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Pictures_come_as_bytes_or_as_an_address()
    {
        var pictures = await Images("gpt-image-2").GenerateImagesAsync(
            "a paper boat", 2, new ImageGenerationOptions { Size = GeneratedImageSize.W1536xH1024, Quality = GeneratedImageQuality.LowQuality }, Token);
        var linked = await Images("dall-e-3").GenerateImageAsync("a paper boat", cancellationToken: Token);

        pictures.Value.Count.ShouldBe(2);
        pictures.Value[1].ImageBytes.ToArray()[1..4].ShouldBe("PNG"u8.ToArray());
        pictures.Value.Usage.TotalTokenCount.ShouldBe(pictures.Value.Usage.InputTokenCount + pictures.Value.Usage.OutputTokenCount);
        linked.Value.ImageUri.ShouldNotBeNull();
        linked.Value.RevisedPrompt.ShouldContain("a paper boat");
    }

    [Fact]
    public async Task Pictures_are_edited_with_a_mask()
    {
        using var image = new MemoryStream(GatewayApi.Png());
        using var mask = new MemoryStream(GatewayApi.Png());

        var edited = await Images("gpt-image-2").GenerateImageEditAsync(image, "a.png", "add a sail", mask, "mask.png", cancellationToken: Token);

        edited.Value.ImageBytes.ToArray()[1..4].ShouldBe("PNG"u8.ToArray());
    }

    [Fact]
    public async Task A_video_is_made_watched_downloaded_remixed_and_deleted()
    {
        var videos = new VideoClient(Key, new VideoClientOptions { Endpoint = Endpoint, RetryPolicy = new ClientRetryPolicy(0) });
        using var form = new MultipartFormDataContent
        {
            { new StringContent("sora-2"), "model" }, { new StringContent("a paper boat"), "prompt" }, { new StringContent("4"), "seconds" },
        };
        using var body = BinaryContent.Create(new MemoryStream(await form.ReadAsByteArrayAsync(Token)));

        var created = Json(await videos.CreateVideoAsync(body, form.Headers.ContentType!.ToString(), Options));
        var id = created.GetProperty("id").GetString()!;
        created.GetProperty("status").GetString().ShouldBe("queued");
        _host.Simulators.Clock.Advance(TimeSpan.FromSeconds(200));

        Json(await videos.GetVideoAsync(id, Options)).GetProperty("status").GetString().ShouldBe("completed");
        (await videos.DownloadVideoAsync(id, null, Options)).GetRawResponse().Content.ToArray()[4..8].ShouldBe("ftyp"u8.ToArray());
        using var words = BinaryContent.Create(BinaryData.FromString("""{"prompt":"at night"}"""));
        Json(await videos.CreateVideoRemixAsync(id, words, "application/json", Options)).GetProperty("remixed_from_video_id").GetString().ShouldBe(id);
        Json(await videos.DeleteVideoAsync(id, Options)).GetProperty("deleted").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("mp3", "ID3")]
    [InlineData("wav", "RIFF")]
    [InlineData("flac", "fLaC")]
    [InlineData("opus", "OggS")]
    public async Task Speech_comes_in_every_format(string format, string beginning)
    {
        var sound = await Audio("gpt-4o-mini-tts").GenerateSpeechAsync(
            "Paper boats float.", GeneratedSpeechVoice.Nova, new SpeechGenerationOptions { ResponseFormat = new(format), SpeedRatio = 1.5f }, Token);

        System.Text.Encoding.Latin1.GetString(sound.Value.ToArray()).ShouldStartWith(beginning);
    }

    [Fact]
    public async Task Speech_is_transcribed_with_times_and_translated()
    {
        using var sound = Recording();
        var verbose = await Audio("whisper-1").TranscribeAudioAsync(
            sound,
            "boats.wav",
            new AudioTranscriptionOptions
            {
                ResponseFormat = AudioTranscriptionFormat.Verbose,
                TimestampGranularities = AudioTimestampGranularities.Word | AudioTimestampGranularities.Segment,
            },
            Token);
        using var again = Recording();
        var subtitles = await Audio("whisper-1").TranscribeAudioAsync(
            again, "boats.wav", new AudioTranscriptionOptions { ResponseFormat = AudioTranscriptionFormat.Srt }, Token);
        using var onceMore = Recording();
        var english = await Audio("whisper-1").TranslateAudioAsync(onceMore, "boats.wav", cancellationToken: Token);

        verbose.Value.Duration.ShouldBe(TimeSpan.FromSeconds(8));
        verbose.Value.Segments.Count.ShouldBe(2);
        verbose.Value.Words.Count.ShouldBeGreaterThan(5);
        subtitles.Value.Text.ShouldContain("-->");
        english.Value.Text.ShouldContain("translation");
    }

    [Fact]
    public async Task Chat_says_the_same_whole_and_streamed()
    {
        ChatMessage[] question = [new UserChatMessage("Name a colour.")];
        var whole = (await Chat("gpt-5.4-mini").CompleteChatAsync(question, cancellationToken: Token)).Value;
        var text = "";
        ChatTokenUsage? usage = null;
        await foreach (var piece in Chat("gpt-5.4-mini").CompleteChatStreamingAsync(question, cancellationToken: Token))
        {
            text += string.Concat(piece.ContentUpdate.Select(part => part.Text));
            usage = piece.Usage ?? usage;
        }

        text.ShouldBe(whole.Content[0].Text);
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        usage.ShouldNotBeNull().TotalTokenCount.ShouldBe(whole.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Chat_calls_a_tool_it_must_call()
    {
        var tool = ChatTool.CreateFunctionTool(
            "weather", functionParameters: BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

        var answer = (await Chat("gpt-5.4-mini").CompleteChatAsync(
            [new UserChatMessage("How is it?")], new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }, Token)).Value;

        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        answer.ToolCalls.ShouldHaveSingleItem().FunctionName.ShouldBe("weather");
    }

    [Fact]
    public async Task Embeddings_are_decoded_and_models_listed()
    {
        var vectors = await new EmbeddingClient("text-embedding-3-small", Key, Configured)
            .GenerateEmbeddingsAsync(["boat", "sail"], new EmbeddingGenerationOptions { Dimensions = 8 }, Token);
        var models = await new OpenAIModelClient(Key, Configured).GetModelsAsync(Token);

        vectors.Value.Select(vector => vector.ToFloats().Length).ShouldBe([8, 8]);
        models.Value.ShouldContain(model => model.Id == "gpt-image-2");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Every_error_has_its_status_and_the_gateways_text(int status)
    {
        _host.Simulators.Faults.Add("aihubmix", "submit", new Fault { Kind = FaultKind.Status, Status = status }, times: 1);

        var fault = await Should.ThrowAsync<ClientResultException>(
            () => Chat("gpt-5.4-mini").CompleteChatAsync([new UserChatMessage("x")], cancellationToken: Token));

        fault.Status.ShouldBe(status);
        fault.Message.ShouldContain("tid: ");
    }

    private Uri Endpoint => new($"{_host.VendorUrl("aihubmix")}/v1");

    private OpenAIClientOptions Configured => new() { Endpoint = Endpoint, RetryPolicy = new ClientRetryPolicy(0) };

    private static RequestOptions Options => new() { CancellationToken = Token };

    private static MemoryStream Recording() => new(SoundMaker.Make(new Sound(8, "boats", 1, SoundFormat.Wav)));

    private ImageClient Images(string model) => new(model, Key, Configured);

    private AudioClient Audio(string model) => new(model, Key, Configured);

    private ChatClient Chat(string model) => new(model, Key, Configured);

    private static JsonElement Json(ClientResult result) => JsonElement.Parse(result.GetRawResponse().Content.ToString());
}
