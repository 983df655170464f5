using System.Text.Json.Serialization;

namespace Atelier.Server.Secrets;

/// <summary>The form of <c>secrets.json</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SecretsJson : JsonSerializerContext;
