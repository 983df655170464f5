using Atelier.Simulators.Media.Probes;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Audio;

/// <summary>A valid request to transcribe or translate a recording.</summary>
internal sealed record TranscriptionRequest(string Model, string FileName, double Seconds, string Format)
{
    private const long MaxBytes = 25L * 1024 * 1024;
    private const double ShortestSeconds = 0.1;
    private const int BytesPerSecondOfUnknownLength = 16_000;

    private static readonly string[] Extensions = ["flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm"];
    private static readonly string[] WhisperFormats = ["json", "text", "srt", "verbose_json", "vtt"];

    /// <summary>Models with USD per minute.</summary>
    private static readonly Dictionary<string, decimal> Models = new()
    {
        ["whisper-1"] = 0.006m,
        ["whisper-large-v3"] = 0.006m,
        ["distil-whisper-large-v3-en"] = 0.006m,
        ["gpt-4o-transcribe"] = 0.006m,
        ["gpt-4o-mini-transcribe"] = 0.003m,
        ["gpt-4o-transcribe-diarize"] = 0.006m,
    };

    public string Language { get; init; } = "en";

    public bool Stream { get; init; }

    public bool Words { get; init; }

    public bool Segments { get; init; } = true;

    public bool IsWhisper => Model.Contains("whisper", StringComparison.Ordinal);

    /// <summary>Every begun second is charged.</summary>
    public decimal Price => Models[Model] * (decimal)Math.Ceiling(Seconds) / 60m;

    public static async Task<TranscriptionRequest> ReadAsync(Fields fields, bool translate, CancellationToken cancellationToken)
    {
        var file = fields.Files("file") is [var first, ..]
            ? first
            : throw Refusal.Invalid("Missing required parameter: 'file'.", "file", "missing_required_parameter");
        var model = fields.Required("model");
        if (!Models.ContainsKey(model))
        {
            throw Refusal.NoChannel();
        }

        var whisper = model.Contains("whisper", StringComparison.Ordinal);
        if (translate && !whisper)
        {
            throw Refusal.Invalid($"Model {model} does not support translation.", "model", "invalid_value");
        }

        var format = fields.Choice(
            "response_format",
            whisper ? WhisperFormats : model.EndsWith("-diarize", StringComparison.Ordinal) ? ["json", "text", "diarized_json"] : ["json"]);
        fields.Number("temperature", 0, 1);
        var details = fields.Texts("timestamp_granularities");
        if (details.Count > 0 && (format != "verbose_json" || details.Any(detail => detail is not ("word" or "segment"))))
        {
            throw Refusal.Invalid(
                "timestamp_granularities takes 'word' and 'segment', and needs response_format 'verbose_json'.",
                "timestamp_granularities",
                "invalid_value");
        }

        return new TranscriptionRequest(model, file.FileName, await SecondsAsync(file, cancellationToken), format)
        {
            Language = CheckLanguage(fields.Text("language")),
            Stream = !whisper && fields.Flag("stream"),
            Words = details.Contains("word"),
            Segments = details.Count == 0 || details.Contains("segment"),
        };
    }

    private static async Task<double> SecondsAsync(IFormFile file, CancellationToken cancellationToken)
    {
        if (file.Length > MaxBytes)
        {
            throw new Refusal(StatusCodes.Status413PayloadTooLarge, "Maximum content size limit (26214400) exceeded")
            {
                Type = Refusal.RequestType,
            };
        }

        // The upstream goes by the name, so a file without a known ending is refused whatever it holds.
        var extension = Path.GetExtension(file.FileName).TrimStart('.').ToLowerInvariant();
        var content = await Fields.BytesAsync(file, cancellationToken);
        if (!Extensions.Contains(extension) || SoundProbe.Read(content) is not { } facts)
        {
            throw Refusal.Invalid(
                $"Invalid file format. Supported formats: [{string.Join(", ", Extensions.Select(known => $"'{known}'"))}]",
                "file",
                "invalid_value");
        }

        var seconds = facts.Seconds ?? (double)content.Length / BytesPerSecondOfUnknownLength;
        return seconds >= ShortestSeconds
            ? seconds
            : throw Refusal.Invalid("Audio file is too short. Minimum audio length is 0.1 seconds.", "file", "audio_too_short");
    }

    private static string CheckLanguage(string? language) => language switch
    {
        null or "" => "en",
        { Length: 2 } when language.All(char.IsAsciiLetterLower) => language,
        _ => throw Refusal.Invalid(
            $"Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.",
            "language",
            "invalid_language_format"),
    };
}
