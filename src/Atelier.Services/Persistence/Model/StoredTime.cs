using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atelier.Services.Persistence.Model;

/// <summary>
/// Times as both databases keep them: UTC to the microsecond. SQLite has no time type and gets microseconds since 1970, which sort and compare
/// as times do.
/// </summary>
internal static class StoredTime
{
    public static ValueConverter<DateTimeOffset, long> MicrosConverter { get; } = new(time => ToMicros(time), micros => FromMicros(micros));

    public static ValueConverter<DateTimeOffset, DateTimeOffset> UtcConverter { get; } = new(time => time.ToUniversalTime(), time => time);

    public static long ToMicros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time as it will be read back.</summary>
    public static DateTimeOffset Trim(DateTimeOffset time) => FromMicros(ToMicros(time));
}
