using System.Text.Json;
using Atelier.Simulators.Faults;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Tests;

public sealed class ClientsAsProvidersTests(SimulatedVendors vendors) : IClassFixture<SimulatedVendors>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_client_is_found_like_any_provider_and_answers()
    {
        var provider = vendors.Look("gpt", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider;
        var done = (await provider.SubmitAsync(Chat("""{"messages":[{"role":"user","content":"Hello"}],"temperature":0.2}"""), Cancellation))
            .ShouldBeOfType<SubmitOutcome.Completed>().Result;
        var completion = await JsonAsync(done);
        completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldNotBeNullOrWhiteSpace();
        completion.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        done.Usage.ShouldNotBeNull().OutputTokens.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_registered_client_has_no_simulator_and_a_test_key_is_told_so() =>
        vendors.Look("gpt", ProviderTarget.Sandbox).ShouldBeOfType<ProviderLookup.NotConfigured>().MissingSetting.ShouldContain("gpt");

    [Fact]
    public async Task Chat_streams_chunks_in_the_form_of_OpenAI_and_ends_with_the_usage()
    {
        var provider = vendors.OpenAIClient().GetChatClient("gpt-5.4-mini").AsIChatClient().AsProvider("gpt").ShouldBeAssignableTo<IChatProvider>()!;
        var updates = await provider.StreamAsync(Chat("""{"messages":[{"role":"user","content":"Hello"}]}"""), Cancellation).ToListAsync(Cancellation);
        updates[^1].ShouldBeOfType<ChatUpdate.Finished>().Usage.ShouldNotBeNull().InputTokens.ShouldNotBeNull().ShouldBeGreaterThan(0);
        var words = updates.OfType<ChatUpdate.Delta>()
            .SelectMany(delta => delta.Chunk.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.ToString() : "");
        string.Concat(words).ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Tools_reach_the_client_and_its_calls_come_back()
    {
        var provider = vendors.OpenAIClient().GetChatClient("gpt-5.4-mini").AsIChatClient().AsProvider("gpt");
        var done = (await provider.SubmitAsync(Chat("""
            {"messages":[{"role":"user","content":"Weather?"}],"tool_choice":"required","tools":[{"type":"function","function":{"name":"get_weather",
            "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
            """), Cancellation)).ShouldBeOfType<SubmitOutcome.Completed>().Result;
        var call = (await JsonAsync(done)).GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0];
        call.GetProperty("function").GetProperty("name").GetString().ShouldBe("get_weather");
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":[{"role":"nobody"}]}""", "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"temperature":"warm"}""", "temperature")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"web"}]}""", "tools")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"response_format":"json"}""", "response_format")]
    public async Task Bad_input_is_refused_by_field_before_the_client_is_asked(string input, string field)
    {
        var provider = new SilentChat().AsProvider("silent");
        var failure = (await provider.SubmitAsync(Chat(input), Cancellation)).ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.Field.ShouldBe(field);
    }

    [Fact]
    public async Task Pictures_speech_and_transcripts_of_a_strangers_client_come_as_media()
    {
        var client = vendors.OpenAIClient();
        var images = client.GetImageClient("gpt-image-2").AsIImageGenerator().AsProvider("pictures");
        var picture = await DoneAsync(images, Modality.Image, "gpt-image-2", """{"prompt":"A boat","size":"1024x1024","count":1}""");
        picture.Media.ShouldHaveSingleItem().ContentType.ShouldNotBeNull().ShouldStartWith("image/");

        var speaker = client.GetAudioClient("tts-1").AsITextToSpeechClient().AsProvider("speech");
        var speech = await DoneAsync(speaker, Modality.Speech, "tts-1", """{"text":"Good morning","voice":"nova","format":"wav"}""");
        var recording = speech.Media.ShouldHaveSingleItem().ShouldBeOfType<BytesMediaSource>();

        var writer = client.GetAudioClient("whisper-1").AsISpeechToTextClient().AsProvider("writer");
        var media = new Dictionary<string, IReadOnlyList<MediaSource>> { ["audio"] = [recording] };
        var transcript = await DoneAsync(writer, Modality.Transcription, "whisper-1", """{"format":"json"}""", media);
        (await JsonAsync(transcript)).GetProperty("text").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(SubmitPolicy.AtLeastOnce)]
    [InlineData(SubmitPolicy.AtMostOnce)]
    public async Task A_client_that_breaks_may_have_bought_something(SubmitPolicy policy)
    {
        var provider = new SilentChat(new IOException("sk-secret in the text")).AsProvider("broken");
        var outcome = await provider.SubmitAsync(Chat("""{"messages":[{"role":"user","content":"Hi"}]}""") with { SubmitPolicy = policy }, Cancellation);
        var failure = policy == SubmitPolicy.AtMostOnce
            ? outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Failure
            : outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.MayHaveCharged.ShouldBeTrue();
        failure.Message.ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task A_clients_refusal_by_status_proves_that_nothing_was_done()
    {
        vendors.Simulators.Faults.Add("aihubmix", null, new Fault { Kind = FaultKind.Status, Status = 400 }, times: 1);
        var provider = vendors.OpenAIClient().GetChatClient("gpt-5.4-mini").AsIChatClient().AsProvider("gpt");
        var request = Chat("""{"messages":[{"role":"user","content":"Hi"}]}""") with { SubmitPolicy = SubmitPolicy.AtMostOnce };
        var failure = (await provider.SubmitAsync(request, Cancellation)).ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.MayHaveCharged.ShouldBeFalse();
    }

    [Fact]
    public async Task There_and_back_again_our_model_as_a_client_as_a_provider_is_the_same_model()
    {
        var ours = vendors.Find("aihubmix");
        var again = ours.AsChatClient("gpt-5.4-mini").AsProvider("again");
        var request = Chat("""{"messages":[{"role":"user","content":"The sea"}],"seed":7}""");
        var direct = await JsonAsync((await ours.SubmitAsync(request, Cancellation)).ShouldBeOfType<SubmitOutcome.Completed>().Result);
        var around = await JsonAsync((await again.SubmitAsync(request, Cancellation)).ShouldBeOfType<SubmitOutcome.Completed>().Result);
        Words(around).ShouldBe(Words(direct));

        static string Words(JsonElement completion) => completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private static ProviderRequest Chat(string input) => Request(Modality.Chat, "gpt-5.4-mini", input);

    private static ProviderRequest Request(
        Modality modality, string model, string input, IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>? media = null) => new()
    {
        GenerationId = "gen_1",
        VendorModel = model,
        Modality = modality,
        Input = JsonElement.Parse(input),
        Media = media ?? new Dictionary<string, IReadOnlyList<MediaSource>>(),
    };

    private static async Task<ProviderResult> DoneAsync(
        IGenerationProvider provider,
        Modality modality,
        string model,
        string input,
        IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>? media = null) =>
        await provider.SubmitAsync(Request(modality, model, input, media), Cancellation) switch
        {
            SubmitOutcome.Completed completed => completed.Result,
            SubmitOutcome.Refused refused => throw new ProviderFailureException(refused.Failure),
            var other => throw new ShouldAssertException(other.ToString()),
        };

    private static async Task<JsonElement> JsonAsync(ProviderResult result)
    {
        await using var stream = await result.Media.ShouldHaveSingleItem().OpenAsync(Cancellation);
        return (await JsonDocument.ParseAsync(stream, cancellationToken: Cancellation)).RootElement;
    }

    /// <summary>A client that must not be asked, or that breaks when it is.</summary>
    private sealed class SilentChat(Exception? fault = null) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
            Task.FromException<ChatResponse>(fault ?? new InvalidOperationException("Nobody should have asked."));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
            throw fault ?? new InvalidOperationException("Nobody should have asked.");

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
