using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>Headers of an answer, looked up without regard to case. Several values of one name are joined by a comma.</summary>
public sealed class VendorHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    internal VendorHeaders(HttpResponseMessage response)
    {
        Add(response.Headers.NonValidated);
        Add(response.Content.Headers.NonValidated);
        MediaType = (this["Content-Type"] ?? "").Split(';', 2)[0].Trim().ToLowerInvariant();
    }

    /// <summary>The value of a header, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

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

    private void Add(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            _values[name] = string.Join(", ", values);
        }
    }
}
