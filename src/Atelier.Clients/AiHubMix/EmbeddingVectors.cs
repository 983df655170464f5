using System.Buffers.Binary;
using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads vectors from lists of numbers or from base64.</summary>
internal static class EmbeddingVectors
{
    /// <summary>One vector for each row, or <see langword="null"/> when a row has none, or a place twice or beyond the list.</summary>
    public static IReadOnlyList<EmbeddingVector>? Read(IReadOnlyList<EmbeddingRowWire?> rows)
    {
        var vectors = new EmbeddingVector?[rows.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            var index = rows[at]?.Index ?? at;
            if (index < 0 || index >= vectors.Length || vectors[index] is not null || Values(rows[at]?.Embedding ?? default) is not { } values)
            {
                return null;
            }

            vectors[index] = new EmbeddingVector(index, values);
        }

        return vectors!;
    }

    private static float[]? Values(JsonElement embedding) => embedding.ValueKind switch
    {
        JsonValueKind.Array => Numbers(embedding),
        JsonValueKind.String => Base64Text.Decode(embedding) is { } bytes ? Floats(bytes.Span) : null,
        _ => null,
    };

    private static float[]? Numbers(JsonElement list)
    {
        var values = new float[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Number || !item.TryGetSingle(out values[at++]))
            {
                return null;
            }
        }

        return values.Length > 0 ? values : null;
    }

    private static float[]? Floats(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
        {
            return null;
        }

        var values = new float[bytes.Length / sizeof(float)];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(at * sizeof(float))..]);
        }

        return values;
    }
}
