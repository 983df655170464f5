using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Api.Json;

namespace Atelier.Api.OpenAi;

/// <summary>The records of the OpenAI-compatible API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAiErrorEnvelope))]
[JsonSerializable(typeof(VideoResource))]
[JsonSerializable(typeof(VideoListResource))]
[JsonSerializable(typeof(DeletedVideoResource))]
[JsonSerializable(typeof(OpenAiModelResource))]
[JsonSerializable(typeof(OpenAiModelList))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OpenAiJsonContext : JsonSerializerContext
{
    /// <summary>The records, written readably.</summary>
    public static OpenAiJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = ReadableJson.Encoder,
    });
}
