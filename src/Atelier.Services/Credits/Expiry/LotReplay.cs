namespace Atelier.Services.Credits.Expiry;

/// <summary>Credits with an end.</summary>
/// <param name="Id">The move that brought them; sorts by time among moves.</param>
/// <param name="AmountMicro">How many.</param>
/// <param name="EndsBefore">Holds with an id from here on do not draw on them.</param>
internal sealed record Lot(string Id, long AmountMicro, string EndsBefore);

/// <summary>Spending in a stretch of time in which no lot begins or ends.</summary>
/// <param name="From">First id of a move that counts.</param>
/// <param name="Before">First id that does not count any more.</param>
internal readonly record struct Stretch(string From, string Before);

/// <summary>
/// Says what is left of each lot: what was spent while it lasted is drawn from the lot that ends first. A hold counts when it was taken, with
/// what was charged in the end, or with all of it while nobody knows.
/// </summary>
internal static class LotReplay
{
    /// <summary>The stretches of time that have to be known.</summary>
    public static IReadOnlyList<Stretch> Stretches(IReadOnlyCollection<Lot> lots)
    {
        var edges = lots.SelectMany(lot => new[] { lot.Id, lot.EndsBefore }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return [.. edges.Zip(edges.Skip(1), (from, before) => new Stretch(from, before))];
    }

    /// <summary>What is left of each lot, by its id.</summary>
    public static IReadOnlyDictionary<string, long> Remaining(IReadOnlyCollection<Lot> lots, IReadOnlyList<(Stretch Stretch, long Spent)> spending)
    {
        var left = lots.ToDictionary(lot => lot.Id, lot => lot.AmountMicro, StringComparer.Ordinal);
        var byEnd = lots.OrderBy(lot => lot.EndsBefore, StringComparer.Ordinal).ThenBy(lot => lot.Id, StringComparer.Ordinal).ToList();
        foreach (var (stretch, spent) in spending)
        {
            var rest = spent;
            foreach (var lot in byEnd.Where(lot => Covers(lot, stretch)))
            {
                var drawn = Math.Min(rest, left[lot.Id]);
                left[lot.Id] -= drawn;
                rest -= drawn;
            }
        }

        return left;
    }

    private static bool Covers(Lot lot, Stretch stretch) =>
        string.CompareOrdinal(lot.Id, stretch.From) <= 0 && string.CompareOrdinal(lot.EndsBefore, stretch.Before) >= 0;
}
