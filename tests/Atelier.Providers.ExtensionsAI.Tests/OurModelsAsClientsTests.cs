using System.ComponentModel;
using System.Drawing;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Tests;

public sealed class OurModelsAsClientsTests(SimulatedVendors vendors) : IClassFixture<SimulatedVendors>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_model_answers_whole_with_its_usage()
    {
        using var chat = vendors.Find("aihubmix").AsChatClient("gpt-5.4-mini");
        var answer = await chat.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Say hello.")],
            new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 64 },
            Cancellation);
        answer.Text.ShouldNotBeNullOrWhiteSpace();
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage.ShouldNotBeNull().OutputTokenCount.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_chat_model_streams_the_same_words_and_tells_the_usage_last()
    {
        using var chat = vendors.Find("aihubmix").AsChatClient("gpt-5.4-mini");
        var whole = await chat.GetResponseAsync("Tell me of the sea.", cancellationToken: Cancellation);
        var updates = await chat.GetStreamingResponseAsync("Tell me of the sea.", cancellationToken: Cancellation).ToListAsync(Cancellation);
        updates.Count.ShouldBeGreaterThan(2);
        var streamed = updates.ToChatResponse();
        streamed.Text.ShouldBe(whole.Text);
        streamed.Usage.ShouldNotBeNull().TotalTokenCount.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Tools_are_called_through_the_function_invoking_client_of_the_framework()
    {
        var asked = new List<string>();
        var weather = AIFunctionFactory.Create(
            ([Description("The city.")] string city) =>
            {
                asked.Add(city);
                return "sunny";
            },
            "get_weather",
            "Tells the weather.");
        using var chat = new ChatClientBuilder(vendors.Find("aihubmix").AsChatClient("gpt-5.4-mini")).UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [weather], ToolMode = ChatToolMode.RequireAny };
        var answer = await chat.GetResponseAsync("How is the weather?", options, Cancellation);
        asked.ShouldHaveSingleItem();
        answer.Text.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_picture_model_paints_at_the_size_asked_for()
    {
        using var images = vendors.Find("aihubmix").AsImageGenerator("gpt-image-2");
        var answer = await images.GenerateAsync(
            new ImageGenerationRequest("A paper boat"),
            new ImageGenerationOptions
            {
                Count = 2,
                ImageSize = new Size(1024, 1536),
                MediaType = "image/png",
                AdditionalProperties = new() { ["quality"] = "low" },
            },
            Cancellation);
        answer.Contents.Count.ShouldBe(2);
        foreach (var picture in answer.Contents)
        {
            var data = picture.ShouldBeOfType<DataContent>();
            data.MediaType.ShouldBe("image/png");
            data.Data.Span[..4].ToArray().ShouldBe(Png);
            WidthOf(data.Data.Span).ShouldBe(1024);
        }
    }

    [Fact]
    public async Task A_picture_can_be_changed_and_an_unknown_option_is_refused_by_its_name()
    {
        using var images = vendors.Find("aihubmix").AsImageGenerator("gpt-image-2");
        var first = await images.GenerateAsync(new ImageGenerationRequest("A boat"), null, Cancellation);
        var edited = await images.GenerateAsync(new ImageGenerationRequest("Make it red", first.Contents), null, Cancellation);
        edited.Contents.ShouldHaveSingleItem();

        var options = new ImageGenerationOptions { AdditionalProperties = new() { ["wings"] = 2 } };
        var refused = await Should.ThrowAsync<ProviderFailureException>(
            () => images.GenerateAsync(new ImageGenerationRequest("A boat"), options, Cancellation));
        refused.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        refused.Message.ShouldContain("wings");
    }

    [Fact]
    public async Task A_model_that_works_in_tasks_is_waited_for()
    {
        using var images = vendors.Find("runway").AsImageGenerator("gen4_image");
        var answer = await images.GenerateAsync(
            new ImageGenerationRequest("A lighthouse"), new ImageGenerationOptions { ImageSize = new Size(1920, 1080) }, Cancellation);
        answer.Contents.ShouldHaveSingleItem().ShouldBeOfType<DataContent>().Data.Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Speech_is_handed_out_whole_and_in_pieces_that_add_up_to_it()
    {
        using var speech = vendors.Find("aihubmix").AsTextToSpeechClient("tts-1");
        var options = new TextToSpeechOptions { VoiceId = "nova", AudioFormat = "wav", Speed = 1.25f };
        var whole = await speech.GetAudioAsync("Good morning to you.", options, Cancellation);
        var sound = whole.Contents.ShouldHaveSingleItem().ShouldBeOfType<DataContent>();
        sound.MediaType.ShouldBe("audio/wav");

        var pieces = await speech.GetStreamingAudioAsync("Good morning to you.", options, Cancellation).ToListAsync(Cancellation);
        var joined = pieces.SelectMany(piece => piece.Contents.OfType<DataContent>()).SelectMany(piece => piece.Data.ToArray()).ToArray();
        joined.ShouldBe(sound.Data.ToArray());
    }

    [Fact]
    public async Task Speech_is_written_down_and_translated()
    {
        using var speech = vendors.Find("aihubmix").AsTextToSpeechClient("tts-1");
        var spoken = await speech.GetAudioAsync("Guten Morgen.", new TextToSpeechOptions { VoiceId = "nova", AudioFormat = "wav" }, Cancellation);
        var recording = spoken.Contents.OfType<DataContent>().Single().Data.ToArray();
        using var writer = vendors.Find("aihubmix").AsSpeechToTextClient("whisper-1");

        using var first = new MemoryStream(recording);
        var written = await writer.GetTextAsync(first, new SpeechToTextOptions { SpeechLanguage = "de" }, Cancellation);
        written.Text.ShouldNotBeNullOrWhiteSpace();

        using var second = new MemoryStream(recording);
        await Should.ThrowAsync<NotSupportedException>(
            () => writer.GetTextAsync(second, new SpeechToTextOptions { SpeechLanguage = "de", TextLanguage = "fr" }, Cancellation));
    }

    [Fact]
    public async Task A_vendor_at_fault_is_an_exception_that_says_how()
    {
        using var chat = vendors.Find("aihubmix").AsChatClient("no-such-model");
        var fault = await Should.ThrowAsync<ProviderFailureException>(() => chat.GetResponseAsync("Hello", cancellationToken: Cancellation));
        fault.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
    }

    [Fact]
    public void A_provider_without_the_modality_is_refused_at_once() =>
        Should.Throw<ArgumentException>(() => vendors.Find("stability").AsChatClient("core")).Message.ShouldContain("stability");

    private static int WidthOf(ReadOnlySpan<byte> png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png[16..20]);
}
