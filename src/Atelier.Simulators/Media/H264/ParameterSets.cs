namespace Atelier.Simulators.Media.H264;

/// <summary>
/// Sequence and picture parameter sets (clauses 7.3.2.1 and 7.3.2.2): constrained baseline, one reference, output in coding order.
/// </summary>
internal static class ParameterSets
{
    public const byte Profile = 66;
    public const byte Constraints = 0xC0;

    /// <summary>Lowest level whose frame size holds this many macroblocks (table A-1).</summary>
    public static byte Level(int macroblocks) => macroblocks switch
    {
        <= 1620 => 30,
        <= 3600 => 31,
        <= 8192 => 40,
        <= 22080 => 50,
        _ => 51,
    };

    public static byte[] Sequence(int width, int height)
    {
        var columns = (width + 15) / 16;
        var rows = (height + 15) / 16;
        var bits = new BitWriter(32);
        bits.Bits(Profile, 8);
        bits.Bits(Constraints, 8);
        bits.Bits(Level(columns * rows), 8);
        bits.Unsigned(0); // seq_parameter_set_id
        bits.Unsigned(0); // log2_max_frame_num - 4
        bits.Unsigned(2); // pic_order_cnt_type: output in coding order
        bits.Unsigned(1); // max_num_ref_frames
        bits.Flag(false); // gaps_in_frame_num_value_allowed
        bits.Unsigned((uint)(columns - 1));
        bits.Unsigned((uint)(rows - 1));
        bits.Flag(true); // frame_mbs_only
        bits.Flag(true); // direct_8x8_inference
        WriteCropping(bits, columns * 16 - width, rows * 16 - height);
        bits.Flag(false); // vui_parameters_present
        bits.TrailingBits();
        return NalUnit.Wrap(NalUnit.SequenceParameters, bits.Written);
    }

    public static byte[] Picture()
    {
        var bits = new BitWriter(16);
        bits.Unsigned(0); // pic_parameter_set_id
        bits.Unsigned(0); // seq_parameter_set_id
        bits.Flag(false); // entropy_coding_mode: CAVLC
        bits.Flag(false); // bottom_field_pic_order_in_frame_present
        bits.Unsigned(0); // num_slice_groups - 1
        bits.Unsigned(0); // num_ref_idx_l0_default_active - 1
        bits.Unsigned(0); // num_ref_idx_l1_default_active - 1
        bits.Flag(false); // weighted_pred
        bits.Bits(0, 2); // weighted_bipred_idc
        bits.Signed(0); // pic_init_qp - 26
        bits.Signed(0); // pic_init_qs - 26
        bits.Signed(0); // chroma_qp_index_offset
        bits.Flag(true); // deblocking_filter_control_present
        bits.Flag(false); // constrained_intra_pred
        bits.Flag(false); // redundant_pic_cnt_present
        bits.TrailingBits();
        return NalUnit.Wrap(NalUnit.PictureParameters, bits.Written);
    }

    private static void WriteCropping(BitWriter bits, int right, int bottom)
    {
        bits.Flag(right > 0 || bottom > 0);
        if (right > 0 || bottom > 0)
        {
            bits.Unsigned(0);
            bits.Unsigned((uint)right / 2); // in units of two luma samples
            bits.Unsigned(0);
            bits.Unsigned((uint)bottom / 2);
        }
    }
}
