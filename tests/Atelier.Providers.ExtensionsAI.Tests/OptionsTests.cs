using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Tests;

/// <summary>No option is lost on the way, in either direction.</summary>
public sealed class OptionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_option_of_chat_reaches_the_input_under_OpenAIs_name()
    {
        var provider = new RecordingProvider("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""");
        using var chat = provider.AsChatClient("m");

        await chat.GetResponseAsync("Hello", new ChatOptions
        {
            Instructions = "Be brief.",
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 7,
            MaxOutputTokens = 64,
            FrequencyPenalty = 1,
            PresencePenalty = -1,
            Seed = 9,
            StopSequences = ["END"],
            Reasoning = new() { Effort = ReasoningEffort.ExtraHigh },
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "shape"),
            Tools = [AIFunctionFactory.Create(() => "sunny", "get_weather")],
            ToolMode = ChatToolMode.RequireSpecific("get_weather"),
            AllowMultipleToolCalls = false,
            ModelId = "other",
            AdditionalProperties = new() { ["logit_bias"] = new Dictionary<string, int> { ["1"] = 2 } },
        }, Cancellation);

        var request = provider.Asked.ShouldNotBeNull();
        request.VendorModel.ShouldBe("other");
        var input = request.Input;
        input.GetProperty("messages")[0].GetProperty("role").GetString().ShouldBe("system");
        string[] names =
        [
            "messages", "temperature", "top_p", "top_k", "max_completion_tokens", "frequency_penalty", "presence_penalty", "seed", "stop",
            "reasoning_effort", "response_format", "tools", "parallel_tool_calls", "tool_choice", "logit_bias",
        ];
        input.EnumerateObject().Select(field => field.Name).ShouldBe(names, ignoreOrder: true);
        input.GetProperty("reasoning_effort").GetString().ShouldBe("xhigh");
        input.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("get_weather");
    }

    [Fact]
    public async Task What_cannot_reach_the_vendor_is_refused_before_it_is_asked()
    {
        var provider = new RecordingProvider("{}");
        using var chat = provider.AsChatClient("m");
        using var images = provider.AsImageGenerator("m");
        using var speech = provider.AsTextToSpeechClient("m");
        using var writer = provider.AsSpeechToTextClient("m");

        ChatOptions[] impossible =
        [
            new() { RawRepresentationFactory = _ => new object() },
            new() { Reasoning = new() { Output = ReasoningOutput.Full } },
            new() { ConversationId = "c" },
            new() { AllowBackgroundResponses = true },
        ];
        foreach (var options in impossible)
        {
            await Should.ThrowAsync<NotSupportedException>(() => chat.GetResponseAsync("Hello", options, Cancellation));
        }

        await Should.ThrowAsync<NotSupportedException>(
            () => images.GenerateAsync(new("p"), new() { RawRepresentationFactory = _ => new object() }, Cancellation));
        await Should.ThrowAsync<NotSupportedException>(
            () => speech.GetAudioAsync("Hello", new() { RawRepresentationFactory = _ => new object() }, Cancellation));
        await Should.ThrowAsync<NotSupportedException>(
            () => writer.GetTextAsync(Stream.Null, new() { RawRepresentationFactory = _ => new object() }, Cancellation));
        provider.Asked.ShouldBeNull();
    }

    [Fact]
    public async Task Subtitles_are_text_and_the_length_of_the_recording_is_told()
    {
        var provider = new RecordingProvider("1\n00:00:00,000 --> 00:00:01,500\nHi\n", "application/x-subrip", new ProviderUsage { Seconds = 1.5 });
        using var writer = provider.AsSpeechToTextClient("m");

        var answer = await writer.GetTextAsync(Stream.Null, new() { AdditionalProperties = new() { ["format"] = "srt" } }, Cancellation);

        answer.Text.ShouldStartWith("1\n00:00");
        (answer.StartTime, answer.EndTime).ShouldBe((TimeSpan.Zero, TimeSpan.FromSeconds(1.5)));
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("""{"words":[]}""")]
    public async Task A_transcript_without_text_is_the_vendors_fault(string answer)
    {
        using var writer = new RecordingProvider(answer).AsSpeechToTextClient("m");

        (await Should.ThrowAsync<ProviderFailureException>(() => writer.GetTextAsync(Stream.Null, null, Cancellation)))
            .Failure.Kind.ShouldBe(ProviderFailureKind.VendorFault);
    }

    [Fact]
    public async Task Streamed_speech_tells_the_usage_last()
    {
        using var speech = new RecordingProvider("sound", "audio/mpeg", new ProviderUsage { InputTokens = 3, OutputTokens = 40 }).AsTextToSpeechClient("m");

        var updates = await speech.GetStreamingAudioAsync("Hello", cancellationToken: Cancellation).ToListAsync(Cancellation);

        updates[^1].Contents.OfType<UsageContent>().ShouldHaveSingleItem().Details.OutputTokenCount.ShouldBe(40);
    }

    [Fact]
    public async Task A_plugged_chat_client_gets_what_its_interface_has_words_for()
    {
        var client = new RecordingChat();
        var input = """
            {"messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"high","stop":"END","user":"u1",
             "response_format":{"type":"json_schema","json_schema":{"name":"shape","strict":true,"schema":{"type":"object"}}},
             "tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object"}}}]}
            """;

        (await client.AsProvider("mine").SubmitAsync(Request(Modality.Chat, input), Cancellation)).ShouldBeOfType<SubmitOutcome.Completed>();

        var options = client.Asked.ShouldNotBeNull();
        options.Reasoning.ShouldNotBeNull().Effort.ShouldBe(ReasoningEffort.High);
        options.StopSequences.ShouldBe(["END"]);
        options.AdditionalProperties.ShouldNotBeNull()["strict"].ShouldBe(true);
        options.AdditionalProperties.Keys.ShouldBe(["user", "strict"], ignoreOrder: true);
        options.Tools.ShouldNotBeNull().ShouldHaveSingleItem().AdditionalProperties["strict"].ShouldBe(true);
    }

    [Fact]
    public async Task An_effort_the_interface_has_no_word_for_goes_on_as_it_is()
    {
        var client = new RecordingChat();

        await client.AsProvider("mine").SubmitAsync(
            Request(Modality.Chat, """{"messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"minimal"}"""), Cancellation);

        client.Asked.ShouldNotBeNull().Reasoning.ShouldBeNull();
        client.Asked.AdditionalProperties.ShouldNotBeNull()["reasoning_effort"].ShouldBeOfType<JsonElement>().GetString().ShouldBe("minimal");
    }

    private static ProviderRequest Request(Modality modality, string input) =>
        new() { GenerationId = "gen_1", VendorModel = "m", Modality = modality, Input = JsonElement.Parse(input) };

    /// <summary>Keeps what it is asked and gives one answer.</summary>
    private sealed class RecordingProvider(string answer, string contentType = "application/json", ProviderUsage? usage = null) : IGenerationProvider
    {
        public ProviderRequest? Asked { get; private set; }

        public string Name => "recording";

        public ProviderCapabilities Capabilities { get; } = new(new HashSet<Modality>(Enum.GetValues<Modality>()), CanCancel: false, CanStreamChat: false);

        public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
        {
            Asked = request;
            var bytes = System.Text.Encoding.UTF8.GetBytes(answer);
            var media = new BytesMediaSource(bytes) { ContentType = contentType, Length = bytes.Length };
            return Task.FromResult<SubmitOutcome>(new SubmitOutcome.Completed(new ProviderResult([media]) { Usage = usage }));
        }

        public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException("Answers at once.");

        public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException("Answers at once.");
    }

    /// <summary>Keeps the options it is given.</summary>
    private sealed class RecordingChat : IChatClient
    {
        public ChatOptions? Asked { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
        {
            Asked = options;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")) { FinishReason = ChatFinishReason.Stop });
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException("Not asked here.");

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
