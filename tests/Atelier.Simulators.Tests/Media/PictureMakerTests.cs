using Atelier.Simulators.Media;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Media;

public sealed class PictureMakerTests
{
    [Theory]
    [InlineData(1024, 1024, PictureFormat.Png, SKEncodedImageFormat.Png)]
    [InlineData(1536, 640, PictureFormat.Jpeg, SKEncodedImageFormat.Jpeg)]
    [InlineData(915, 1144, PictureFormat.Webp, SKEncodedImageFormat.Webp)]
    [InlineData(4096, 64, PictureFormat.Png, SKEncodedImageFormat.Png)]
    [InlineData(1, 1, PictureFormat.Png, SKEncodedImageFormat.Png)]
    public void Picture_decodes_in_its_format_and_size(int width, int height, PictureFormat format, SKEncodedImageFormat expected)
    {
        var content = PictureMaker.Make(new Picture(width, height, "a lighthouse", 7) { Format = format });

        using var codec = SKCodec.Create(new MemoryStream(content));
        codec.EncodedFormat.ShouldBe(expected);
        (codec.Info.Width, codec.Info.Height).ShouldBe((width, height));
        using var bitmap = SKBitmap.Decode(codec);
        bitmap.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("雾中的灯塔，油画风格，柔和的光线，非常详细的构图，带有海浪和云彩")]
    [InlineData("emoji 🦊 and \t control \u0007 characters\nand lines")]
    [InlineData("\ud83e lone surrogate")]
    public void Any_prompt_can_be_drawn(string prompt) =>
        PictureMaker.Make(new Picture(256, 256, prompt, 1)).Length.ShouldBeGreaterThan(100);

    [Fact]
    public void Very_long_prompt_is_drawn()
    {
        var prompt = string.Join(' ', Enumerable.Repeat("word", 2500));

        PictureMaker.Make(new Picture(512, 512, prompt, 1)).Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Prompt_and_seed_choose_the_bytes()
    {
        var picture = new Picture(128, 128, "a cat", 1);
        var first = PictureMaker.Make(picture);

        PictureMaker.Make(new Picture(128, 128, "a cat", 1)).ShouldBe(first);
        PictureMaker.Make(picture with { Seed = 2 }).ShouldNotBe(first);
        PictureMaker.Make(picture with { Prompt = "a dog" }).ShouldNotBe(first);
    }

    [Fact]
    public void Text_is_drawn_with_the_embedded_font()
    {
        using var with = PictureMaker.Draw(new Picture(400, 200, "wonder", 5) { Transparent = true });

        // White is used for letters only.
        var white = with.Pixels.Count(pixel => pixel == SKColors.White);
        white.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Transparent_background_has_alpha_zero_in_png()
    {
        var content = PictureMaker.Make(new Picture(400, 300, "a cup", 5) { Transparent = true });

        using var bitmap = SKBitmap.Decode(content);
        bitmap.Pixels.Count(pixel => pixel.Alpha == 0).ShouldBeGreaterThan(1000);
        bitmap.Pixels.Count(pixel => pixel.Alpha == 255).ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 8193)]
    public void Impossible_size_is_refused(int width, int height) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PictureMaker.Make(new Picture(width, height, "", 0)));
}
