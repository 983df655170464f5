namespace Atelier.Clients.Http;

/// <summary>Which redirects are followed: a table, not a loop.</summary>
internal static class Redirects
{
    public const int Most = 5;

    public static bool IsRedirect(int statusCode) => statusCode is 301 or 302 or 303 or 307 or 308;

    /// <summary>Where to go next, or the reason not to.</summary>
    public static (Uri? Next, string? Refusal) Follow(HttpMethod method, Uri from, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location || !Uri.TryCreate(from, location, out var next))
        {
            return (null, "the redirect has no usable location");
        }

        if (next.Scheme is not ("http" or "https") || (from.Scheme == "https" && next.Scheme == "http"))
        {
            return (null, "the redirect leaves https");
        }

        if (next.UserInfo.Length > 0)
        {
            return (null, "the redirect names a user");
        }

        // 301 to 303 turn a POST into a GET and so lose it; 307 and 308 would carry its body, and with it the caller's data, elsewhere.
        if (method != HttpMethod.Get && ((int)response.StatusCode is not (307 or 308) || !SameOrigin(from, next)))
        {
            return (null, "a redirect of a call that sends something is followed only within the same origin");
        }

        return (next, null);
    }

    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
