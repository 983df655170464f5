using System.Numerics;
using SkiaSharp;

namespace Atelier.Simulators.Media.Meshes;

/// <summary>What a simulated mesh is made of. Equal values and an equal picture give equal bytes.</summary>
/// <param name="TextureSide">Pixels of the texture's side.</param>
/// <param name="Columns">Cells along one side of the relief, 1 to 140.</param>
/// <param name="Depth">How far the brightest spot stands out, in units of the mesh's side.</param>
/// <param name="Caption">Written into the file, such as vendor and model.</param>
internal sealed record MeshShape(int TextureSide, int Columns, double Depth, string Caption);

/// <summary>Makes a binary glTF file of a picture: a relief whose bright parts stand out, with the picture on it.</summary>
internal static class MeshMaker
{
    /// <summary>Cells for at most so many vertices.</summary>
    public static int ColumnsFor(int vertices) => Math.Clamp((int)Math.Sqrt(vertices) - 1, 1, 140);

    /// <exception cref="InvalidDataException">The content is no picture.</exception>
    public static byte[] Make(byte[] picture, MeshShape shape)
    {
        using var source = SKBitmap.Decode(picture) ?? throw new InvalidDataException("The content is no picture.");
        var side = shape.Columns + 1;
        using var heights = source.Resize(new SKImageInfo(side, side, SKColorType.Gray8), new SKSamplingOptions(SKFilterMode.Linear))
            ?? source.Copy();
        var positions = Positions(heights, side, shape.Depth);
        return GlbWriter.Write(
            new GlbMesh(positions, Normals(positions, side), TextureCoordinates(side), Triangles(side), Texture(source,
                shape.TextureSide)), shape.Caption);
    }

    private static byte[] Texture(SKBitmap source, int side)
    {
        var size = new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var texture = new SKBitmap(size);
        using (var canvas = new SKCanvas(texture))
        {
            canvas.Clear(SKColors.White);
            using var image = SKImage.FromBitmap(source);
            canvas.DrawImage(image, SKRect.Create(side, side), new SKSamplingOptions(SKFilterMode.Linear));
        }

        using var pixels = texture.PeekPixels();
        return PictureFormat.Jpeg.Encode(pixels);
    }

    private static Vector3[] Positions(SKBitmap heights, int side, double depth)
    {
        var positions = new Vector3[side * side];
        for (var index = 0; index < positions.Length; index++)
        {
            var (x, y) = (index % side, index / side);
            var bright = heights.GetPixel(x, y).Red / 255.0;
            positions[index] = new Vector3((float)x / (side - 1) - 0.5f, 0.5f - (float)y / (side - 1), (float)(bright * depth));
        }

        return positions;
    }

    private static Vector3[] Normals(Vector3[] positions, int side)
    {
        var normals = new Vector3[positions.Length];
        for (var index = 0; index < positions.Length; index++)
        {
            var (x, y) = (index % side, index / side);
            var across = At(x + 1, y) - At(x - 1, y);
            var down = At(x, y + 1) - At(x, y - 1);
            normals[index] = Vector3.Normalize(Vector3.Cross(down, across));
        }

        return normals;

        Vector3 At(int x, int y) => positions[Math.Clamp(y, 0, side - 1) * side + Math.Clamp(x, 0, side - 1)];
    }

    private static Vector2[] TextureCoordinates(int side) =>
        [.. Enumerable.Range(0, side * side).Select(index =>
            new Vector2((float)(index % side) / (side - 1), (float)(index / side) / (side - 1)))];

    private static ushort[] Triangles(int side)
    {
        var corners = new List<ushort>(6 * side * side);
        for (var y = 0; y + 1 < side; y++)
        {
            for (var x = 0; x + 1 < side; x++)
            {
                var (a, b) = (y * side + x, (y + 1) * side + x);
                corners.AddRange([(ushort)a, (ushort)b, (ushort)(a + 1), (ushort)(a + 1), (ushort)b, (ushort)(b + 1)]);
            }
        }

        return [.. corners];
    }
}
