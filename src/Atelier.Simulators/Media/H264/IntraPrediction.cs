namespace Atelier.Simulators.Media.H264;

/// <summary>Finds the intra prediction that yields a macroblock exactly (clauses 8.3.3 and 8.3.4); null when none does.</summary>
internal static class IntraPrediction
{
    /// <summary>
    /// Intra16x16PredMode: 0 vertical, 1 horizontal. The DC prediction of a flat area equals both, so it is never needed.
    /// </summary>
    public static int? Luma(YuvFrame frame, int column, int row)
    {
        var stride = frame.LumaStride;
        var start = row * 16 * stride + column * 16;
        if (row > 0 && RepeatsAbove(frame.Luma, start, stride, 16))
        {
            return 0;
        }

        if (column > 0 && RepeatsLeft(frame.Luma, start, stride, 16))
        {
            return 1;
        }

        return null;
    }

    /// <summary>intra_chroma_pred_mode: 1 horizontal, 2 vertical; the same for both planes.</summary>
    public static int? Chroma(YuvFrame frame, int column, int row)
    {
        var stride = frame.ChromaStride;
        var start = row * 8 * stride + column * 8;
        if (row > 0 && RepeatsAbove(frame.Cb, start, stride, 8) && RepeatsAbove(frame.Cr, start, stride, 8))
        {
            return 2;
        }

        if (column > 0 && RepeatsLeft(frame.Cb, start, stride, 8) && RepeatsLeft(frame.Cr, start, stride, 8))
        {
            return 1;
        }

        return null;
    }

    private static bool RepeatsAbove(byte[] plane, int start, int stride, int side)
    {
        var above = plane.AsSpan(start - stride, side);
        for (var y = 0; y < side; y++)
        {
            if (!plane.AsSpan(start + y * stride, side).SequenceEqual(above))
            {
                return false;
            }
        }

        return true;
    }

    private static bool RepeatsLeft(byte[] plane, int start, int stride, int side)
    {
        for (var y = 0; y < side; y++)
        {
            var line = plane.AsSpan(start + y * stride, side);
            if (line.ContainsAnyExcept(plane[start + y * stride - 1]))
            {
                return false;
            }
        }

        return true;
    }
}
