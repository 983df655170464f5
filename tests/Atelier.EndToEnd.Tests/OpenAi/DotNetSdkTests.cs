using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Models;
using OpenAI.Videos;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>OpenAI's SDK for .NET, unchanged, against the real executable.</summary>
public sealed class DotNetSdkTests(DotNetSdkTests.Server server) : IClassFixture<DotNetSdkTests.Server>
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsMty/aMYygi+hcEKLNO+FgEBAQEBAQEBAQEBAQEBAQ"
        + "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQGBywLaHgEAEE9tsQAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => Installation.Cancel;

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        var models = new OpenAIModelClient(server.Key, server.Options);
        (await models.GetModelsAsync(Cancel)).Value.ShouldContain(model => model.Id == "runway/gen4.5" && model.OwnedBy == "runway");
        (await models.GetModelAsync("openai/gpt-image-2", Cancel)).Value.Id.ShouldBe("openai/gpt-image-2");
    }

    [Fact]
    public async Task Pictures_are_made_edited_and_varied()
    {
        var images = new ImageClient("gpt-image-2", server.Key, server.Options);
        GeneratedImage one = await images.GenerateImageAsync("a boat", new ImageGenerationOptions { Quality = "low" }, Cancel);
        Side(one).ShouldBe(1024);
        GeneratedImageCollection two = await images.GenerateImagesAsync("two boats", 2, new ImageGenerationOptions { Size = new GeneratedImageSize(1536, 1024) }, Cancel);
        two.Count.ShouldBe(2);
        two.ShouldAllBe(image => Side(image) == 1536);
        GeneratedImage linked = await images.GenerateImageAsync("a link", new ImageGenerationOptions { ResponseFormat = GeneratedImageFormat.Uri }, Cancel);
        using var http = new HttpClient();
        (await http.GetByteArrayAsync(linked.ImageUri, Cancel))[1..4].ShouldBe("PNG"u8.ToArray());
        using var source = new MemoryStream(Png);
        using var mask = new MemoryStream(Png);
        GeneratedImage edited = await images.GenerateImageEditAsync(source, "a.png", "bluer", mask, "m.png", null, Cancel);
        Side(edited).ShouldBe(1024);
        using var again = new MemoryStream(Png);
        GeneratedImage varied = await images.GenerateImageVariationAsync(again, "a.png", null, Cancel);
        Side(varied).ShouldBe(1024);
    }

    [Fact]
    public async Task Speech_is_made_and_written_down_and_translated()
    {
        BinaryData speech = await new AudioClient("tts-1", server.Key, server.Options).GenerateSpeechAsync(
            "a boat", GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Wav }, Cancel);
        speech.ToArray()[..4].ShouldBe("RIFF"u8.ToArray());
        var whisper = new AudioClient("whisper-1", server.Key, server.Options);
        foreach (var format in new[] { AudioTranscriptionFormat.Simple, AudioTranscriptionFormat.Text, AudioTranscriptionFormat.Srt, AudioTranscriptionFormat.Vtt })
        {
            AudioTranscription plain = await whisper.TranscribeAudioAsync(
                speech.ToStream(), "a.wav", new AudioTranscriptionOptions { ResponseFormat = format }, Cancel);
            plain.Text.ShouldNotBeNullOrWhiteSpace(format.ToString());
        }

        AudioTranscription timed = await whisper.TranscribeAudioAsync(speech.ToStream(), "a.wav", new AudioTranscriptionOptions
        {
            ResponseFormat = AudioTranscriptionFormat.Verbose,
            TimestampGranularities = AudioTimestampGranularities.Word | AudioTimestampGranularities.Segment,
        }, Cancel);
        timed.Words.Count.ShouldBeGreaterThan(0);
        timed.Segments.Count.ShouldBeGreaterThan(0);
        AudioTranslation translated = await whisper.TranslateAudioAsync(speech.ToStream(), "a.wav", null, Cancel);
        translated.Text.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Chat_is_answered_whole_streamed_and_with_tools()
    {
        var chat = new ChatClient("gpt-4.1-mini", server.Key, server.Options);
        ChatCompletion whole = await chat.CompleteChatAsync([new UserChatMessage("Name a boat.")], null, Cancel);
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        whole.Usage.TotalTokenCount.ShouldBeGreaterThan(0);
        var text = "";
        ChatTokenUsage? usage = null;
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("Name two boats.")], null, Cancel))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        text.ShouldNotBeNullOrWhiteSpace();
        usage.ShouldNotBeNull().TotalTokenCount.ShouldBeGreaterThan(0);
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("weather", null, BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
        };
        ChatCompletion called = await chat.CompleteChatAsync([new UserChatMessage("Weather?")], options, Cancel);
        called.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        called.ToolCalls.ShouldHaveSingleItem().FunctionName.ShouldBe("weather");
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        OpenAIEmbedding vector = await new EmbeddingClient("text-embedding-3-small", server.Key, server.Options)
            .GenerateEmbeddingAsync("a boat", new EmbeddingGenerationOptions { Dimensions = 16 }, Cancel);
        vector.ToFloats().Length.ShouldBe(16);
    }

    [Fact]
    public async Task Videos_go_their_whole_way()
    {
        var videos = new VideoClient(server.Key, new VideoClientOptions { Endpoint = server.Options.Endpoint });
        var order = BinaryContent.Create(BinaryData.FromString("""{"model":"sora-2","prompt":"a boat","seconds":"4"}"""));
        var video = Read(await videos.CreateVideoAsync(order, "application/json"));
        var id = video.GetProperty("id").GetString()!;
        await Eventually.BeTrueAsync(async () => Read(await videos.GetVideoAsync(id)).GetProperty("status").GetString() == "completed", "the video");
        (await videos.DownloadVideoAsync(id)).GetRawResponse().Content.ToArray()[4..8].ShouldBe("ftyp"u8.ToArray());
        Read((await videos.GetVideosAsync(1, "desc", null, new RequestOptions { CancellationToken = Cancel }).GetRawPagesAsync().FirstAsync(Cancel)))
            .GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(id);
        var remix = Read(await videos.CreateVideoRemixAsync(id, BinaryContent.Create(BinaryData.FromString("""{"prompt":"at night"}""")), "application/json"));
        remix.GetProperty("remixed_from_video_id").GetString().ShouldBe(id);
        Read(await videos.DeleteVideoAsync(id)).GetProperty("deleted").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("nobody/nothing", "a boat", 404, "model_not_found")]
    [InlineData("stability/core", " ", 400, "too_short")]
    public async Task Errors_say_what_was_wrong(string model, string prompt, int status, string code)
    {
        var images = new ImageClient(model, server.Key, server.Options);
        var error = await Should.ThrowAsync<ClientResultException>(() => images.GenerateImageAsync(prompt, null, Cancel));
        error.Status.ShouldBe(status);
        error.Message.ShouldContain(code);
    }

    [Fact]
    public async Task A_wrong_key_and_an_empty_account_are_told_apart()
    {
        var stranger = new ImageClient("gpt-image-2", new ApiKeyCredential("sk-wrong"), server.Options);
        (await Should.ThrowAsync<ClientResultException>(() => stranger.GenerateImageAsync("a boat", null, Cancel))).Message.ShouldContain("invalid_api_key");
    }

    [Fact]
    public async Task A_request_that_the_sdk_repeats_after_its_timeout_is_made_and_paid_once()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.LiveKey);
        await OpenAiFaultTests.GrantAsync(installation, client);
        await vendors.AddFaultAsync(new { vendor = "stability", operation = "submit", times = 1, fault = new { kind = "delay", delay_ms = 6000 } });
        var options = new OpenAIClientOptions { Endpoint = new Uri(installation.Server.Address, "/v1"), NetworkTimeout = TimeSpan.FromSeconds(4) };

        // The first attempt gives up after four seconds and the SDK repeats by itself; a later one gets the picture.
        GeneratedImage picture = await new ImageClient("stability/core", new ApiKeyCredential(installation.LiveKey), options).GenerateImageAsync("a slow boat", null, Cancel);

        Side(picture).ShouldBeGreaterThan(100);
        (await client.GetAsync("/api/v1/generations"))["data"]!.AsArray().Count.ShouldBe(1);
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    [Fact]
    public async Task Pictures_and_transcripts_are_streamed_and_several_come_from_models_that_make_one()
    {
        var order = BinaryContent.Create(BinaryData.FromString("""{"model":"gpt-image-2","prompt":"a boat in view","stream":true,"partial_images":2}"""));
        var streamed = await new ImageClient("gpt-image-2", server.Key, server.Options)
            .GenerateImagesAsync(order, new RequestOptions { CancellationToken = Cancel });
        var events = streamed.GetRawResponse().Content.ToString();
        events.Split("event: image_generation.partial_image\n").Length.ShouldBe(3);
        events.ShouldContain("event: image_generation.completed\n");
        GeneratedImageCollection boats = await new ImageClient("stability/core", server.Key, server.Options).GenerateImagesAsync("boats", 3, null, Cancel);
        boats.Count.ShouldBe(3);

        BinaryData speech = await new AudioClient("tts-1", server.Key, server.Options).GenerateSpeechAsync("a boat that is heard", GeneratedSpeechVoice.Alloy, null, Cancel);
        var (words, whole) = (new List<string>(), "");
        await foreach (var update in await new AudioClient("gpt-4o-transcribe", server.Key, server.Options).TranscribeAudioStreamingAsync(speech.ToStream(), "a.mp3", null, Cancel))
        {
            switch (update)
            {
                case StreamingAudioTranscriptionTextDeltaUpdate delta:
                    words.Add(delta.Delta);
                    break;
                case StreamingAudioTranscriptionTextDoneUpdate done:
                    whole = done.Text;
                    break;
            }
        }

        words.Count.ShouldBeGreaterThan(1);
        string.Concat(words).Trim().ShouldBe(whole);
    }

    [Fact]
    public async Task A_call_cut_by_a_killed_server_is_met_again_after_the_restart_and_paid_once()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.LiveKey);
        await OpenAiFaultTests.GrantAsync(installation, client);
        await vendors.AddFaultAsync(new { vendor = "stability", operation = "submit", times = 1, fault = new { kind = "delay", delay_ms = 60_000 } });
        var options = new OpenAIClientOptions { Endpoint = new Uri(installation.Server.Address, "/v1") };
        var images = new ImageClient("stability/core", new ApiKeyCredential(installation.LiveKey), options);
        var cut = images.GenerateImageAsync("a boat that survives", null, Cancel);
        await Eventually.BeTrueAsync(
            async () => (await client.GetAsync("/api/v1/generations"))["data"]!.AsArray() is [JsonObject only] && only.Status() == "submitting", "the submission");

        await installation.Server.KillAsync();
        await Should.ThrowAsync<Exception>(() => cut);
        await installation.StartServerAsync();
        GeneratedImage picture = await images.GenerateImageAsync("a boat that survives", null, Cancel);

        Side(picture).ShouldBeGreaterThan(100);
        using var after = installation.Client(installation.LiveKey);
        (await after.GetAsync("/api/v1/generations"))["data"]!.AsArray().Count.ShouldBe(1);
        await JobFlows.BooksShouldBeRightAsync(after);
    }

    [Fact]
    public async Task The_sample_for_csharp_makes_its_files()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-sample-").FullName;
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var sample = Path.Combine(Repository.Root, "samples", "openai-csharp", "bin", framework.Parent!.Name, framework.Name, "openai-sample.dll");
        var (code, output) = await Scripts.RunAsync(
            "dotnet", [sample, folder], folder, ("OPENAI_BASE_URL", server.Options.Endpoint.ToString()), ("OPENAI_API_KEY", server.TestKey));
        code.ShouldBe(0, output);
        Samples.ShouldHaveMadeItsFiles(folder, output);
        Directory.Delete(folder, recursive: true);
    }

    private static int Side(GeneratedImage image)
    {
        var bytes = image.ImageBytes.ToArray();
        bytes[1..4].ShouldBe("PNG"u8.ToArray());
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16));
    }

    private static JsonElement Read(ClientResult result) => JsonElement.Parse(result.GetRawResponse().Content.ToString());

    /// <summary>One installation for all of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private Installation? _installation;

        public ApiKeyCredential Key => new(TestKey);

        public string TestKey => _installation!.TestKey;

        public OpenAIClientOptions Options => new() { Endpoint = new Uri(_installation!.Server.Address, "/v1") };

        public async ValueTask InitializeAsync() => _installation = await Installation.StartAsync();

        public async ValueTask DisposeAsync() => await _installation!.DisposeAsync();
    }
}
