using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Names what one limited key, user or team uses in one book.</summary>
internal readonly record struct UsageName(LimitSubject Kind, string Id, Book Book);

/// <summary>What a key, user or team uses at this point of the transaction.</summary>
/// <param name="Running">Generations not yet finished, in any book.</param>
/// <param name="LastMinute">Generations accepted in the last 60 seconds, in any book.</param>
/// <param name="OldestOfMinute">When the oldest of those was accepted.</param>
/// <param name="DayMicro">Held and captured for the generations of this day, in the book.</param>
/// <param name="MonthMicro">Held and captured for the generations of this month, in the book.</param>
internal sealed record UsageFacts(long Running, long LastMinute, DateTimeOffset? OldestOfMinute, long DayMicro, long MonthMicro)
{
    /// <summary>With one more generation accepted.</summary>
    public UsageFacts With(long heldMicro, DateTimeOffset now) =>
        new(Running + 1, LastMinute + 1, OldestOfMinute ?? now, DayMicro + heldMicro, MonthMicro + heldMicro);
}

/// <summary>Counts usage from the generations themselves, so that nothing can drift: the same text serves both databases.</summary>
internal static class UsageSql
{
    private static readonly Dictionary<LimitSubject, string> Texts = new()
    {
        [LimitSubject.Key] = TextOf("g.key_id = $1"),
        [LimitSubject.User] = TextOf("g.user_id = $1"),
        [LimitSubject.Team] = TextOf("g.team_id = $1"),
    };

    /// <summary>Answers one row: running, last minute, oldest of the minute, day, month.</summary>
    public static string Select(LimitSubject kind) => Texts[kind];

    /// <summary>Subject, book, and the ids before which the minute, the day and the month begin: ids sort by time.</summary>
    public static SqlValue[] Values(UsageName name, DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        return
        [
            name.Id,
            (int)name.Book,
            IdFactory.LowerBound(IdPrefixes.Generation, now - LimitDecision.Minute),
            IdFactory.LowerBound(IdPrefixes.Generation, new DateTimeOffset(utc.Date, TimeSpan.Zero)),
            IdFactory.LowerBound(IdPrefixes.Generation, new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero)),
        ];
    }

    // The state is compared as the index's filter says it, or the index would not be used.
    private static string TextOf(string whose) =>
        $"""
        SELECT
            (SELECT COUNT(*) FROM generations g WHERE {whose} AND g.state < 6),
            (SELECT COUNT(*) FROM generations g WHERE {whose} AND g.id >= $3),
            (SELECT MIN(g.created_at) FROM generations g WHERE {whose} AND g.id >= $3),
            (SELECT COALESCE(CAST(SUM(g.held_micro + g.captured_micro) AS BIGINT), 0) FROM generations g WHERE {whose} AND g.book = $2 AND g.id >= $4),
            (SELECT COALESCE(CAST(SUM(g.held_micro + g.captured_micro) AS BIGINT), 0) FROM generations g WHERE {whose} AND g.book = $2 AND g.id >= $5)
        """;
}
