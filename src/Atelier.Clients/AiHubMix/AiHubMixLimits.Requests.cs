using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <content>One check for each kind of request.</content>
internal static partial class AiHubMixLimits
{
    private const int MostPictures = 10;
    private const int MostPicturesIn = 16;
    private const int MostTexts = 2048;
    private const int LongestSpeech = 4096;
    private const int MostSpeakers = 4;
    private const int MostKlingPictures = 4;
    private const long LargestPicture = 50L * 1024 * 1024;
    private const long LargestRecording = 25L * 1024 * 1024;

    private static readonly string[] PictureFormats = ["png", "jpeg", "webp"];
    private static readonly string[] Backgrounds = ["auto", "transparent", "opaque"];
    private static readonly string[] TextFormats = ["json", "text", "srt", "verbose_json", "vtt"];

    public static void Check(CreateImageRequest request)
    {
        const string operation = "create_image";
        Named(request.Model, operation);
        CheckPrompt(request.Prompt, operation);
        Between(request.N, 1, MostPictures, "n", operation, "n_not_within_range");
        Between(request.OutputCompression, 0, 100, "output_compression", operation);
        Between(request.PartialImages, 0, 3, "partial_images", operation);
        Between(request.SafetyTolerance, 0, 6, "safety_tolerance", operation);
        OneOf(request.OutputFormat, PictureFormats, "output_format", operation);
        OneOf(request.Background, Backgrounds, "background", operation);
        OneOf(request.Moderation, ["auto", "low"], "moderation", operation);
        OneOf(request.ResponseFormat, ["url", "b64_json"], "response_format", operation);
    }

    public static void Check(EditImageRequest request)
    {
        const string operation = "edit_image";
        Named(request.Model, operation);
        CheckPrompt(request.Prompt, operation);
        if (request.Images.Count is 0 or > MostPicturesIn)
        {
            throw Refused(operation, $"'image' must hold 1 to {MostPicturesIn} pictures.", "image");
        }

        foreach (var picture in request.Images)
        {
            NoLarger(picture, LargestPicture, "image", operation);
        }

        NoLarger(request.Mask, LargestPicture, "mask", operation);
        Between(request.N, 1, MostPictures, "n", operation, "n_not_within_range");
        Between(request.OutputCompression, 0, 100, "output_compression", operation);
        Between(request.PartialImages, 0, 3, "partial_images", operation);
        OneOf(request.OutputFormat, PictureFormats, "output_format", operation);
        OneOf(request.Background, Backgrounds, "background", operation);
        OneOf(request.InputFidelity, ["low", "high"], "input_fidelity", operation);
        OneOf(request.ResponseFormat, ["url", "b64_json"], "response_format", operation);
    }

    public static void Check(PredictionRequest request)
    {
        const string operation = "create_prediction";
        CheckPrompt(request.Input.Prompt, operation);
        Between(request.Input.N, 1, MostPictures, "n", operation, "n_not_within_range");
        Between(request.Input.SafetyTolerance, 0, 6, "safety_tolerance", operation);
        Between(request.Input.SequentialImageGenerationOptions?.MaxImages, 1, 15, "max_images", operation);
        OneOf(request.Input.SequentialImageGeneration, ["auto", "disabled"], "sequential_image_generation", operation);
    }

    public static void Check(GenerateContentRequest request)
    {
        const string operation = "generate_content";
        if (request.Contents.Count == 0 || request.Contents.Any(content => content.Parts.Count == 0))
        {
            throw Refused(operation, "'contents' must hold at least one turn, and each turn at least one part.", "contents");
        }

        if (request.Contents.SelectMany(content => content.Parts).Any(part => part is { Text: null, InlineData: null }))
        {
            throw Refused(operation, "'contents' must not hold parts without text or media.", "contents");
        }

        Between(request.GenerationConfig?.Temperature, 0, 2, "temperature", operation);
    }

    public static void Check(CreateVideoRequest request)
    {
        const string operation = "create_video";
        Named(request.Model, operation);
        CheckPrompt(
            request switch
            {
                SoraVideoRequest sora => sora.Prompt,
                VeoVideoRequest veo => veo.Prompt,
                WanVideoRequest wan => wan.Prompt,
                DashScopeVideoRequest dashScope => dashScope.Input.Prompt,
                SeedanceVideoRequest seedance => seedance.Prompt,
                KlingVideoRequest kling => kling.Prompt,
                _ => null,
            },
            operation);
        if (request is SoraVideoRequest { InputReference: not null, ReferenceFile: not null })
        {
            throw Refused(operation, "Give 'input_reference' as an address or as a file, not both.", "input_reference");
        }

        if (request is KlingVideoRequest { ImageList.Count: > MostKlingPictures })
        {
            throw Refused(operation, $"'image_list' may hold {MostKlingPictures} pictures.", "image_list");
        }
    }

    public static void Check(ChatCompletionRequest request, string operation)
    {
        Named(request.Model, operation);
        if (request.Messages.ValueKind is not JsonValueKind.Array || request.Messages.GetArrayLength() == 0)
        {
            throw Refused(operation, "'messages' must be a list with at least one message.", "messages");
        }
    }

    public static void Check(SpeechRequest request)
    {
        const string operation = "create_speech";
        Named(request.Model, operation);
        if (string.IsNullOrEmpty(request.Input))
        {
            throw Refused(operation, "'input' is required.", "input");
        }

        if (request.Input.Length > LongestSpeech)
        {
            throw Refused(
                operation, $"'input' has {request.Input.Length} characters but may have {LongestSpeech}.", "input", "text_too_long");
        }

        if (string.IsNullOrWhiteSpace(request.Voice))
        {
            throw Refused(operation, "'voice' is required.", "voice");
        }

        Between(request.Speed, 0.25, 4, "speed", operation);
        OneOf(request.ResponseFormat, ["mp3", "opus", "aac", "flac", "wav", "pcm"], "response_format", operation);
    }

    public static void Check(TranscriptionRequest request)
    {
        const string operation = "create_transcription";
        Named(request.Model, operation);
        NoLarger(request.File, LargestRecording, "file", operation);
        Between(request.Temperature, 0, 1, "temperature", operation);
        OneOf(request.ResponseFormat, [.. TextFormats, "diarized_json"], "response_format", operation);
        foreach (var kind in request.TimestampGranularities)
        {
            OneOf(kind, ["word", "segment"], "timestamp_granularities", operation);
        }

        if (request.TimestampGranularities.Count > 0 && request.ResponseFormat is not "verbose_json")
        {
            throw Refused(operation, "'timestamp_granularities' needs the response format 'verbose_json'.", "timestamp_granularities");
        }

        if (request.KnownSpeakerNames.Count > MostSpeakers || request.KnownSpeakerNames.Count != request.KnownSpeakerReferences.Count)
        {
            throw Refused(operation, $"Up to {MostSpeakers} speakers can be known, each with a name and a sample.", "known_speaker_names");
        }
    }

    public static void Check(TranslationRequest request)
    {
        const string operation = "create_translation";
        Named(request.Model, operation);
        NoLarger(request.File, LargestRecording, "file", operation);
        Between(request.Temperature, 0, 1, "temperature", operation);
        OneOf(request.ResponseFormat, TextFormats, "response_format", operation);
    }

    public static void Check(EmbeddingRequest request)
    {
        const string operation = "create_embeddings";
        Named(request.Model, operation);
        if (request.Input.Count is 0 or > MostTexts)
        {
            throw Refused(operation, $"'input' must hold 1 to {MostTexts} texts.", "input");
        }

        if (request.Input.Any(string.IsNullOrEmpty))
        {
            throw Refused(operation, "'input' must not hold empty texts.", "input");
        }

        Between(request.Dimensions, 1, int.MaxValue, "dimensions", operation);
        OneOf(request.EncodingFormat, ["float", "base64"], "encoding_format", operation);
    }

    private static void NoLarger(VendorFile? file, long most, string name, string operation)
    {
        if (file?.Length > most)
        {
            throw Refused(operation, $"'{name}' has {file.Length} bytes but may have {most}.", name);
        }
    }
}
