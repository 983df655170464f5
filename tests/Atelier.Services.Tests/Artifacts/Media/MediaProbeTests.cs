using System.Buffers.Binary;
using System.Text;
using Atelier.Services.Artifacts.Media;
using CsCheck;

namespace Atelier.Services.Tests.Artifacts.Media;

public sealed class MediaProbeTests
{
    public static TheoryData<string, string, int?, int?, double?> Facts => new()
    {
        { "picture.png", "image/png", 64, 48, null },
        { "picture.jpg", "image/jpeg", 64, 48, null },
        { "picture-lossy.webp", "image/webp", 64, 48, null },
        { "picture-lossless.webp", "image/webp", 64, 48, null },
        { "picture.gif", "image/gif", 64, 48, null },
        { "front.mp4", "video/mp4", 64, 48, 2 },
        { "tail.mp4", "video/mp4", 64, 48, 2 },
        { "silent.mov", "video/quicktime", 64, 48, 2 },
        { "silent.webm", "video/webm", 64, 48, 2 },
        { "sound.webm", "video/webm", null, null, 2 },
        { "sound.m4a", "audio/mp4", null, null, 2 },
        { "sound-in.mp4", "video/mp4", null, null, 2 },
        { "constant.mp3", "audio/mpeg", null, null, 2 },
        { "varying.mp3", "audio/mpeg", null, null, 2 },
        { "sound.wav", "audio/wav", null, null, 2 },
        { "sound.flac", "audio/flac", null, null, 2 },
        { "vorbis.ogg", "audio/ogg", null, null, 2 },
        { "opus.ogg", "audio/ogg", null, null, 2 },
        { "sound.aac", "audio/aac", null, null, null },
        { "triangle.glb", "model/gltf-binary", null, null, null },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Real_files_tell_their_type_size_and_length(string file, string type, int? width, int? height, double? seconds)
    {
        var bytes = SampleFiles.Read(file);

        MediaSniffer.Detect(bytes).ShouldBe(type);
        var facts = await MediaProbe.ReadAsync(type, MediaBytes.Of(bytes), Token);

        (facts.Width, facts.Height).ShouldBe((width, height));
        facts.IsTruncated.ShouldBeFalse();
        if (seconds is { } expected)
        {
            // Encoders pad the last frame.
            facts.DurationSeconds.ShouldNotBeNull().ShouldBe(expected, 0.15);
        }
        else
        {
            facts.DurationSeconds.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("front.mp4", true)]
    [InlineData("silent.mov", true)]
    [InlineData("silent.webm", true)]
    [InlineData("sound.m4a", false)]
    [InlineData("sound-in.mp4", false)]
    [InlineData("sound.webm", false)]
    public async Task Containers_tell_whether_they_hold_pictures(string file, bool hasVideo)
    {
        var bytes = SampleFiles.Read(file);

        (await MediaProbe.ReadAsync(MediaSniffer.Detect(bytes)!, MediaBytes.Of(bytes), Token)).HasVideo.ShouldBe(hasVideo);
    }

    [Theory]
    [InlineData("picture.png")]
    [InlineData("picture.jpg")]
    [InlineData("picture-lossy.webp")]
    [InlineData("picture-lossless.webp")]
    [InlineData("tail.mp4")]
    [InlineData("front.mp4")]
    [InlineData("triangle.glb")]
    public async Task A_cut_off_file_is_noticed(string file)
    {
        var bytes = SampleFiles.Read(file);

        (await MediaProbe.ReadAsync(MediaSniffer.Detect(bytes)!, MediaBytes.Of(bytes.AsMemory(0, bytes.Length - 6)), Token)).IsTruncated.ShouldBeTrue();
    }

    [Fact]
    public async Task A_movie_header_in_the_middle_of_a_long_file_is_found_with_few_reads()
    {
        var movie = SampleFiles.Read("tail.mp4");
        byte[] file = [.. movie.AsSpan(0, 32), .. Free(300_000), .. movie.AsSpan(32), .. Free(300_000)];
        var reads = 0;
        var bytes = new MediaBytes(file.AsMemory(0, 65536), file.AsMemory(file.Length - 65536), file.Length, (offset, count, _) =>
        {
            reads++;
            return Task.FromResult(file.AsSpan((int)offset, count).ToArray());
        });

        var facts = await MediaProbe.ReadAsync("video/mp4", bytes, Token);

        (facts.Width, facts.Height).ShouldBe((64, 48));
        facts.DurationSeconds.ShouldNotBeNull();
        reads.ShouldBeInRange(1, 16);
    }

    [Fact]
    public async Task A_picture_header_behind_long_metadata_is_found()
    {
        var picture = SampleFiles.Read("picture.jpg");
        byte[] segment = [0xFF, 0xE1, 0xFF, 0xFF, .. new byte[65533]];
        byte[] file = [.. picture.AsSpan(0, 2), .. segment, .. segment, .. segment, .. picture.AsSpan(2)];
        var bytes = new MediaBytes(file.AsMemory(0, 65536), file.AsMemory(file.Length - 65536), file.Length,
            (offset, count, _) => Task.FromResult(file.AsSpan((int)offset, count).ToArray()));

        (await MediaProbe.ReadAsync("image/jpeg", bytes, Token)).Pixels.ShouldBe(64 * 48);
    }

    [Fact]
    public async Task A_recording_that_claims_to_be_shorter_than_its_bytes_is_not_believed()
    {
        var bytes = SampleFiles.Read("varying.mp3");
        var at = bytes.AsSpan().IndexOf("Xing"u8);
        at.ShouldBePositive();
        byte[] large = [.. bytes, .. Enumerable.Repeat(bytes[(at + 200)..], 200).SelectMany(part => part)];
        BinaryPrimitives.WriteUInt32BigEndian(large.AsSpan(at + 8), 1);

        var facts = await MediaProbe.ReadAsync("audio/mpeg", MediaBytes.Of(large), Token);

        facts.DurationSeconds.ShouldNotBeNull().ShouldBeGreaterThan(large.Length * 8 / 320_000.0);
    }

    [Fact]
    public async Task A_wave_whose_length_was_never_filled_in_is_as_long_as_its_file()
    {
        var bytes = SampleFiles.Read("sound.wav");
        var at = bytes.AsSpan().IndexOf("data"u8);
        bytes.AsSpan(at + 4, 4).Fill(0xFF);

        (await MediaProbe.ReadAsync("audio/wav", MediaBytes.Of(bytes), Token)).DurationSeconds.ShouldNotBeNull().ShouldBe(2, 0.01);
    }

    [Theory]
    [InlineData("{\"a\":1}", "application/json")]
    [InlineData("  [1]", "application/json")]
    [InlineData("Hello, Wörld\n", "text/plain")]
    [InlineData("\uFEFFtext", "text/plain")]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:01.000\nHi", "text/plain")]
    [InlineData("\u0001\u0002", null)]
    [InlineData("glTF\u0002\0\0\0", "model/gltf-binary")]
    [InlineData("GIF89a....", "image/gif")]
    [InlineData("PK\u0003\u0004", "application/zip")]
    [InlineData("%PDF-1.7", "application/pdf")]
    [InlineData("", null)]
    public void Other_types_are_told_from_their_first_bytes(string head, string? type) => MediaSniffer.Detect(Encoding.UTF8.GetBytes(head)).ShouldBe(type);

    [Theory]
    [InlineData("image/png", "image/jpeg", "image/png")]
    [InlineData("image/png", null, "image/png")]
    [InlineData("text/plain", "text/vtt; charset=utf-8", "text/vtt")]
    [InlineData("application/json", "image/png", "application/json")]
    [InlineData(null, "audio/pcm", "audio/pcm")]
    [InlineData(null, "../etc/passwd", "application/octet-stream")]
    [InlineData(null, "nonsense", "application/octet-stream")]
    [InlineData(null, null, "application/octet-stream")]
    public void Bytes_decide_the_type_and_the_vendor_only_where_they_cannot(string? sniffed, string? declared, string type) =>
        MediaFormats.Decide(sniffed, declared).ShouldBe(type);

    [Fact]
    public void No_damage_makes_a_probe_throw_or_read_without_end()
    {
        var files = SampleFiles.Names.Select(SampleFiles.Read).ToArray();
        var types = new[]
        {
            "image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm", "audio/wav", "audio/mpeg", "audio/flac", "audio/ogg", "model/gltf-binary",
        };
        var damage = Gen.Select(Gen.Int[0, 400], Gen.Byte).Array[0, 40];
        Gen.Select(Gen.Int[0, files.Length - 1], damage, Gen.Int[0, 30_000], Gen.Int[0, 4]).Sample(
            (file, spots, length, kind) =>
            {
                var bytes = files[file].AsSpan(0, Math.Min(length, files[file].Length)).ToArray();
                foreach (var (at, value) in spots.Where(spot => spot.Item1 < bytes.Length))
                {
                    bytes[at] = value;
                }

                var reads = 0;
                var view = new MediaBytes(bytes.AsMemory(0, Math.Min(bytes.Length, 100)), bytes.AsMemory(Math.Max(0, bytes.Length - 50)), bytes.Length, (offset, count, _) =>
                {
                    reads++;
                    return Task.FromResult(bytes.AsSpan((int)offset, count).ToArray());
                });
                foreach (var type in types.Append(MediaSniffer.Detect(bytes) ?? types[kind]))
                {
                    var facts = MediaProbe.ReadAsync(type, view, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    (facts.Width is null or > 0).ShouldBeTrue();
                    (facts.DurationSeconds is null or > 0).ShouldBeTrue();
                }

                reads.ShouldBeLessThanOrEqualTo(16);
            },
            iter: 3_000);
    }

    [Fact]
    public void Random_bytes_are_looked_at_without_harm() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var facts = MediaProbe.ReadAsync(MediaSniffer.Detect(bytes) ?? "video/mp4", MediaBytes.Of(bytes), CancellationToken.None).AsTask().GetAwaiter().GetResult();
            (facts.Width is null or > 0).ShouldBeTrue();
        });

    private static byte[] Free(int length)
    {
        var box = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        "free"u8.CopyTo(box.AsSpan(4));
        return box;
    }
}
