using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>Reads both error envelopes: v1 has one text under <c>message</c>, v2beta several under <c>errors</c>.</summary>
internal static class StabilityErrors
{
    // The vendor shuts a key out for this long, and says so only in the text.
    private static readonly TimeSpan RateLimitPause = TimeSpan.FromSeconds(60);

    public static VendorError Parse(VendorErrorKind byStatus, ReadOnlyMemory<byte> body)
    {
        var root = LenientJson.Parse(body);
        var name = root.Get("name").AsText();
        var kind = KindOf(name) ?? byStatus;
        return new VendorError(kind, name, root.Get("message").AsText() ?? Texts(root.Get("errors")))
        {
            RequestId = root.Get("id").AsText(),
            RetryAfter = kind == VendorErrorKind.RateLimited ? RateLimitPause : null,
        };
    }

    // The name decides before the status: v1 says "no money" with 429, and moderation comes as 400, 403 or 422.
    private static VendorErrorKind? KindOf(string? name) => name switch
    {
        "insufficient_balance" or "payment_required" => VendorErrorKind.Balance,
        "content_moderation" or "invalid_prompts" or "public_figure" or "copyrighted_content" => VendorErrorKind.ContentRefused,
        _ => null,
    };

    private static string? Texts(JsonElement errors) =>
        errors.ValueKind == JsonValueKind.Array && string.Join("; ", errors.EnumerateArray().Select(error =>
            error.AsText()).OfType<string>()) is { Length: > 0 } text
            ? text
            : null;
}
