namespace Atelier.Services;

/// <summary>Makes ids such as <c>gen_01jd...</c>: a prefix and a time-ordered UUID (version 7) in 26 lower-case Crockford base-32 digits.</summary>
public sealed class IdFactory(TimeProvider time)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int DigitCount = 26;
    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create(Alphabet);

    /// <summary>A fresh id; ids made later sort after ids made earlier (to the millisecond).</summary>
    /// <param name="prefix">One of <see cref="IdPrefixes"/>.</param>
    public string New(string prefix) => Format(prefix, Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>
    /// Sorts before every id made at that time or later, and after every one made earlier (to the millisecond). No id is older than 1970.
    /// </summary>
    internal static string LowerBound(string prefix, DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return Format(prefix, new Guid(bytes, bigEndian: true));
    }

    internal static string Format(string prefix, Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> digits = stackalloc char[DigitCount];
        for (var i = DigitCount - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(uint)(value & 31)];
            value >>= 5;
        }

        return $"{prefix}_{digits}";
    }

    /// <summary>Whether a text has the form of an id with that prefix. Says nothing about whether it exists.</summary>
    public static bool IsWellFormed(string? id, string prefix)
    {
        if (id is null || id.Length != prefix.Length + 1 + DigitCount || id[prefix.Length] != '_' || !id.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        return id.AsSpan(prefix.Length + 1).IndexOfAnyExcept(Digits) < 0;
    }
}

/// <summary>The prefixes of our ids, so that an id says what it names.</summary>
public static class IdPrefixes
{
    public const string Generation = "gen";
    public const string Artifact = "art";
    public const string Upload = "upl";
    public const string User = "usr";
    public const string ApiKey = "key";
    public const string Attempt = "att";
    public const string LedgerMove = "mov";
    public const string TopUpCode = "tup";
    public const string Team = "team";
    public const string Session = "ses";
    public const string AuditEntry = "aud";
}
