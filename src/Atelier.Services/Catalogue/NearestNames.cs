namespace Atelier.Services.Catalogue;

/// <summary>Finds names that look like a mistyped one.</summary>
internal static class NearestNames
{
    // Longer texts are no typing mistakes, and the comparison costs length times length.
    private const int LongestCompared = 100;

    /// <summary>The names within reach of a few typing mistakes or containing the text, best first.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names, int most)
    {
        if (text.Length is 0 or > LongestCompared)
        {
            return [];
        }

        var wanted = text.ToLowerInvariant();
        var reach = Math.Max(1, wanted.Length / 3);
        return
        [
            .. names
                .Select(name => (Name: name, Distance: Rank(wanted, name.ToLowerInvariant())))
                .Where(candidate => candidate.Distance <= reach)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(most)
                .Select(candidate => candidate.Name),
        ];
    }

    private static int Rank(string wanted, string name) =>
        wanted.Length >= 3 && name.Contains(wanted, StringComparison.Ordinal) ? 1 : Distance(wanted, name);

    /// <summary>Insertions, deletions and replacements needed to turn one text into the other.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
