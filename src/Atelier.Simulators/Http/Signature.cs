using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Simulators.Http;

/// <summary>
/// Signs what vendors hand out and later recognise: result addresses, upload policies, upload names. The key is fixed, so that they
/// survive a restart; it protects nothing of value.
/// </summary>
internal static class Signature
{
    private static readonly byte[] Key = SHA256.HashData("atelier simulators"u8);

    public static string Hex(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)));

    public static bool IsHex(string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(text)), Encoding.UTF8.GetBytes(signature));

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text that was encoded; null when this is not an encoded text.</summary>
    public static string? Decode(string encoded) =>
        Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : null;
}
