using System.Globalization;

namespace Atelier.Simulators.Media;

/// <summary>Breaks a prompt into lines: between words where there are any, else between characters, as Chinese and Japanese need.</summary>
internal static class TextWrapping
{
    private const int LongestPrompt = 600;

    public static IEnumerable<string> Wrap(string text, int maxLines, float maxWidth, Func<string, float> measure)
    {
        if (maxLines <= 0)
        {
            yield break;
        }

        var line = "";
        var lines = 0;
        foreach (var piece in Pieces(text))
        {
            if (line.Length == 0 || measure(line + piece) <= maxWidth)
            {
                line += line.Length == 0 ? piece.TrimStart() : piece;
                continue;
            }

            yield return line.TrimEnd();
            if (++lines == maxLines)
            {
                yield break;
            }

            line = piece.TrimStart();
        }

        if (line.Trim().Length > 0)
        {
            yield return line.TrimEnd();
        }
    }

    /// <summary>Words with the space after them; long words and text without spaces character by character.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var shown = text.Length > LongestPrompt ? text[..LongestPrompt] : text;
        foreach (var word in shown.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length <= 24 && word.All(character => character < 0x2E80))
            {
                yield return Printable(word) + " ";
                continue;
            }

            var elements = StringInfo.GetTextElementEnumerator(word);
            while (elements.MoveNext())
            {
                yield return Printable(elements.GetTextElement());
            }

            yield return " ";
        }
    }

    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
}
