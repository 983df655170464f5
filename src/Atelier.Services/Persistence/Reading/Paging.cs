using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Reading;

/// <summary>Pages of lists: one row more than asked for tells whether there is another page.</summary>
internal static class Paging
{
    private const int Largest = 100;

    public static int Limit(int asked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked, Largest);
        return asked;
    }

    public static Page<T> Page<T>(List<T> rows, int limit, Func<T, string> cursorOf) =>
        rows.Count <= limit ? new Page<T>(rows, null) : new Page<T>(rows[..limit], cursorOf(rows[limit - 1]));
}
