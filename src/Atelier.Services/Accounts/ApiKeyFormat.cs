using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>
/// The form of API keys: <c>atl_live_</c> or <c>atl_test_</c>, 24 random letters and digits (142 bits), and a checksum of 6. The checksum tells a
/// typing error from a wrong key without asking the database, and lets secret scanners recognise a leaked key for certain.
/// </summary>
public static class ApiKeyFormat
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string LivePrefix = "atl_live_";
    private const string TestPrefix = "atl_test_";
    private const int BodyLength = 24;
    private const int ChecksumLength = 6;
    private static readonly System.Buffers.SearchValues<char> Characters = System.Buffers.SearchValues.Create(Alphabet);

    /// <summary>A fresh key for a book.</summary>
    public static string New(Book book)
    {
        var start = PrefixOf(book) + RandomNumberGenerator.GetString(Alphabet, BodyLength);
        return start + ChecksumOf(start);
    }

    /// <summary>Whether a text is a well-formed key. Says nothing about whether anybody knows it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="book">The book that it spends from.</param>
    /// <param name="problem">What is wrong with it; never repeats the text.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Book book, [NotNullWhen(false)] out string? problem)
    {
        book = default;
        problem = null;
        if (string.IsNullOrEmpty(text))
        {
            problem = "it is empty";
        }
        else if (!TryReadPrefix(text, out book))
        {
            problem = $"it does not begin with {LivePrefix} or {TestPrefix}";
        }
        else if (text.Length != LivePrefix.Length + BodyLength + ChecksumLength)
        {
            problem = $"it has {text.Length} characters instead of {LivePrefix.Length + BodyLength + ChecksumLength}";
        }
        else if (text.AsSpan(LivePrefix.Length).IndexOfAnyExcept(Characters) >= 0)
        {
            problem = "after the beginning it may hold only letters and digits";
        }
        else if (!text.AsSpan()[^ChecksumLength..].SequenceEqual(ChecksumOf(text[..^ChecksumLength])))
        {
            problem = "its last six characters do not match the rest, so it was mistyped or cut";
        }

        return problem is null;
    }

    /// <summary>What is stored instead of the key: its SHA-256 in lower-case hex. The key is random, so it needs no salt and no slow hash.</summary>
    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Enough of a well-formed key to recognise it by: <c>atl_test_ab…wxyz</c>.</summary>
    internal static string HintOf(string key) => $"{key[..(LivePrefix.Length + 2)]}…{key[^4..]}";

    private static bool TryReadPrefix(string text, out Book book)
    {
        book = text.StartsWith(TestPrefix, StringComparison.Ordinal) ? Book.Test : Book.Live;
        return text.StartsWith(PrefixOf(book), StringComparison.Ordinal);
    }

    private static string PrefixOf(Book book) => book switch
    {
        Book.Live => LivePrefix,
        Book.Test => TestPrefix,
        _ => throw new ArgumentOutOfRangeException(nameof(book), book, null),
    };

    // 32 bits of SHA-256 in six digits of base 62.
    private static string ChecksumOf(string start)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(start), hash);
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash);
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(value % (uint)Alphabet.Length)];
            value /= (uint)Alphabet.Length;
        }

        return new string(digits);
    }
}
