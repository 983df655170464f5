using System.Buffers.Binary;
using System.Text.Json;
using SkiaSharp;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>Tells whether bytes really are media of a type, by decoding or by walking the container.</summary>
internal static class MediaCheck
{
    public static async Task<byte[]> ReadAllAsync(this MediaSource source, CancellationToken cancellationToken)
    {
        await using var stream = await source.OpenAsync(cancellationToken);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    public static void ShouldBeMedia(this byte[] bytes, string contentType)
    {
        switch (contentType.Split(';')[0].Trim())
        {
            case "image/png":
            case "image/jpeg":
            case "image/webp":
                using (var bitmap = SKBitmap.Decode(bytes))
                {
                    bitmap.ShouldNotBeNull($"{bytes.Length} bytes are not {contentType}");
                    (bitmap.Width * bitmap.Height).ShouldBeGreaterThan(0);
                }

                break;
            case "video/mp4":
                BoxesOf(bytes).ShouldContain("ftyp");
                BoxesOf(bytes).ShouldContain("moov");
                BoxesOf(bytes).ShouldContain("mdat");
                break;
            case "audio/mpeg":
                (bytes is [0xFF, >= 0xE0, ..] or [(byte)'I', (byte)'D', (byte)'3', ..]).ShouldBeTrue("no MP3 frame");
                break;
            case "audio/wav":
                (bytes is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..]).ShouldBeTrue("no RIFF header");
                break;
            case "model/gltf-binary":
                bytes.AsSpan(0, 4).SequenceEqual("glTF"u8).ShouldBeTrue("no glTF header");
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)).ShouldBe((uint)bytes.Length);
                var json = bytes.AsMemory(20, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)));
                JsonDocument.Parse(json).RootElement.GetProperty("meshes").GetArrayLength().ShouldBe(1);
                break;
            case "application/json":
                JsonDocument.Parse(bytes).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
                break;
            case "text/plain":
            case "text/vtt":
                System.Text.Encoding.UTF8.GetString(bytes).ShouldNotBeNullOrWhiteSpace();
                break;
            default:
                Assert.Fail($"{contentType} is not a type a provider should give.");
                break;
        }
    }

    private static List<string> BoxesOf(byte[] bytes)
    {
        var names = new List<string>();
        for (long at = 0; at + 8 <= bytes.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            names.Add(System.Text.Encoding.ASCII.GetString(bytes, (int)at + 4, 4));
            size.ShouldBeGreaterThanOrEqualTo(8u, "an MP4 box without a size");
            at += size;
        }

        return names;
    }
}
