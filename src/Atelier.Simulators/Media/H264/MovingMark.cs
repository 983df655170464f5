namespace Atelier.Simulators.Media.H264;

/// <summary>
/// The only thing that moves in a simulated video: a light square of one macroblock that runs along the lowest row, eight steps a second.
/// Everything else of a frame is skipped, that is, repeated from the frame before.
/// </summary>
internal sealed class MovingMark(YuvFrame frame, double framesPerSecond)
{
    private const double StepsPerSecond = 8;
    private const uint RawTypeOffset = 5;

    private static readonly byte[] Mark = [.. Enumerable.Repeat((byte)225, 256), .. Enumerable.Repeat((byte)128, 128)];

    private int _shown = -1;

    /// <summary>The P slice of frame <paramref name="number"/>, counted from 1 after the key frame. Ask for them in order.</summary>
    public byte[] Encode(int number)
    {
        var bits = new BitWriter(64);
        WriteHeader(bits, number);
        var position = (int)(number / framesPerSecond * StepsPerSecond) % frame.Columns;
        var first = (frame.Rows - 1) * frame.Columns;
        var next = 0;
        foreach (var column in ChangedColumns(position))
        {
            bits.Unsigned((uint)(first + column - next)); // mb_skip_run
            KeyFrame.WriteRaw(bits, RawTypeOffset, column == position ? Mark : Original(column));
            next = first + column + 1;
        }

        _shown = position;
        var rest = frame.Columns * frame.Rows - next;
        if (rest > 0)
        {
            bits.Unsigned((uint)rest);
        }

        bits.TrailingBits();
        return NalUnit.Wrap(NalUnit.NonIdrSlice, bits.Written);
    }

    private int[] ChangedColumns(int position)
    {
        if (position == _shown)
        {
            return [];
        }

        return _shown < 0 ? [position] : [Math.Min(position, _shown), Math.Max(position, _shown)];
    }

    private byte[] Original(int column)
    {
        var samples = new byte[YuvFrame.MacroblockBytes];
        frame.CopyMacroblock(column, frame.Rows - 1, samples);
        return samples;
    }

    private static void WriteHeader(BitWriter bits, int number)
    {
        bits.Unsigned(0); // first_mb_in_slice
        bits.Unsigned(5); // slice_type: P, all of the picture
        bits.Unsigned(0); // pic_parameter_set_id
        bits.Bits((uint)number % 16, 4); // frame_num
        bits.Flag(false); // num_ref_idx_active_override
        bits.Flag(false); // ref_pic_list_modification
        bits.Flag(false); // adaptive_ref_pic_marking_mode
        bits.Signed(0); // slice_qp_delta
        bits.Unsigned(1); // disable_deblocking_filter_idc
    }
}
