using System.Security.Cryptography;

namespace Atelier.Services.Secrets;

/// <summary>A master key: 32 random bytes, written as base64 or hex.</summary>
public sealed class MasterKey
{
    /// <summary>Its length.</summary>
    public const int Bytes = 32;

    private const int IdBytes = 4;
    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "atelier master key id"u8).AsSpan(0, IdBytes));
    }

    /// <summary>Tells keys apart without telling anything of them: 8 hex digits.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>The text of a fresh key.</summary>
    public static string NewText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Reads keys separated by commas, semicolons or white space; the first seals, all open.</summary>
    /// <exception cref="SecretException">A part is no key. The message tells which by its place, never its text.</exception>
    public static IReadOnlyList<MasterKey> ParseAll(string? text)
    {
        var parts = (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Select((part, index) => Read(part) ?? throw Wrong(index + 1, parts.Length)).DistinctBy(key => key.Id)];
    }

    /// <summary>A key for another purpose, from which this one cannot be found.</summary>
    public byte[] Derive(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return HMACSHA256.HashData(_key, System.Text.Encoding.UTF8.GetBytes(purpose));
    }

    /// <summary>Its id only.</summary>
    public override string ToString() => Id;

    private static MasterKey? Read(string text)
    {
        var bytes = new byte[Bytes];
        return text.Length == Bytes * 2
            ? Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == Bytes ? new MasterKey(bytes) : null
            : Convert.TryFromBase64String(Padded(text), bytes, out var count) && count == Bytes ? new MasterKey(bytes) : null;
    }

    private static string Padded(string text) =>
        text.TrimEnd('=').Replace('-', '+').Replace('_', '/') is var bare && bare.Length % 4 == 3 ? bare + '=' : bare;

    private static SecretException Wrong(int place, int count) => new(
        $"{(count == 1 ? "it" : $"key {place} of {count}")} is not a master key of {Bytes} bytes in base64 or hex. Make one with: atelier secrets new-key");
}
