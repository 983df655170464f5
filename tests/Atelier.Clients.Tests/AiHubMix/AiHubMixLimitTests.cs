using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>What the vendor would refuse is refused before it is sent, under the vendor's code where it has one.</summary>
public sealed class AiHubMixLimitTests
{
    private static readonly VendorFile Small = AiHubMixBench.File("a.png", "image/png", "A");
    private static readonly VendorFile Huge = new("a.png", "image/png", _ => throw new InvalidOperationException("it is never read"), 60_000_000);
    private static readonly string Long = new('x', 32_001);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases => [.. Refused.Keys.Select(name => (name, name.Split(':')[0]))];

    private static Dictionary<string, Func<AiHubMixClient, Task>> Refused { get; } = new()
    {
        ["invalid_model: image"] = client => client.CreateImageAsync(Image with { Model = " " }),
        ["prompt_missing: image"] = client => client.CreateImageAsync(Image with { Prompt = "" }),
        ["prompt_too_long: image"] = client => client.CreateImageAsync(Image with { Prompt = Long }),
        ["n_not_within_range: image, none"] = client => client.CreateImageAsync(Image with { N = 0 }),
        ["n_not_within_range: image, many"] = client => client.CreateImageAsync(Image with { N = 11 }),
        ["invalid_output_compression: image"] = client => client.CreateImageAsync(Image with { OutputCompression = 101 }),
        ["invalid_partial_images: image"] = client => client.CreateImageAsync(Image with { PartialImages = 4 }),
        ["invalid_safety_tolerance: image"] = client => client.CreateImageAsync(Image with { SafetyTolerance = 7 }),
        ["invalid_output_format: image"] = client => client.CreateImageAsync(Image with { OutputFormat = "bmp" }),
        ["invalid_background: image"] = client => client.CreateImageAsync(Image with { Background = "blue" }),
        ["invalid_moderation: image"] = client => client.CreateImageAsync(Image with { Moderation = "none" }),
        ["invalid_response_format: image"] = client => client.CreateImageAsync(Image with { ResponseFormat = "file" }),
        ["prompt_missing: streamed image"] = client => client.StreamImageAsync(Image with { Prompt = "" }).ToListAsync().AsTask(),
        ["invalid_image: none"] = client => client.EditImageAsync(Edit with { Images = [] }),
        ["invalid_image: seventeen"] = client => client.EditImageAsync(Edit with { Images = [.. Enumerable.Repeat(Small, 17)] }),
        ["invalid_image: large"] = client => client.EditImageAsync(Edit with { Images = [Small, Huge] }),
        ["invalid_mask: large"] = client => client.EditImageAsync(Edit with { Mask = Huge }),
        ["invalid_input_fidelity: edit"] = client => client.EditImageAsync(Edit with { InputFidelity = "exact" }),
        ["invalid_partial_images: edit"] = client => client.StreamImageEditAsync(Edit with { PartialImages = -1 }).ToListAsync().AsTask(),
        ["n_not_within_range: prediction"] = client => Predict(client, new() { Prompt = "p", N = 11 }),
        ["invalid_max_images: prediction"] = client => Predict(client, new() { Prompt = "p", SequentialImageGenerationOptions = new(16) }),
        ["invalid_sequential_image_generation: prediction"] = client => Predict(client, new() { Prompt = "p", SequentialImageGeneration = "yes" }),
        ["prompt_missing: video"] = client => client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = " " }),
        ["prompt_missing: nested"] = client => client.CreateVideoAsync(new DashScopeVideoRequest { Model = "wan", Input = new() { Prompt = "" } }),
        ["prompt_missing: remix"] = client => client.RemixVideoAsync("v1", ""),
        ["invalid_input_reference: twice"] = client => client.CreateVideoAsync(
            new SoraVideoRequest { Model = "sora-2", Prompt = "p", InputReference = new("https://a/1.png"), ReferenceFile = Small }),
        ["invalid_image_list: five"] = client => client.CreateVideoAsync(
            new KlingVideoRequest { Model = "kling", Prompt = "p", ImageList = ["a", "b", "c", "d", "e"] }),
        ["invalid_messages: empty"] = client => client.CreateChatCompletionAsync(new() { Model = "m", Messages = AiHubMixBench.Json("[]") }),
        ["invalid_messages: text"] = client =>
            client.StreamChatCompletionAsync(new() { Model = "m", Messages = AiHubMixBench.Json("\"hi\"") }).ToListAsync().AsTask(),
        ["invalid_input: speech"] = client => client.CreateSpeechAsync(Speech with { Input = "" }),
        ["text_too_long: speech"] = client => client.CreateSpeechAsync(Speech with { Input = new string('x', 4097) }),
        ["invalid_voice: speech"] = client => client.CreateSpeechAsync(Speech with { Voice = "" }),
        ["invalid_speed: fast"] = client => client.CreateSpeechAsync(Speech with { Speed = 4.1 }),
        ["invalid_speed: none"] = client => client.CreateSpeechAsync(Speech with { Speed = double.NaN }),
        ["invalid_response_format: speech"] = client => client.StreamSpeechAsync(Speech with { ResponseFormat = "midi" }).ToListAsync().AsTask(),
        ["invalid_file: transcription"] = client => client.TranscribeAsync(Transcription with { File = Huge }),
        ["invalid_temperature: transcription"] = client => client.TranscribeAsync(Transcription with { Temperature = 1.1 }),
        ["invalid_response_format: transcription"] = client => client.TranscribeAsync(Transcription with { ResponseFormat = "xml" }),
        ["invalid_timestamp_granularities: word"] = client => client.TranscribeAsync(Transcription with { TimestampGranularities = ["word"] }),
        ["invalid_known_speaker_names: no sample"] = client => client.TranscribeAsync(Transcription with { KnownSpeakerNames = ["Ada"] }),
        ["invalid_response_format: translation"] = client =>
            client.TranslateAsync(new() { Model = "whisper-1", File = Small, ResponseFormat = "diarized_json" }),
        ["invalid_input: no text"] = client => client.CreateEmbeddingsAsync(new() { Model = "m", Input = [] }),
        ["invalid_input: empty text"] = client => client.CreateEmbeddingsAsync(new() { Model = "m", Input = ["a", ""] }),
        ["invalid_input: many texts"] = client => client.CreateEmbeddingsAsync(new() { Model = "m", Input = [.. Enumerable.Repeat("a", 2049)] }),
        ["invalid_dimensions: none"] = client => client.CreateEmbeddingsAsync(new() { Model = "m", Input = ["a"], Dimensions = 0 }),
        ["invalid_encoding_format: hex"] = client => client.CreateEmbeddingsAsync(new() { Model = "m", Input = ["a"], EncodingFormat = "hex" }),
    };

    private static CreateImageRequest Image => new() { Model = "gpt-image-2", Prompt = "p" };

    private static EditImageRequest Edit => new() { Model = "gpt-image-2", Prompt = "p", Images = [Small] };

    private static SpeechRequest Speech => new() { Model = "tts-1", Input = "x", Voice = "alloy" };

    private static TranscriptionRequest Transcription => new() { Model = "whisper-1", File = Small };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_is_sent_that_would_be_refused(string name, string code)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("{}");

        var fault = await Should.ThrowAsync<VendorInvalidRequestException>(() => Refused[name](bench.Client));

        fault.VendorErrorCode.ShouldBe(code);
        fault.MayHaveBeenAccepted.ShouldBeFalse();
        fault.Attempts.ShouldBe(0);
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_limits_themselves_are_allowed()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"data":[{"b64_json":"AQID"}]}"""));

        await bench.Client.CreateImageAsync(
            Image with { Prompt = new string('x', 32_000), N = 10, OutputCompression = 0, SafetyTolerance = 6 }, cancellationToken: Token);
        await bench.Client.EditImageAsync(Edit with { Images = [.. Enumerable.Repeat(Small, 16)] }, cancellationToken: Token);

        bench.Server.Requests.Count.ShouldBe(2);
    }

    private static Task<Prediction> Predict(AiHubMixClient client, PredictionInput input) => client.CreatePredictionAsync("doubao/x", new() { Input = input });
}
