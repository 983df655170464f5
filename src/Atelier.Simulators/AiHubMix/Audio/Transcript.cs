using System.Globalization;
using System.Text;

namespace Atelier.Simulators.AiHubMix.Audio;

/// <summary>What the simulated listener heard: a sentence for every five seconds, told apart by number.</summary>
internal sealed class Transcript
{
    private const double SentenceSeconds = 5;

    public Transcript(string file, double seconds, string verb)
    {
        Seconds = Math.Round(seconds, 2);
        var count = Math.Max(1, (int)Math.Ceiling(Seconds / SentenceSeconds));
        Segments =
        [
            .. Enumerable.Range(0, count).Select(number => new TranscriptSegment(
                number,
                number * SentenceSeconds,
                number == count - 1 ? Seconds : (number + 1) * SentenceSeconds,
                number == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"SANDBOX {verb} of {file}, {Seconds:0.##} seconds long.")
                    : string.Create(CultureInfo.InvariantCulture, $"This is sentence {number + 1} of {count}."))),
        ];
    }

    public double Seconds { get; }

    public IReadOnlyList<TranscriptSegment> Segments { get; }

    public string Text => string.Join(' ', Segments.Select(segment => segment.Text));

    public string ToSrt()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{segment.Number + 1}\n{Time(segment.Start, ',')} --> {Time(segment.End, ',')}\n{segment.Text}\n\n");
        }

        return text.ToString();
    }

    public string ToVtt()
    {
        var text = new StringBuilder("WEBVTT\n\n");
        foreach (var segment in Segments)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time(segment.Start, '.')} --> {Time(segment.End, '.')}\n{segment.Text}\n\n");
        }

        return text.ToString();
    }

    private static string Time(double seconds, char separator) =>
        TimeSpan.FromSeconds(seconds).ToString($@"hh\:mm\:ss\{separator}fff", CultureInfo.InvariantCulture);
}

/// <summary>A sentence with its time in the recording.</summary>
internal sealed record TranscriptSegment(int Number, double Start, double End, string Text)
{
    /// <summary>Words with their times, spread evenly.</summary>
    public IEnumerable<(string Word, double Start, double End)> Words()
    {
        var words = Text.Split(' ');
        var step = (End - Start) / words.Length;
        return words.Select(
            (word, index) => (word.TrimEnd('.', ','), Math.Round(Start + index * step, 2), Math.Round(Start + (index + 1) * step, 2)));
    }
}
