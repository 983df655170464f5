using System.Buffers.Text;

namespace Atelier.Services.Secrets;

/// <summary>The text form of a sealed secret: <c>sealed:v1:KEY ID:BASE64URL</c>.</summary>
/// <param name="KeyId">Which master key sealed it.</param>
/// <param name="Bytes">Nonce, tag and cipher text.</param>
public sealed record SealedText(string KeyId, byte[] Bytes)
{
    /// <summary>How every sealed text begins.</summary>
    public const string Prefix = "sealed:v1:";

    /// <summary>Whether a text says of itself that it is sealed.</summary>
    public static bool IsSealed(string? text) => text?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>Reads the form; <see langword="null"/> when it is another, or was altered.</summary>
    public static SealedText? Parse(string text)
    {
        if (!IsSealed(text) || text[Prefix.Length..].Split(':') is not [{ Length: > 0 } keyId, var encoded] || !Base64Url.IsValid(encoded))
        {
            return null;
        }

        // Several texts decode to the same bytes; only the one that encoding makes is taken.
        var sealedText = new SealedText(keyId, Base64Url.DecodeFromChars(encoded));
        return sealedText.ToString() == text ? sealedText : null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Prefix}{KeyId}:{Base64Url.EncodeToString(Bytes)}";
}
