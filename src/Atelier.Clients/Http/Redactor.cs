using System.Text;
using System.Text.RegularExpressions;

namespace Atelier.Clients.Http;

/// <summary>
/// Removes keys, whole or partly masked, and the queries of URLs from texts that leave the client: exceptions and logs.
/// </summary>
internal sealed partial class Redactor
{
    private const string Mask = "***";

    // Shorter settings (a test key "x") would blank out ordinary words.
    private const int ShortestSecret = 6;

    private readonly string[] _secrets;

    public Redactor(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(secret => secret.Length >= ShortestSecret).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];

    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        text = DataUri().Replace(text, "$1" + Mask);
        text = UrlQuery().Replace(text, "$1?" + Mask);
        text = Credentials().Replace(text, "$1 " + Mask);
        text = MaskedKey().Replace(text, Mask);
        return KeyShape().Replace(text, Mask);
    }

    /// <summary>A URL as the log may show it: names of query parameters, no values, no user.</summary>
    public string Url(Uri uri)
    {
        var bare = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (uri.Query.Length <= 1)
        {
            return Redact(bare);
        }

        var names = uri.Query[1..].Split('&').Select(pair => $"{pair.Split('=', 2)[0]}={Mask}");
        return $"{Redact(bare)}?{string.Join('&', names)}";
    }

    /// <summary>The start of a body as text, at most <paramref name="limit"/> characters; null when there is none.</summary>
    public string? Excerpt(ReadOnlySpan<byte> body, int limit = 2048)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        // Cut after redaction: a secret cut in half would not be recognised.
        var text = Redact(Encoding.UTF8.GetString(body));
        return text.Length <= limit ? text : text[..limit];
    }

    // A vendor that repeats what it was sent may do so in the encodings that headers and addresses are carried in.
    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var base64 = Convert.ToBase64String(bytes).TrimEnd('=');
        return [secret, base64, base64.Replace('+', '-').Replace('/', '_'), Uri.EscapeDataString(secret), Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes)];
    }

    [GeneratedRegex("""(data:[a-z0-9.+/-]+;base64,)[A-Za-z0-9+/=_-]*""", RegexOptions.IgnoreCase)]
    private static partial Regex DataUri();

    [GeneratedRegex("""(https?:(?:\\?/){2}[^\s"'<>?]+)\?[^\s"'<>]*""", RegexOptions.IgnoreCase)]
    private static partial Regex UrlQuery();

    [GeneratedRegex("""\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=*-]+""", RegexOptions.IgnoreCase)]
    private static partial Regex Credentials();

    [GeneratedRegex("""[A-Za-z0-9_-]{2,}(?:\*{3,}|\.{3,}|…)[A-Za-z0-9_-]*""")]
    private static partial Regex MaskedKey();

    [GeneratedRegex("""\b(?:sk-|key_|atl_(?:live|test)_)[A-Za-z0-9_-]{8,}""")]
    private static partial Regex KeyShape();
}
