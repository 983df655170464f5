using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Reads base64 straight from the answer's bytes, so that a picture never exists as text; a data URL's head is passed over.
/// </summary>
internal sealed class Base64BytesConverter : JsonConverter<ReadOnlyMemory<byte>?>
{
    public override ReadOnlyMemory<byte>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TryGetBytesFromBase64(out var bytes))
        {
            return bytes.Length == 0 ? new ReadOnlyMemory<byte>?() : bytes;
        }

        return Base64Text.Decode(reader.GetString()) ?? throw new JsonException("The picture is not valid base64.");
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte>? value, JsonSerializerOptions options)
    {
        if (value is { } bytes)
        {
            writer.WriteBase64StringValue(bytes.Span);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
