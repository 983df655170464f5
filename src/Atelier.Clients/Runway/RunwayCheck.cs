using System.Globalization;
using System.Text.Json;

namespace Atelier.Clients.Runway;

/// <summary>Refuses what the vendor is known to refuse, in words that name the field and its range.</summary>
internal static class RunwayCheck
{
    private const int LongestUrl = 2048;
    private const int ShortestUrl = 13;
    private const int LongestRunwayUri = 5000;
    private const int LongestDataPrefix = 200;

    /// <summary>A rule over several fields, told as what the field must do.</summary>
    public static void Require(bool holds, string field, string must)
    {
        if (!holds)
        {
            throw new ArgumentException($"'{field}' must {must}.", field);
        }
    }

    /// <summary>A field that a model asks for; one given under the vendor's own name among the further fields counts.</summary>
    public static void Given(object? value, IReadOnlyDictionary<string, JsonElement>? more, string field, string model) =>
        Require(value is not null || more?.ContainsKey(field) == true, field, $"be given for {model}");

    /// <summary>One of a few words; none passes, and so does every word when the words are not known.</summary>
    public static void Among(string? value, string field, string[]? known)
    {
        if (value is not null && known is not null)
        {
            OneOf(value, field, known);
        }
    }

    /// <summary>A text's length in UTF-16 units, as the vendor counts.</summary>
    public static void Text(string? text, string field, int min, int max)
    {
        if (text is not null && (text.Length < min || text.Length > max))
        {
            throw new ArgumentException(
                max == int.MaxValue
                    ? $"'{field}' must have at least {min} characters."
                    : $"'{field}' must have {min} to {max} characters, but has {text.Length}.",
                field);
        }
    }

    /// <summary>A number within bounds, both included; none passes.</summary>
    public static void Range(double? value, string field, double min, double max)
    {
        if (value is { } number && !(number >= min && number <= max))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"'{field}' must be from {min} to {max}, but is {number}."), field);
        }
    }

    /// <summary>One of a few numbers; none passes.</summary>
    public static void OneOf(int? value, string field, params int[] allowed)
    {
        if (value is { } number && !allowed.Contains(number))
        {
            throw new ArgumentException($"'{field}' must be one of {string.Join(", ", allowed)}, but is {number}.", field);
        }
    }

    /// <summary>One of a few words that must be there.</summary>
    public static void OneOf(string? value, string field, params string[] allowed)
    {
        if (!allowed.Contains(value))
        {
            throw new ArgumentException($"'{field}' must be one of {string.Join(", ", allowed)}, but is '{value}'.", field);
        }
    }

    /// <summary>Each medium of a list.</summary>
    public static void MediaList(IEnumerable<string>? uris, string field, string kind)
    {
        foreach (var uri in uris ?? [])
        {
            Media(uri, field, kind);
        }
    }

    /// <summary>
    /// An address of media: an https URL with a domain name, a <c>runway://</c> URI, or a data URI of the right kind; none passes.
    /// </summary>
    public static void Media(string? uri, string field, string kind)
    {
        if (uri is null)
        {
            return;
        }

        if (uri.StartsWith("data:", StringComparison.Ordinal))
        {
            CheckDataUri(uri, field, kind);
        }
        else if (uri.StartsWith("runway://", StringComparison.Ordinal))
        {
            Text(uri, field, 1, LongestRunwayUri);
        }
        else
        {
            CheckUrl(uri, field);
        }
    }

    private static void CheckDataUri(string uri, string field, string kind)
    {
        if (uri.Length > RunwayDataUri.MaxLength)
        {
            throw RunwayDataUri.TooLong(field);
        }

        var start = uri.AsSpan(0, Math.Min(uri.Length, LongestDataPrefix));
        if (!start.StartsWith($"data:{kind}/", StringComparison.Ordinal) || !start.Contains(";base64,", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{field}' must be a data URI that starts with data:{kind}/ and is base64.", field);
        }
    }

    private static void CheckUrl(string uri, string field)
    {
        if (uri.Length is < ShortestUrl or > LongestUrl
            || !Uri.TryCreate(uri, UriKind.Absolute, out var url)
            || url.Scheme != Uri.UriSchemeHttps
            || url.HostNameType != UriHostNameType.Dns)
        {
            throw new ArgumentException(
                $"'{field}' must be an https URL of {ShortestUrl} to {LongestUrl} characters with a domain name, "
                + "a runway:// URI of an upload, or a data URI.",
                field);
        }
    }
}
