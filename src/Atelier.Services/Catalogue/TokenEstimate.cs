using System.Text;
using System.Text.Json;

namespace Atelier.Services.Catalogue;

/// <summary>
/// Tokens of a chat before it is sent. No tokenizer is needed for a safe upper bound: a token stands for at least one byte of UTF-8, so the
/// bytes of everything sent (names and punctuation of the JSON included, which covers what the vendor adds around each message) are at
/// least as many as the tokens. Pictures cost by their pixels, not by the length of their address, so each counts a fixed amount.
/// </summary>
internal static class TokenEstimate
{
    // What a picture at most costs in the models of the catalogue, rounded up generously.
    private const long TokensPerPicture = 4_000;

    // English has about four bytes for each token, Chinese about three.
    private const long BytesPerToken = 3;

    // An answer seldom uses up what it is allowed.
    private const long UsualShareOfOutput = 4;

    private static readonly string[] SentNames = ["messages", "tools", "response_format", "input"];

    /// <summary>Most tokens that can be read.</summary>
    public static long MostRead(JsonElement input) =>
        SentNames.Sum(name => input.TryGetProperty(name, out var value) ? Bytes(value) : 0);

    /// <summary>Tokens most likely read, given the most.</summary>
    public static long LikelyRead(long most) => (most + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Tokens most likely written, given the most.</summary>
    public static long LikelyWritten(long most) => (most + UsualShareOfOutput - 1) / UsualShareOfOutput;

    private static long Bytes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 2 + value.EnumerateObject().Sum(property =>
            Encoding.UTF8.GetByteCount(property.Name) + 4 + (property.NameEquals("image_url") ? TokensPerPicture : Bytes(property.Value))),
        JsonValueKind.Array => 2 + value.EnumerateArray().Sum(item => 1 + Bytes(item)),
        JsonValueKind.String => 2 + Encoding.UTF8.GetByteCount(value.GetString()!),
        _ => Encoding.UTF8.GetByteCount(value.GetRawText()),
    };
}
