using System.Globalization;
using System.Text;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Makes one kind of transcript from the vendor's six formats.</summary>
internal static class Transcripts
{
    private static readonly string[] TextFormats = ["text", "srt", "vtt"];

    /// <summary>
    /// Whether the answer is plain text. Labels are not to be trusted (text may be called JSON, and JSON text), so the first byte decides.
    /// </summary>
    public static bool IsText(string? format, VendorAnswer answer) =>
        TextFormats.Contains(format) && !StartsWithBrace(answer.Content.Span);

    /// <summary>The transcript, or <see langword="null"/> when the text is not of the format that was asked for.</summary>
    public static Transcript? OfText(VendorAnswer answer, string? format)
    {
        var text = Encoding.UTF8.GetString(answer.Content.Span).TrimStart('\uFEFF');
        return answer.ContentType is "text/html" || !IsOfFormat(text, format) ? null : new Transcript
        {
            Text = (format is "srt" or "vtt" ? SpokenLines(text) : text).Trim(),
            Raw = answer.Content,
            ContentType = answer.ContentType.StartsWith("text/", StringComparison.Ordinal) ? answer.ContentType : "text/plain",
        };
    }

    public static Transcript? OfJson(VendorAnswer answer, TranscriptWire wire) => wire.Text is null ? null : new Transcript
    {
        Text = wire.Text.Trim(),
        Raw = answer.Content,
        ContentType = "application/json",
        Language = wire.Language,
        Usage = wire.Usage,
        Segments = [.. (wire.Segments ?? []).OfType<TranscriptSegment>()],
        Words = [.. (wire.Words ?? []).OfType<TranscriptWord>()],
        DurationSeconds = Duration(wire) ?? wire.Usage?.Seconds,
    };

    // A recording of silence has no cues.
    private static bool IsOfFormat(string text, string? format) => format switch
    {
        "vtt" => text.StartsWith("WEBVTT", StringComparison.Ordinal),
        "srt" => string.IsNullOrWhiteSpace(text) || text.Contains("-->", StringComparison.Ordinal),
        _ => true,
    };

    private static double? Duration(TranscriptWire wire) =>
        double.TryParse((wire.Duration ?? default).AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    private static bool StartsWithBrace(ReadOnlySpan<byte> content) => content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    // A cue is: an optional name, a line with the times, the words. What stands before the times is never spoken.
    private static string SpokenLines(string subtitles)
    {
        var cues = subtitles.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var words = cues
            .Select(cue => cue.Split('\n'))
            .Select(lines => (Lines: lines, Times: Array.FindIndex(lines, line => line.Contains("-->", StringComparison.Ordinal))))
            .Where(cue => cue.Times >= 0)
            .SelectMany(cue => cue.Lines.Skip(cue.Times + 1))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0);
        return string.Join(' ', words);
    }
}
