using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Calls;

/// <summary>Copies request headers for the call log without the credentials in them.</summary>
internal static class HeaderRedaction
{
    private static readonly HashSet<string> Secret =
        new(StringComparer.OrdinalIgnoreCase)
        {
            "authorization", "proxy-authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "set-cookie",
        };

    public static IReadOnlyDictionary<string, string> Copy(IHeaderDictionary headers) =>
        headers.ToDictionary(
            header => header.Key.ToLowerInvariant(),
            header => Secret.Contains(header.Key) ? Redact(header.Value.ToString()) : header.Value.ToString());

    private static string Redact(string value) => value.Length > 16 ? $"redacted...{value[^4..]}" : "redacted";
}
