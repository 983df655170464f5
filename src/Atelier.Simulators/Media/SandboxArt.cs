using System.Globalization;
using Atelier.Simulators.Http;
using SkiaSharp;

namespace Atelier.Simulators.Media;

/// <summary>
/// The one motif of all simulated pictures and videos. Large flat areas and few edges: they encode quickly and small, in every format.
/// </summary>
internal static class SandboxArt
{
    private const string Mark = "SANDBOX";

    private static readonly SKTypeface Typeface = LoadTypeface();

    public static void Draw(SKCanvas canvas, Picture picture)
    {
        var random = new ColourSource(SimulatorSeed.Derive(picture.Prompt, picture.Seed.ToString(CultureInfo.InvariantCulture)));
        var background = random.NextColour(lightness: 34);
        canvas.Clear(picture.Transparent ? SKColors.Transparent : background);
        DrawShapes(canvas, picture, random);
        DrawTexts(canvas, picture);
        canvas.Flush();
    }

    private static void DrawShapes(SKCanvas canvas, Picture picture, ColourSource random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        var side = Math.Min(picture.Width, picture.Height);
        for (var index = 0; index < 3; index++)
        {
            paint.Color = random.NextColour(lightness: 48);
            var x = random.Next(picture.Width);
            var y = random.Next(picture.Height);
            var size = side / 8 + random.Next(Math.Max(1, side / 4));
            if (index % 2 == 0)
            {
                canvas.DrawCircle(x, y, size, paint);
            }
            else
            {
                canvas.DrawRect(x - size, y - size, size * 2, size * 2, paint);
            }
        }
    }

    private static void DrawTexts(SKCanvas canvas, Picture picture)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White };
        using var large = new SKFont(Typeface, 100);
        large.Size = Math.Max(4, 100 * picture.Width * 0.8f / large.MeasureText(Mark, paint));
        large.Size = Math.Min(large.Size, picture.Height * 0.4f);
        var baseline = picture.Height * 0.45f;
        canvas.DrawText(Mark, picture.Width / 2f, baseline, SKTextAlign.Center, large, paint);

        using var small = new SKFont(Typeface, Math.Clamp(Math.Min(picture.Width, picture.Height) / 22f, 6, 64));
        var lineHeight = small.Size * 1.3f;
        var maxLines = (int)Math.Clamp((picture.Height * 0.85f - baseline) / lineHeight - 1, 0, 8);
        var y = baseline + lineHeight * 1.5f;
        foreach (var line in TextWrapping.Wrap(picture.Prompt, maxLines, picture.Width * 0.9f, text => small.MeasureText(text, paint)))
        {
            canvas.DrawText(line, picture.Width / 2f, y, SKTextAlign.Center, small, paint);
            y += lineHeight;
        }

        if (picture.Caption is { } caption)
        {
            canvas.DrawText(caption, picture.Width / 2f, picture.Height * 0.95f, SKTextAlign.Center, small, paint);
        }
    }

    private static SKTypeface LoadTypeface()
    {
        using var font = EmbeddedResource.Open("Media.Fonts.DejaVuSans.ttf");
        return SKTypeface.FromStream(font) ?? throw new InvalidOperationException("The embedded font cannot be read.");
    }

    /// <summary>A small repeatable sequence (SplitMix64) of positions and colours.</summary>
    private sealed class ColourSource(ulong state)
    {
        public int Next(int below) => (int)(Next() % (ulong)below);

        public SKColor NextColour(float lightness) => SKColor.FromHsl(Next(360), 45 + Next(30), lightness);

        private ulong Next()
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
