using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Simulators.Media;

namespace Atelier.Simulators.Tests.Media;

public sealed class Mp4MakerTests
{
    [Theory]
    [InlineData(1280, 720, 5, 24)]
    [InlineData(720, 1280, 5, 24)]
    [InlineData(1920, 1080, 2, 30)]
    [InlineData(832, 480, 4, 16)]
    [InlineData(1104, 832, 5, 24)]
    [InlineData(960, 960, 1, 24)]
    [InlineData(1584, 672, 10, 24)]
    [InlineData(1024, 576, 4, 6)]
    [InlineData(18, 34, 1, 10)]
    [InlineData(16, 16, 3, 60)]
    [InlineData(3840, 2160, 0.1, 24)]
    public async Task Video_decodes_without_complaint_at_its_size_rate_and_length(int width, int height, double seconds, int rate)
    {
        var content = Mp4Maker.Make(new Video(width, height, seconds, "a lighthouse in the fog, 灯塔, in oil", 7) { FramesPerSecond = rate, Caption = "simulated" });
        var file = await MediaTools.WriteAsync(content, "mp4");
        try
        {
            await MediaTools.DecodeAsync(file);
            var facts = await MediaTools.ProbeAsync(file, "v:0");

            var frames = Math.Round(seconds * rate);
            facts["codec_name"].ShouldBe("h264");
            facts["width"].ShouldBe(width.ToString(CultureInfo.InvariantCulture));
            facts["height"].ShouldBe(height.ToString(CultureInfo.InvariantCulture));
            facts["r_frame_rate"].ShouldBe($"{rate}/1");
            facts["nb_read_frames"].ShouldBe(frames.ToString(CultureInfo.InvariantCulture));
            double.Parse(facts["duration"], CultureInfo.InvariantCulture).ShouldBe(frames / rate, 0.001);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task First_frame_shows_the_same_drawing_as_the_picture()
    {
        const int side = 320;
        var video = await MediaTools.WriteAsync(Mp4Maker.Make(new Video(side, side, 1, "a red barn", 3)), "mp4");
        var raw = Path.ChangeExtension(video, "rgba");
        try
        {
            await MediaTools.RunAsync("ffmpeg", "-v", "error", "-i", video, "-frames:v", "1", "-pix_fmt", "rgba", "-f", "rawvideo", raw);
            var decoded = await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken);
            using var drawn = PictureMaker.Draw(new Picture(side, side, "a red barn", 3));
            var expected = drawn.GetPixelSpan().ToArray();

            decoded.Length.ShouldBe(expected.Length);
            // Half-size chroma and 8-bit colour conversion shift single pixels at edges, hardly the mean.
            Enumerable.Range(0, decoded.Length).Average(index => Math.Abs(decoded[index] - expected[index])).ShouldBeLessThan(4);
        }
        finally
        {
            File.Delete(video);
            File.Delete(raw);
        }
    }

    [Fact]
    public async Task Mark_moves_from_frame_to_frame()
    {
        var video = await MediaTools.WriteAsync(Mp4Maker.Make(new Video(320, 64, 1, "motion", 3) { FramesPerSecond = 8 }), "mp4");
        try
        {
            var hashes = await MediaTools.RunAsync("ffmpeg", "-v", "error", "-i", video, "-f", "framemd5", "-");
            var frames = hashes.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line[(line.LastIndexOf(',') + 1)..]).ToList();

            frames.Count.ShouldBe(8);
            frames.Distinct().Count().ShouldBe(8);
        }
        finally
        {
            File.Delete(video);
        }
    }

    [Fact]
    public void Index_stands_before_the_media()
    {
        var content = Encoding.Latin1.GetString(Mp4Maker.Make(new Video(64, 64, 1, "order", 1)));

        content.IndexOf("moov", StringComparison.Ordinal).ShouldBeInRange(0, content.IndexOf("mdat", StringComparison.Ordinal));
    }

    [Fact]
    public void Same_values_give_same_bytes_and_another_seed_gives_others()
    {
        var one = SHA256.HashData(Mp4Maker.Make(new Video(64, 64, 1, "same", 1)));

        SHA256.HashData(Mp4Maker.Make(new Video(64, 64, 1, "same", 1))).ShouldBe(one);
        SHA256.HashData(Mp4Maker.Make(new Video(64, 64, 1, "same", 2))).ShouldNotBe(one);
    }

    [Theory]
    [InlineData(641, 480, 1)]
    [InlineData(640, 14, 1)]
    [InlineData(640, 4098, 1)]
    [InlineData(640, 480, 0)]
    [InlineData(640, 480, 601)]
    public void Impossible_video_is_refused(int width, int height, double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Mp4Maker.Make(new Video(width, height, seconds, "", 0)));
}
