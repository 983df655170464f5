namespace Atelier.Simulators.Media.Mp4;

/// <summary>One H.264 track: parameter sets, and one NAL unit per frame, of which only the first is a key frame.</summary>
/// <param name="Width">Pixels shown.</param>
/// <param name="Height">Pixels shown.</param>
/// <param name="Timescale">Ticks per second.</param>
/// <param name="FrameTicks">Ticks each frame is shown.</param>
/// <param name="Level">H.264 level of the sequence parameters.</param>
/// <param name="SequenceParameters">NAL unit.</param>
/// <param name="PictureParameters">NAL unit.</param>
/// <param name="Frames">NAL units in order.</param>
internal sealed record VideoTrack(
    int Width,
    int Height,
    uint Timescale,
    uint FrameTicks,
    byte Level,
    byte[] SequenceParameters,
    byte[] PictureParameters,
    IReadOnlyList<byte[]> Frames)
{
    /// <summary>Size of the length before each NAL unit in a sample.</summary>
    public const int LengthBytes = 4;

    public uint Duration => (uint)Frames.Count * FrameTicks;

    public int MediaBytes => Frames.Sum(frame => frame.Length + LengthBytes);
}
