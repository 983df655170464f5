using System.Text;
using System.Text.Json;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>A request as the server received it.</summary>
public sealed record WireRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The multipart body with its random boundary replaced, so that it can be compared byte for byte.</summary>
    public string Multipart()
    {
        var boundary = Header("Content-Type")!.Split("boundary=")[1];
        return Encoding.Latin1.GetString(Body).Replace(boundary, "B", StringComparison.Ordinal);
    }
}
