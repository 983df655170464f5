using Atelier.Services.Credits;

namespace Atelier.Services.Persistence.Writing;

/// <summary>The posting sets, each summing to zero. A side of zero is not written.</summary>
internal static class Postings
{
    public static IReadOnlyList<Posting> Hold(long amount) =>
        Of(new(LedgerAccount.UserAvailable, -amount), new(LedgerAccount.UserHeld, amount));

    /// <summary>The charge goes to revenue, the rest of the hold back to the user.</summary>
    public static IReadOnlyList<Posting> Capture(long held, long charge) => Of(
        new(LedgerAccount.UserHeld, -held), new(LedgerAccount.HouseRevenue, charge), new(LedgerAccount.UserAvailable, held - charge));

    public static IReadOnlyList<Posting> Release(long held) =>
        Of(new(LedgerAccount.UserHeld, -held), new(LedgerAccount.UserAvailable, held));

    /// <summary>A negative amount takes back.</summary>
    public static IReadOnlyList<Posting> Grant(long amount) =>
        Of(new(LedgerAccount.HouseGrants, -amount), new(LedgerAccount.UserAvailable, amount));

    /// <summary>A negative amount takes away.</summary>
    public static IReadOnlyList<Posting> Adjust(long amount) =>
        Of(new(LedgerAccount.HouseAdjustments, -amount), new(LedgerAccount.UserAvailable, amount));

    private static Posting[] Of(params ReadOnlySpan<Posting> sides)
    {
        var postings = new List<Posting>(sides.Length);
        foreach (var side in sides)
        {
            if (side.AmountMicro != 0)
            {
                postings.Add(side);
            }
        }

        return [.. postings];
    }
}
