using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Services.Credits.TopUps;

/// <summary>
/// The form of codes: <c>ATC</c> and 24 letters and digits in groups of six, for people to type. 20 of them are random (100 bits), four are a
/// checksum; case, spaces and dashes do not matter, and letters that look like digits are read as those.
/// </summary>
internal static class TopUpFormat
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Prefix = "ATC";
    private const int RandomLength = 20;
    private const int ChecksumLength = 4;
    private const int Group = 6;

    public static string New()
    {
        var random = RandomNumberGenerator.GetString(Alphabet, RandomLength);
        var body = random + ChecksumOf(random);
        return $"{Prefix}-{string.Join('-', body.Chunk(Group).Select(group => new string(group)))}";
    }

    /// <summary>Reads a code as people type it.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="body">The 24 characters.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? body)
    {
        body = null;
        var typed = new string([.. (text ?? string.Empty).ToUpperInvariant().Where(c => c is not (' ' or '-'))]);
        if (!typed.StartsWith(Prefix, StringComparison.Ordinal) || typed.Length != Prefix.Length + RandomLength + ChecksumLength)
        {
            return false;
        }

        var plain = typed[Prefix.Length..].Replace('O', '0').Replace('I', '1').Replace('L', '1');
        if (!plain.All(Alphabet.Contains) || plain[RandomLength..] != ChecksumOf(plain[..RandomLength]))
        {
            return false;
        }

        body = plain;
        return true;
    }

    /// <summary>What is stored instead of the code. It is random, so it needs no salt and no slow hash.</summary>
    public static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body)));

    /// <summary>Enough to recognise it by.</summary>
    public static string HintOf(string body) => $"{Prefix}-…{body[^ChecksumLength..]}";

    // 20 bits of SHA-256.
    private static string ChecksumOf(string random)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(Prefix + random)));
        return string.Create(ChecksumLength, value, static (digits, rest) =>
        {
            for (var i = 0; i < digits.Length; i++)
            {
                digits[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
