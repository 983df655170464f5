using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Speech, transcription and translation.</summary>
internal static class AiHubMixAudioRequestMapper
{
    // The vendor reads the format of a recording from its file name, and knows these.
    private static readonly string[] Extensions = [".flac", ".mp3", ".mp4", ".mpeg", ".mpga", ".m4a", ".ogg", ".wav", ".webm"];

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static SpeechRequest MapSpeech(AiHubMixInput input)
    {
        var request = new SpeechRequest
        {
            Model = input.Model,
            Input = input.Values.RequiredText("text"),
            Voice = input.Values.RequiredText("voice"),
            ResponseFormat = input.Values.Text("format"),
            Speed = input.Values.Number("speed"),
            Instructions = input.Values.Text("instructions"),
        };
        input.RefuseRest();
        return request;
    }

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static TranscriptionRequest MapTranscription(AiHubMixInput input)
    {
        var request = new TranscriptionRequest
        {
            Model = input.Model,
            File = Recording(input),
            Language = input.Values.Text("language"),
            Prompt = input.Values.Text("prompt"),
            ResponseFormat = VendorFormat(input.Model, input.Values.Text("format")),
            Temperature = input.Values.Number("temperature"),
            TimestampGranularities = Words(input, "timestamp_granularities"),
            Include = Words(input, "include"),
            ChunkingStrategy = input.Values.Text("chunking_strategy"),
        };
        input.RefuseRest();
        return request;
    }

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static TranslationRequest MapTranslation(AiHubMixInput input)
    {
        var request = new TranslationRequest
        {
            Model = input.Model,
            File = Recording(input),
            Prompt = input.Values.Text("prompt"),
            ResponseFormat = VendorFormat(input.Model, input.Values.Text("format")),
            Temperature = input.Values.Number("temperature"),
        };
        input.RefuseRest();
        return request;
    }

    // Models that answer JSON only still give plain text: it is taken out of their JSON.
    private static string? VendorFormat(string model, string? format) =>
        format is "text" && AiHubMixModels.AnswersJsonOnly(model) ? "json" : format;

    private static VendorFile Recording(AiHubMixInput input)
    {
        var file = input.File("audio") ?? throw new InvalidInputException("audio", "'audio' is required.");
        if (Extensions.Contains(Path.GetExtension(file.FileName), StringComparer.OrdinalIgnoreCase))
        {
            return file;
        }

        var name = $"{Path.GetFileNameWithoutExtension(file.FileName)}.{ExtensionOf(file.ContentType)}";
        return new VendorFile(name, file.ContentType, file.OpenAsync, file.Length);
    }

    private static string ExtensionOf(string contentType) => contentType switch
    {
        "audio/mp4" or "audio/x-m4a" or "audio/m4a" => "m4a",
        "audio/webm" => "webm",
        "audio/x-wav" or "audio/wave" => "wav",
        "audio/mp3" => "mp3",
        _ when MediaTypes.ExtensionOf(contentType) is var known && Extensions.Contains("." + known) => known,
        _ => throw new InvalidInputException("audio", $"'audio' is {contentType}, which cannot be transcribed."),
    };

    private static IReadOnlyList<string> Words(AiHubMixInput input, string name) => input.Values.Value(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new InvalidInputException(name, $"'{name}' must be a list of texts."),
    };
}
