namespace Atelier.Simulators.Media.H264;

/// <summary>
/// Encodes one picture without loss as an IDR slice (clause 7.3.5). A macroblock that one of the intra predictions yields exactly is sent
/// as that prediction with no residual, in about a byte; every other one as raw samples. Flat drawings become small this way, and there is
/// no transform, quantiser or search.
/// </summary>
internal sealed class KeyFrame(YuvFrame frame)
{
    private const uint RawType = 25;

    private readonly bool[] _raw = new bool[frame.Columns * frame.Rows];
    private readonly BitWriter _bits = new(128 * 1024);

    public byte[] Encode()
    {
        WriteHeader();
        var samples = new byte[YuvFrame.MacroblockBytes];
        for (var row = 0; row < frame.Rows; row++)
        {
            for (var column = 0; column < frame.Columns; column++)
            {
                WriteMacroblock(column, row, samples);
            }
        }

        _bits.TrailingBits();
        return NalUnit.Wrap(NalUnit.IdrSlice, _bits.Written);
    }

    /// <summary>mb_type I_PCM (with the offset P slices add), alignment and samples.</summary>
    public static void WriteRaw(BitWriter bits, uint typeOffset, ReadOnlySpan<byte> samples)
    {
        bits.Unsigned(RawType + typeOffset);
        bits.AlignWithZeros();
        bits.Bytes(samples);
    }

    private void WriteHeader()
    {
        _bits.Unsigned(0); // first_mb_in_slice
        _bits.Unsigned(7); // slice_type: I, all of the picture
        _bits.Unsigned(0); // pic_parameter_set_id
        _bits.Bits(0, 4); // frame_num
        _bits.Unsigned(0); // idr_pic_id
        _bits.Flag(false); // no_output_of_prior_pics
        _bits.Flag(false); // long_term_reference
        _bits.Signed(0); // slice_qp_delta
        _bits.Unsigned(1); // disable_deblocking_filter_idc
    }

    private void WriteMacroblock(int column, int row, byte[] samples)
    {
        var luma = IntraPrediction.Luma(frame, column, row);
        var chroma = luma is null ? null : IntraPrediction.Chroma(frame, column, row);
        if (luma is { } lumaMode && chroma is { } chromaMode)
        {
            _bits.Unsigned(1 + (uint)lumaMode); // I_16x16 with this prediction, nothing coded
            _bits.Unsigned((uint)chromaMode);
            _bits.Signed(0); // mb_qp_delta
            WriteNoCoefficients(column, row);
            return;
        }

        _raw[row * frame.Columns + column] = true;
        frame.CopyMacroblock(column, row, samples);
        WriteRaw(_bits, 0, samples);
    }

    /// <summary>
    /// coeff_token for no coefficients; its code depends on the neighbours, where raw blocks count 16 (clause 9.2.1, table 9-5).
    /// </summary>
    private void WriteNoCoefficients(int column, int row)
    {
        var left = column > 0 && _raw[row * frame.Columns + column - 1] ? 16 : 0;
        var above = row > 0 && _raw[(row - 1) * frame.Columns + column] ? 16 : 0;
        var count = column > 0 && row > 0 ? (left + above + 1) / 2 : left + above;
        if (count >= 8)
        {
            _bits.Bits(0b000011, 6);
        }
        else
        {
            // Counts here are 0, 8 or 16, so the codes for 2 to 7 never apply.
            _bits.Bits(1, 1);
        }
    }
}
