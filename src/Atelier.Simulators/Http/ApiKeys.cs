using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Http;

/// <summary>Reads and judges the keys callers present.</summary>
internal static class ApiKeys
{
    private const string Scheme = "Bearer ";

    /// <summary>The key of the Authorization header, with or without <c>Bearer</c>; null when there is none or it is empty.</summary>
    public static string? Presented(HttpContext context)
    {
        var value = context.Request.Headers.Authorization.ToString().Trim();
        var key = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : value;
        return key.Length == 0 || key.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? null : key;
    }

    /// <summary>The bare key of a header of its own; null when there is none or it is empty.</summary>
    public static string? Presented(HttpContext context, string header) =>
        context.Request.Headers[header].ToString().Trim() is { Length: > 0 } key ? key : null;

    /// <summary>
    /// Whether the vendors know the key. Without a configured set every key of printable characters is known, except those that begin with
    /// <c>invalid</c>, also after a vendor's own prefix (<c>sk-invalid...</c>, <c>key_invalid...</c>).
    /// </summary>
    public static bool Accepts(this SimulatorOptions options, string? key)
    {
        if (key is null || key.Any(character => character is <= ' ' or > '~'))
        {
            return false;
        }

        if (options.ApiKeys is { } known)
        {
            return known.Contains(key);
        }

        var bare = key.AsSpan(key.IndexOfAny(['-', '_']) is > 0 and <= 3 and var prefix ? prefix + 1 : 0);
        return !bare.StartsWith("invalid", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A stable name for the key's owner that does not reveal the key: 16 hex digits.</summary>
    public static string Owner(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));
}
