using System.Buffers.Binary;
using System.IO.Compression;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Artifacts.Storage;

namespace Atelier.Services.Tests.Artifacts;

public sealed class UploadTests
{
    [Theory]
    [InlineData("picture.png", "image/png", 64)]
    [InlineData("picture.jpg", "image/jpeg", 64)]
    [InlineData("picture-lossy.webp", "image/webp", 64)]
    [InlineData("front.mp4", "video/mp4", 64)]
    [InlineData("silent.mov", "video/quicktime", 64)]
    [InlineData("silent.webm", "video/webm", 64)]
    [InlineData("constant.mp3", "audio/mpeg", null)]
    [InlineData("sound.wav", "audio/wav", null)]
    [InlineData("sound.flac", "audio/flac", null)]
    [InlineData("opus.ogg", "audio/ogg", null)]
    [InlineData("sound.m4a", "audio/mp4", null)]
    [InlineData("sound-in.mp4", "audio/mp4", null)]
    [InlineData("sound.webm", "audio/webm", null)]
    public async Task Every_kind_of_input_is_stored_as_what_its_bytes_are(string sample, string contentType, int? width)
    {
        await using var harness = await MediaHarness.StartAsync();

        var upload = await harness.UploadSampleAsync(sample);

        (upload.ContentType, upload.Width, upload.FileName).ShouldBe((contentType, width, sample));
        upload.Bytes.ShouldBe(SampleFiles.Read(sample).Length);
        upload.ExpiresAt.ShouldBe(harness.Clock.GetUtcNow().AddDays(7));
        (await harness.Uploads.FindAsync(harness.Ann, upload.Id, MediaHarness.Token)).Value.ShouldBe(upload);
        await using var content = (await harness.Uploads.OpenAsync(upload, new ByteRange(0, 3), MediaHarness.Token)).Value;
        content!.ContentBytes.ShouldBe(4);
    }

    [Fact]
    public async Task A_picture_of_a_billion_pixels_is_refused_by_its_header_alone()
    {
        await using var harness = await MediaHarness.StartAsync();
        var png = SampleFiles.Read("picture.png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);

        await RefusedAsync(harness, png, ErrorKind.Invalid, "image_too_large");
    }

    [Fact]
    public async Task A_compressed_bomb_that_is_called_a_picture_is_never_unpacked()
    {
        await using var harness = await MediaHarness.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await new PatternStream(50_000_000).CopyToAsync(gzip, MediaHarness.Token);
        }

        var error = await RefusedAsync(harness, packed.ToArray(), ErrorKind.UnsupportedMedia, "unsupported_media_type");

        error.Message.ShouldContain("application/gzip");
        error.Message.ShouldContain("PNG, JPEG and WebP");
    }

    [Theory]
    [InlineData("picture.gif")]
    [InlineData("sound.aac")]
    public async Task Known_types_that_no_model_takes_are_refused(string sample)
    {
        await using var harness = await MediaHarness.StartAsync();

        await RefusedAsync(harness, SampleFiles.Read(sample), ErrorKind.UnsupportedMedia, "unsupported_media_type");
    }

    [Fact]
    public async Task Text_that_is_called_a_picture_is_refused()
    {
        await using var harness = await MediaHarness.StartAsync();

        await RefusedAsync(harness, "<svg onload=alert(1)>"u8.ToArray(), ErrorKind.UnsupportedMedia, "unsupported_media_type");
    }

    [Theory]
    [InlineData("picture.png", 20)]
    [InlineData("picture.png", 100)]
    [InlineData("picture.jpg", 60)]
    [InlineData("picture-lossy.webp", 40)]
    public async Task A_cut_off_picture_is_not_an_image(string sample, int length)
    {
        await using var harness = await MediaHarness.StartAsync();

        await RefusedAsync(harness, SampleFiles.Read(sample)[..length], ErrorKind.Invalid, "not_an_image");
    }

    [Fact]
    public async Task A_picture_whose_header_lies_is_not_an_image()
    {
        await using var harness = await MediaHarness.StartAsync();
        var png = SampleFiles.Read("picture.png");
        png.AsSpan(16, 8).Clear();

        await RefusedAsync(harness, png, ErrorKind.Invalid, "not_an_image");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_picture_of_many_frames_is_refused_wherever_it_says_so(int chunksBefore)
    {
        await using var harness = await MediaHarness.StartAsync();
        var png = SampleFiles.Read("picture.png");
        byte[] text = [.. Chunk("tEXt", new byte[4_000])];
        byte[] frames = [.. Chunk("acTL", [0, 0, 0xFF, 0xFF, 0, 0, 0, 0])];
        byte[] animated = [.. png.AsSpan(0, 33), .. Enumerable.Repeat(text, chunksBefore).SelectMany(one => one), .. frames, .. png.AsSpan(33)];

        (await RefusedAsync(harness, animated, ErrorKind.Invalid, "animated_picture")).Message.ShouldContain("still picture");
    }

    [Fact]
    public async Task A_picture_with_the_flag_of_an_animation_is_refused()
    {
        await using var harness = await MediaHarness.StartAsync();
        byte[] webp = [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0x02, 0, 0, 0, 63, 0, 0, 47, 0, 0];

        await RefusedAsync(harness, webp, ErrorKind.Invalid, "animated_picture");
    }

    [Fact]
    public async Task A_picture_without_pixels_in_reach_is_not_an_image()
    {
        await using var harness = await MediaHarness.StartAsync();
        var png = SampleFiles.Read("picture.png");
        byte[] endless = [.. png.AsSpan(0, 33), .. Enumerable.Repeat(Chunk("tEXt", []), 600).SelectMany(one => one), .. png.AsSpan(33)];

        await RefusedAsync(harness, endless, ErrorKind.Invalid, "not_an_image");
        await RefusedAsync(harness, [.. png.AsSpan(0, 33), .. Chunk("IEND", [])], ErrorKind.Invalid, "not_an_image");
    }

    [Fact]
    public async Task A_cut_off_video_is_refused()
    {
        await using var harness = await MediaHarness.StartAsync();

        await RefusedAsync(harness, SampleFiles.Read("tail.mp4")[..3000], ErrorKind.Invalid, "broken_file");
    }

    [Fact]
    public async Task Nothing_at_all_is_refused()
    {
        await using var harness = await MediaHarness.StartAsync();

        await RefusedAsync(harness, [], ErrorKind.Invalid, "empty_file");
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_leaves_nothing()
    {
        await using var harness = await MediaHarness.StartAsync(options => options.MaxUploadBytes = 100_000);
        byte[] large = [.. SampleFiles.Read("sound.wav"), .. new byte[100_000]];

        harness.Uploads.MaxBytes.ShouldBe(100_000);
        await RefusedAsync(harness, large, ErrorKind.TooLarge, "file_too_large");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_leaves_nothing()
    {
        await using var harness = await MediaHarness.StartAsync();
        var head = SampleFiles.Read("sound.wav");
        await using var broken = new HeadThenFault(head);

        await Should.ThrowAsync<IOException>(() => harness.Uploads.CreateAsync(harness.Ann, broken, "a.wav", MediaHarness.Token));

        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_finds_somebody_elses_upload()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png");

        foreach (var caller in new[] { harness.Bob, harness.Operator, harness.Ann with { Book = Book.Live } })
        {
            (await harness.Uploads.FindAsync(caller, upload.Id, MediaHarness.Token)).Error!.Code.ShouldBe("not_found");
        }
    }

    [Theory]
    [InlineData("upl_01jd0000000000000000000000")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    public async Task An_unknown_upload_is_not_found(string id)
    {
        await using var harness = await MediaHarness.StartAsync();

        (await harness.Uploads.FindAsync(harness.Ann, id, MediaHarness.Token)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task An_upload_can_be_used_until_it_expires()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png");

        harness.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (await harness.Uploads.FindAsync(harness.Ann, upload.Id, MediaHarness.Token)).IsOk.ShouldBeTrue();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        (await harness.Uploads.FindAsync(harness.Ann, upload.Id, MediaHarness.Token)).IsOk.ShouldBeFalse();
    }

    [Theory]
    [InlineData("../../cat.png", "cat.png")]
    [InlineData("C:\\pictures\\cat.png", "cat.png")]
    [InlineData("a\u0000b\n.png", "ab.png")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("dir/", null)]
    public async Task File_names_are_kept_without_folders_and_control_characters(string? given, string? kept)
    {
        await using var harness = await MediaHarness.StartAsync();

        (await harness.UploadAsync(SampleFiles.Read("picture.png"), given)).Value!.FileName.ShouldBe(kept);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_with_a_time_to_try_again()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png");
        Directory.Delete(harness.StoreFolder, recursive: true);
        await File.WriteAllTextAsync(harness.StoreFolder, "in the way", MediaHarness.Token);

        var error = (await harness.UploadAsync(SampleFiles.Read("picture.png"))).Error!;

        (error.Kind, error.Code).ShouldBe((ErrorKind.Unavailable, "storage_unavailable"));
        error.RetryAfter.ShouldNotBeNull();
        (await harness.Uploads.OpenAsync(upload, null, MediaHarness.Token)).IsOk.ShouldBeFalse();
    }

    // The sum at the end is not looked at: nothing is decoded.
    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        return chunk;
    }

    private static async Task<ServiceError> RefusedAsync(MediaHarness harness, byte[] bytes, ErrorKind kind, string code)
    {
        var error = (await harness.UploadAsync(bytes, "picture.png")).Error.ShouldNotBeNull();
        (error.Kind, error.Code).ShouldBe((kind, code));
        (await harness.KeysAsync()).ShouldBeEmpty();
        return error;
    }

    private sealed class HeadThenFault(byte[] head) : PatternStream(long.MaxValue)
    {
        public override int Read(Span<byte> buffer)
        {
            if (Position >= 200_000)
            {
                throw new IOException("The caller hung up.");
            }

            var at = (int)Math.Min(Position, head.Length);
            var count = base.Read(buffer);
            head.AsSpan(at, Math.Min(count, head.Length - at)).CopyTo(buffer);
            return count;
        }
    }
}
