using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;

namespace Atelier.Services.Tests.Artifacts;

/// <summary>What a model takes of pictures, videos and recordings, as far as the file tells.</summary>
public sealed class MediaRulesTests
{
    private static readonly MediaInputRule Picture =
        new("image", 1000, 1_000_000, Many: false) { MinSide = 64, MaxSide = 1536, MaxAspect = 2.5 };

    private static readonly MediaInputRule Film =
        new("video", 1000, 4_000_000, Many: false) { MinSeconds = 2, MaxSeconds = 30 };

    [Theory]
    [InlineData(640, 256, null)]
    [InlineData(256, 640, null)]
    [InlineData(1000, 1000, null)]
    [InlineData(641, 256, "image_shape_not_offered")]
    [InlineData(256, 641, "image_shape_not_offered")]
    [InlineData(63, 64, "image_too_small")]
    [InlineData(1537, 640, "image_too_large")]
    [InlineData(1001, 1000, "image_too_large")]
    public void A_picture_fits_by_its_sides_its_shape_and_its_pixels(int width, int height, string? code) =>
        (MediaRules.Check(Picture, Stored("image/png", width, height), "input.image")?.Code).ShouldBe(code);

    [Theory]
    [InlineData(1920, 1080, 30.0, null)]
    [InlineData(1920, 1080, 30.05, null)]
    [InlineData(1920, 1080, 30.2, "media_too_long")]
    [InlineData(1920, 1080, 1.9, "media_too_short")]
    [InlineData(3840, 2160, 5.0, "video_too_large")]
    [InlineData(null, null, 5.0, null)]
    [InlineData(1920, 1080, null, null)]
    public void A_video_fits_by_its_length_and_its_pixels(int? width, int? height, double? seconds, string? code)
    {
        var error = MediaRules.Check(Film, Stored("video/mp4", width, height, seconds), "input.video");

        (error?.Code, error?.Field).ShouldBe((code, code is null ? null : "input.video"));
    }

    [Fact]
    public void What_is_wrong_is_told_in_numbers()
    {
        MediaRules.Check(Film, Stored("video/mp4", 640, 480, 61.234), "input.video")!.Message
            .ShouldBe("It plays for 61.23 seconds; this input takes at most 30.");
        MediaRules.Check(Picture, Stored("image/png", 1200, 300), "input.image")!.Message
            .ShouldBe("The picture has 1200 x 300 pixels; its longer side may be at most 2.5 times as long as its shorter one.");
    }

    private static Upload Stored(string type, int? width, int? height, double? seconds = null) => new()
    {
        Id = "upl_1",
        UserId = "usr_1",
        Book = Book.Test,
        ContentType = type,
        Bytes = 1000,
        Sha256 = new string('0', 64),
        Width = width,
        Height = height,
        DurationSeconds = seconds,
        StoreKey = "k",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };
}
