using System.Text.Encodings.Web;
using System.Text.Json;

namespace Atelier.Api.Json;

/// <summary>
/// For answers: text stays readable instead of being escaped for HTML, which no answer is embedded in (each has a JSON content type and
/// <c>nosniff</c>).
/// </summary>
internal static class ReadableJson
{
    /// <summary>Escapes only what JSON itself demands.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>For nodes, which need no contract. Inputs are written with it too: escaping each <c>+</c> of a data URI takes six times its length.</summary>
    public static JsonSerializerOptions Nodes { get; } = new() { Encoder = Encoder };

    /// <summary>The wire's records, written readably.</summary>
    public static ApiJsonContext Context { get; } = new(new JsonSerializerOptions(ApiJsonContext.Default.Options) { Encoder = Encoder });
}
