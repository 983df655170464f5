using Atelier.Simulators.Media.H264;
using Atelier.Simulators.Media.Mp4;

namespace Atelier.Simulators.Media;

/// <summary>
/// Makes the videos the simulated vendors deliver: H.264 in MP4, playable everywhere, the picture of <see cref="PictureMaker"/> with a
/// running mark.
/// </summary>
public static class Mp4Maker
{
    private const uint TicksPerFrame = 512;
    private const int MaxSide = 4096;

    private static readonly MediaCache<Video> Cache = new(48L * 1024 * 1024);

    /// <summary>The encoded video. The array is shared with later callers who ask the same: do not write to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is odd or out of range, or length or rate are out of range.</exception>
    public static byte[] Make(Video video)
    {
        ArgumentNullException.ThrowIfNull(video);
        CheckSide(video.Width, nameof(video.Width));
        CheckSide(video.Height, nameof(video.Height));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(video.Seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(video.Seconds, 600);
        ArgumentOutOfRangeException.ThrowIfLessThan(video.FramesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(video.FramesPerSecond, 120);
        return Cache.GetOrAdd(video, Encode);
    }

    private static byte[] Encode(Video video)
    {
        using var bitmap = PictureMaker.Draw(new Picture(video.Width, video.Height, video.Prompt, video.Seed)
        {
            Caption = video.Caption,
            Blurred = video.Blurred,
        });
        var frame = YuvFrame.From(bitmap);
        var mark = new MovingMark(frame, video.FramesPerSecond);
        var count = Math.Max(1, (int)Math.Round(video.Seconds * video.FramesPerSecond));
        List<byte[]> frames = [new KeyFrame(frame).Encode()];
        for (var number = 1; number < count; number++)
        {
            frames.Add(mark.Encode(number));
        }

        var track = new VideoTrack(
            video.Width,
            video.Height,
            Timescale: (uint)video.FramesPerSecond * TicksPerFrame,
            TicksPerFrame,
            ParameterSets.Level(frame.Columns * frame.Rows),
            ParameterSets.Sequence(video.Width, video.Height),
            ParameterSets.Picture(),
            frames);
        return new Mp4Writer(track).Write();
    }

    private static void CheckSide(int pixels, string name)
    {
        if (pixels is < 16 or > MaxSide || pixels % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(name, pixels, $"A side must be even and 16 to {MaxSide} pixels.");
        }
    }
}
