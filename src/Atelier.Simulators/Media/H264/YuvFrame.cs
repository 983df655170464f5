using SkiaSharp;

namespace Atelier.Simulators.Media.H264;

/// <summary>
/// A picture as three planes (BT.601, limited range, chroma at half size), padded to whole macroblocks by repeating its edges.
/// </summary>
internal sealed class YuvFrame
{
    public const int MacroblockBytes = 384;

    private YuvFrame(int width, int height)
    {
        Columns = (width + 15) / 16;
        Rows = (height + 15) / 16;
        Luma = new byte[Columns * 16 * Rows * 16];
        Cb = new byte[Luma.Length / 4];
        Cr = new byte[Luma.Length / 4];
    }

    public int Columns { get; }

    public int Rows { get; }

    public int LumaStride => Columns * 16;

    public int ChromaStride => Columns * 8;

    public byte[] Luma { get; }

    public byte[] Cb { get; }

    public byte[] Cr { get; }

    public static YuvFrame From(SKBitmap bitmap)
    {
        var frame = new YuvFrame(bitmap.Width, bitmap.Height);
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < frame.Rows * 16; y += 2)
        {
            var upper = pixels.Slice(Math.Min(y, bitmap.Height - 1) * bitmap.RowBytes, bitmap.Width * 4);
            var lower = pixels.Slice(Math.Min(y + 1, bitmap.Height - 1) * bitmap.RowBytes, bitmap.Width * 4);
            frame.ConvertPair(upper, lower, y);
        }

        return frame;
    }

    /// <summary>Copies a macroblock's 256 luma and 2 x 64 chroma samples in the order I_PCM sends them.</summary>
    public void CopyMacroblock(int column, int row, Span<byte> target)
    {
        for (var y = 0; y < 16; y++)
        {
            Luma.AsSpan((row * 16 + y) * LumaStride + column * 16, 16).CopyTo(target[(y * 16)..]);
        }

        for (var y = 0; y < 8; y++)
        {
            var start = (row * 8 + y) * ChromaStride + column * 8;
            Cb.AsSpan(start, 8).CopyTo(target[(256 + y * 8)..]);
            Cr.AsSpan(start, 8).CopyTo(target[(320 + y * 8)..]);
        }
    }

    private void ConvertPair(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int y)
    {
        var lumaUpper = Luma.AsSpan(y * LumaStride, LumaStride);
        var lumaLower = Luma.AsSpan((y + 1) * LumaStride, LumaStride);
        var chroma = y / 2 * ChromaStride;
        var last = upper.Length - 4;
        for (var x = 0; x < LumaStride; x += 2)
        {
            var left = Math.Min(x * 4, last);
            var right = Math.Min(x * 4 + 4, last);
            lumaUpper[x] = LumaOf(upper, left);
            lumaUpper[x + 1] = LumaOf(upper, right);
            lumaLower[x] = LumaOf(lower, left);
            lumaLower[x + 1] = LumaOf(lower, right);
            var red = upper[left] + upper[right] + lower[left] + lower[right];
            var green = upper[left + 1] + upper[right + 1] + lower[left + 1] + lower[right + 1];
            var blue = upper[left + 2] + upper[right + 2] + lower[left + 2] + lower[right + 2];
            Cb[chroma + x / 2] = (byte)(128 + ((-38 * red - 74 * green + 112 * blue + 512) >> 10));
            Cr[chroma + x / 2] = (byte)(128 + ((112 * red - 94 * green - 18 * blue + 512) >> 10));
        }
    }

    private static byte LumaOf(ReadOnlySpan<byte> row, int at) =>
        (byte)(16 + ((66 * row[at] + 129 * row[at + 1] + 25 * row[at + 2] + 128) >> 8));
}
