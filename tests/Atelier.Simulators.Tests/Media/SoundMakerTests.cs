using System.Globalization;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Simulators.Tests.Media;

public sealed class SoundMakerTests
{
    [Theory]
    [InlineData(SoundFormat.Wav, "wav", "pcm_s16le", 1.5, 0.001)]
    [InlineData(SoundFormat.Wav, "wav", "pcm_s16le", 0.01, 0.001)]
    [InlineData(SoundFormat.Mp3, "mp3", "mp3", 1.5, 0.025)]
    [InlineData(SoundFormat.Mp3, "mp3", "mp3", 61, 0.025)]
    [InlineData(SoundFormat.Flac, "flac", "flac", 30, 0.001)]
    [InlineData(SoundFormat.Flac, "flac", "flac", 400, 0.001)]
    // The prober counts the 312 samples a player skips at the start.
    [InlineData(SoundFormat.Opus, "opus", "opus", 1.5, 0.007)]
    [InlineData(SoundFormat.Opus, "opus", "opus", 12, 0.007)]
    public async Task Sound_decodes_without_complaint_in_its_codec_and_length(SoundFormat format, string extension, string codec, double seconds, double tolerance)
    {
        var file = await MediaTools.WriteAsync(SoundMaker.Make(new Sound(seconds, "晚安 good night", 5, format)), extension);
        try
        {
            await MediaTools.DecodeAsync(file);
            var facts = await MediaTools.ProbeAsync(file, "a:0");

            facts["codec_name"].ShouldBe(codec);
            facts["channels"].ShouldBe("1");
            double.Parse(facts["duration"], CultureInfo.InvariantCulture).ShouldBe(seconds, tolerance);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(0.5, 12)]
    [InlineData(10, 235)]
    public async Task Aac_decodes_without_complaint_and_has_the_frames_its_length_needs(double seconds, int frames)
    {
        var file = await MediaTools.WriteAsync(SoundMaker.Make(new Sound(seconds, "", 5, SoundFormat.Aac)), "aac");
        try
        {
            await MediaTools.DecodeAsync(file);
            var facts = await MediaTools.ProbeAsync(file, "a:0");

            facts["codec_name"].ShouldBe("aac");
            facts["nb_read_frames"].ShouldBe(frames.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Pcm_is_two_bytes_a_sample_at_24_kilohertz() =>
        SoundMaker.Make(new Sound(2, "", 1, SoundFormat.Pcm)).Length.ShouldBe(96_000);

    [Theory]
    [InlineData(SoundFormat.Wav)]
    [InlineData(SoundFormat.Mp3)]
    [InlineData(SoundFormat.Flac)]
    [InlineData(SoundFormat.Opus)]
    [InlineData(SoundFormat.Pcm)]
    public void Seed_chooses_the_bytes(SoundFormat format)
    {
        var one = SoundMaker.Make(new Sound(1, "t", 1, format));

        SoundMaker.Make(new Sound(1, "t", 1, format)).ShouldBe(one);
        SoundMaker.Make(new Sound(1, "t", 2, format)).ShouldNotBe(one);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(601)]
    [InlineData(double.NaN)]
    public void Impossible_length_is_refused(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => SoundMaker.Make(new Sound(seconds, "", 1, SoundFormat.Wav)));
}
