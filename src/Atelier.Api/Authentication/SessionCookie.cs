using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Authentication;

/// <summary>
/// The cookie of a browser's session, and the token that proves that a page of ours sent a request: another site's page makes the browser
/// send the cookie along, but it can neither read the token nor set a header.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "atelier_session";
    public const string TokenHeader = "X-CSRF-Token";

    private static readonly byte[] Purpose = "csrf"u8.ToArray();

    public static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } secret ? secret : null;

    public static void Write(HttpContext context, OpenedSession opened) =>
        context.Response.Cookies.Append(Name, opened.Secret, Options(context, opened.Session.ExpiresAt));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, expires: null));

    /// <summary>The token that belongs to a cookie.</summary>
    public static string TokenOf(string secret) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Purpose));

    /// <summary>Whether a request with the cookie may change something.</summary>
    public static bool HasToken(HttpRequest request, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString()), Encoding.UTF8.GetBytes(TokenOf(secret)));

    // Over plain HTTP a cookie for HTTPS only would never come back; an installation beyond one machine should speak HTTPS.
    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
