using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.Media.Meshes;

/// <summary>One mesh with its texture (JPEG).</summary>
internal sealed record GlbMesh(Vector3[] Positions, Vector3[] Normals, Vector2[] Coordinates, ushort[] Indices, byte[] Texture);

/// <summary>Writes glTF 2.0 in its binary container: a header, one chunk of JSON, one of data, each padded to four bytes.</summary>
internal static class GlbWriter
{
    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int Floats = 5126;
    private const int Shorts = 5123;
    private const int VertexData = 34962;
    private const int IndexData = 34963;

    public static byte[] Write(GlbMesh mesh, string caption)
    {
        byte[][] parts =
        [
            MemoryMarshal.AsBytes<Vector3>(mesh.Positions).ToArray(), MemoryMarshal.AsBytes<Vector3>(mesh.Normals).ToArray(),
            MemoryMarshal.AsBytes<Vector2>(mesh.Coordinates).ToArray(), MemoryMarshal.AsBytes<ushort>(mesh.Indices).ToArray(), mesh.Texture,
        ];
        byte[] data = [.. parts.SelectMany(part => Padded(part, 0))];
        var json = Padded(Encoding.UTF8.GetBytes(Describe(mesh, parts, data.Length, caption).ToJsonString()), (byte)' ');
        var file = new byte[HeaderBytes + 2 * ChunkHeaderBytes + json.Length + data.Length];
        "glTF"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), (uint)file.Length);
        WriteChunk(file.AsSpan(HeaderBytes), "JSON"u8, json);
        WriteChunk(file.AsSpan(HeaderBytes + ChunkHeaderBytes + json.Length), "BIN\0"u8, data);
        return file;
    }

    private static void WriteChunk(Span<byte> at, ReadOnlySpan<byte> kind, byte[] content)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)content.Length);
        kind.CopyTo(at[4..]);
        content.CopyTo(at[ChunkHeaderBytes..]);
    }

    private static byte[] Padded(byte[] bytes, byte filler) =>
        [.. bytes, .. Enumerable.Repeat(filler, (4 - bytes.Length % 4) % 4)];

    private static JsonObject Describe(GlbMesh mesh, byte[][] parts, int dataBytes, string caption) => new()
    {
        ["asset"] = new JsonObject { ["version"] = "2.0", ["generator"] = $"SANDBOX {caption}" },
        ["scene"] = 0,
        ["scenes"] = new JsonArray(new JsonObject { ["nodes"] = new JsonArray(0) }),
        ["nodes"] = new JsonArray(new JsonObject { ["mesh"] = 0, ["name"] = "sandbox" }),
        ["meshes"] = new JsonArray(new JsonObject
        {
            ["primitives"] = new JsonArray(new JsonObject
            {
                ["attributes"] = new JsonObject { ["POSITION"] = 0, ["NORMAL"] = 1, ["TEXCOORD_0"] = 2 },
                ["indices"] = 3,
                ["material"] = 0,
            }),
        }),
        ["materials"] = new JsonArray(new JsonObject
        {
            ["doubleSided"] = true,
            ["pbrMetallicRoughness"] = new JsonObject { ["baseColorTexture"] = new JsonObject { ["index"] = 0 }, ["metallicFactor"] = 0 },
        }),
        ["textures"] = new JsonArray(new JsonObject { ["source"] = 0 }),
        ["images"] = new JsonArray(new JsonObject { ["bufferView"] = 4, ["mimeType"] = "image/jpeg" }),
        ["accessors"] = new JsonArray(
            Extent(Accessor(0, Floats, mesh.Positions.Length, "VEC3"), mesh.Positions),
            Accessor(1, Floats, mesh.Normals.Length, "VEC3"),
            Accessor(2, Floats, mesh.Coordinates.Length, "VEC2"),
            Accessor(3, Shorts, mesh.Indices.Length, "SCALAR")),
        ["bufferViews"] = Views(parts),
        ["buffers"] = new JsonArray(new JsonObject { ["byteLength"] = dataBytes }),
    };

    private static JsonArray Views(byte[][] parts)
    {
        var views = new JsonArray();
        var offset = 0;
        for (var index = 0; index < parts.Length; index++)
        {
            var view = new JsonObject { ["buffer"] = 0, ["byteOffset"] = offset, ["byteLength"] = parts[index].Length };
            if (index < 4)
            {
                view["target"] = index == 3 ? IndexData : VertexData;
            }

            views.Add(view);
            offset += (parts[index].Length + 3) / 4 * 4;
        }

        return views;
    }

    private static JsonObject Accessor(int view, int component, int count, string type) =>
        new() { ["bufferView"] = view, ["componentType"] = component, ["count"] = count, ["type"] = type };

    /// <summary>Positions must say the box they are in.</summary>
    private static JsonObject Extent(JsonObject accessor, Vector3[] positions)
    {
        var (low, high) = (positions[0], positions[0]);
        foreach (var position in positions)
        {
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        }

        accessor["min"] = new JsonArray(low.X, low.Y, low.Z);
        accessor["max"] = new JsonArray(high.X, high.Y, high.Z);
        return accessor;
    }
}
