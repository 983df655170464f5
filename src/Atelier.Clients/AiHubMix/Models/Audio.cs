using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Body of <c>POST /v1/audio/speech</c>.</summary>
public sealed record SpeechRequest
{
    /// <summary>Model id, such as <c>gpt-4o-mini-tts</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The words to speak, at most 4,096 characters.</summary>
    public required string Input { get; init; }

    /// <summary>Such as <c>alloy</c>, <c>coral</c> or <c>nova</c>.</summary>
    public required string Voice { get; init; }

    /// <summary>
    /// <c>mp3</c> (vendor's default), <c>opus</c>, <c>aac</c>, <c>flac</c>, <c>wav</c> or <c>pcm</c> (24 kHz, 16 bit, mono).
    /// </summary>
    public string? ResponseFormat { get; init; }

    /// <summary>0.25 to 4. Vendor's default: 1.</summary>
    public double? Speed { get; init; }

    /// <summary>How to speak; not for <c>tts-1</c> models.</summary>
    public string? Instructions { get; init; }

    /// <summary>Set by the client: <c>sse</c> for speech sent as events.</summary>
    [JsonInclude]
    internal string? StreamFormat { get; init; }
}

/// <summary>Parts of <c>POST /v1/audio/transcriptions</c>.</summary>
public sealed record TranscriptionRequest
{
    /// <summary>Model id, such as <c>whisper-1</c> or <c>gpt-4o-transcribe</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The recording, at most 25 MB. Its file name's extension tells the vendor the format.</summary>
    public required VendorFile File { get; init; }

    /// <summary>ISO 639-1 code of the language spoken, when known.</summary>
    public string? Language { get; init; }

    /// <summary>Words that help the model with names and style.</summary>
    public string? Prompt { get; init; }

    /// <summary>
    /// <c>json</c> (vendor's default), <c>verbose_json</c>, <c>text</c>, <c>srt</c>, <c>vtt</c> or <c>diarized_json</c>.
    /// GPT models know <c>json</c> only.
    /// </summary>
    public string? ResponseFormat { get; init; }

    /// <summary>0 to 1. Vendor's default: 0.</summary>
    public double? Temperature { get; init; }

    /// <summary><c>word</c>, <c>segment</c> or both; for <c>verbose_json</c> only.</summary>
    public IReadOnlyList<string> TimestampGranularities { get; init; } = [];

    /// <summary>What else to answer: <c>logprobs</c>, for GPT models with <c>json</c>.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>
    /// How a long recording is cut: <c>auto</c>. <c>gpt-4o-transcribe-diarize</c> needs it for more than 30 seconds.
    /// </summary>
    public string? ChunkingStrategy { get; init; }

    /// <summary>Names of up to four known speakers, for <c>gpt-4o-transcribe-diarize</c>.</summary>
    public IReadOnlyList<string> KnownSpeakerNames { get; init; } = [];

    /// <summary>A sample of each known speaker, 2 to 10 seconds, as data URLs; in the order of the names.</summary>
    public IReadOnlyList<string> KnownSpeakerReferences { get; init; } = [];
}

/// <summary>Parts of <c>POST /v1/audio/translations</c>: speech in any language to English text.</summary>
public sealed record TranslationRequest
{
    /// <summary>A Whisper model.</summary>
    public required string Model { get; init; }

    /// <inheritdoc cref="TranscriptionRequest.File"/>
    public required VendorFile File { get; init; }

    /// <inheritdoc cref="TranscriptionRequest.Prompt"/>
    public string? Prompt { get; init; }

    /// <summary><c>json</c> (vendor's default), <c>verbose_json</c>, <c>text</c>, <c>srt</c> or <c>vtt</c>.</summary>
    public string? ResponseFormat { get; init; }

    /// <inheritdoc cref="TranscriptionRequest.Temperature"/>
    public double? Temperature { get; init; }
}

/// <summary>The answer of a transcription or translation in any format.</summary>
public sealed record Transcript
{
    /// <summary>The spoken words alone; for subtitles, without numbers and times.</summary>
    public required string Text { get; init; }

    /// <summary>The answer as the vendor sent it, in the format asked for.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Media type of <see cref="Raw"/>, such as <c>application/json</c> or <c>text/plain</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Length of the recording in seconds, when told.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Language heard, when told.</summary>
    public string? Language { get; init; }

    /// <summary>Stretches with their times, where the format has them (<c>verbose_json</c>, <c>diarized_json</c>).</summary>
    public IReadOnlyList<TranscriptSegment> Segments { get; init; } = [];

    /// <summary>Words with their times, where they were asked for.</summary>
    public IReadOnlyList<TranscriptWord> Words { get; init; } = [];

    /// <summary>Tokens or seconds charged for, when told.</summary>
    public TokenUsage? Usage { get; init; }
}

/// <summary>The fields of a JSON transcript that we read; the whole stays in <see cref="Transcript.Raw"/>.</summary>
internal sealed record TranscriptWire
{
    public string? Text { get; init; }

    public JsonElement? Duration { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<TranscriptSegment?>? Segments { get; init; }

    public IReadOnlyList<TranscriptWord?>? Words { get; init; }

    public TokenUsage? Usage { get; init; }
}
