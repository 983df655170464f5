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
        MediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
    }

    /// <summary>The value of a header, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Media type of the content without parameters, lower case; empty when absent.</summary>
    public string MediaType { get; }

    private void Add(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            _values[name] = string.Join(", ", values);
        }
    }
}
