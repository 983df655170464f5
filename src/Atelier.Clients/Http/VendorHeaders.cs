using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>Headers of an answer, looked up without regard to case. Several values of one name are joined by a comma.</summary>
public sealed class VendorHeaders
{
    private readonly HttpResponseHeaders _headers;
    private readonly HttpContentHeaders _contentHeaders;

    internal VendorHeaders(HttpResponseMessage response)
    {
        _headers = response.Headers;
        _contentHeaders = response.Content.Headers;
        var type = this["Content-Type"] ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        MediaType = (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
    }

    /// <summary>The value of a header, or null.</summary>
    public string? this[string name] => Find(_contentHeaders.NonValidated, name) ?? Find(_headers.NonValidated, name);

    /// <summary>Media type of the content without parameters, lower case; empty when absent.</summary>
    /// <remarks>Read by hand: some vendors send parameters that strict parsers refuse, such as <c>type=image/png</c>.</remarks>
    public string MediaType { get; }

    /// <summary>A parameter of the content type, or null.</summary>
    public string? MediaTypeParameter(string name)
    {
        foreach (var parameter in (this["Content-Type"] ?? "").Split(';').Skip(1))
        {
            var pair = parameter.Split('=', 2);
            if (pair.Length == 2 && pair[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair[1].Trim().Trim('"');
            }
        }

        return null;
    }

    private static string? Find(HttpHeadersNonValidated headers, string name) => !headers.TryGetValues(name, out var values) ? null
        : values.Count == 1 ? values.ToString()
        : string.Join(", ", values);
}
