using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Probes;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Simulators.Tests.Media;

public sealed class ProbeTests
{
    [Theory]
    [InlineData(SoundFormat.Wav, "wav")]
    [InlineData(SoundFormat.Mp3, "mp3")]
    [InlineData(SoundFormat.Aac, "aac")]
    [InlineData(SoundFormat.Flac, "flac")]
    [InlineData(SoundFormat.Opus, "ogg")]
    public void Length_of_every_container_is_read(SoundFormat format, string container)
    {
        var facts = SoundProbe.Read(SoundMaker.Make(new Sound(3.25, "probe", 1, format)));

        facts.ShouldNotBeNull();
        facts.Container.ShouldBe(container);
        facts.Seconds!.Value.ShouldBe(3.25, 0.05);
    }

    [Theory]
    [InlineData("ffmpeg", "libmp3lame", "mp3")]
    [InlineData("ffmpeg", "aac", "m4a")]
    [InlineData("ffmpeg", "libvorbis", "ogg")]
    [InlineData("ffmpeg", "libopus", "webm")]
    public async Task Files_of_another_encoder_are_understood(string tool, string codec, string extension)
    {
        var file = Path.Combine(Path.GetTempPath(), $"atelier-probe-{Guid.NewGuid():n}.{extension}");
        try
        {
            await MediaTools.RunAsync(tool, "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2.5", "-c:a", codec, "-y", file);

            var facts = SoundProbe.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

            facts.ShouldNotBeNull();
            if (extension != "webm")
            {
                facts.Seconds!.Value.ShouldBe(2.5, 0.1);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Film_tells_size_and_length()
    {
        var film = Mp4Maker.Make(new Video(320, 180, 1.5, "probe", 1));

        Mp4Probe.Size(film).ShouldBe((320, 180));
        Mp4Probe.Seconds(film)!.Value.ShouldBe(1.5, 0.05);
        SoundProbe.Read(film)!.Container.ShouldBe("mp4");
    }

    [Fact]
    public void Recording_that_was_cut_off_is_as_long_as_what_is_there()
    {
        var whole = SoundMaker.Make(new Sound(4, "probe", 1, SoundFormat.Wav));

        SoundProbe.Read(whole.AsSpan(0, whole.Length / 2))!.Seconds!.Value.ShouldBe(2, 0.05);
    }

    [Fact]
    public void No_prefix_of_a_file_breaks_the_probe()
    {
        foreach (var format in Enum.GetValues<SoundFormat>())
        {
            var file = SoundMaker.Make(new Sound(0.2, "probe", 1, format));
            for (var length = 0; length < Math.Min(file.Length, 400); length++)
            {
                Should.NotThrow(() => SoundProbe.Read(file.AsSpan(0, length)));
            }
        }

        var film = Mp4Maker.Make(new Video(64, 64, 0.1, "probe", 1));
        for (var length = 0; length < film.Length; length += 7)
        {
            Should.NotThrow(() => (Mp4Probe.Size(film.AsSpan(0, length)), Mp4Probe.Seconds(film.AsSpan(0, length))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("just some text, nothing to hear")]
    [InlineData("ID3 without any frame of sound behind it")]
    public void What_is_no_recording_is_not_taken_for_one(string text) => SoundProbe.Read(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBeNull();
}
