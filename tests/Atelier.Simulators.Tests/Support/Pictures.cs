using Atelier.Simulators.Media;

namespace Atelier.Simulators.Tests.Support;

/// <summary>Pictures to hand in.</summary>
internal static class Pictures
{
    public static byte[] Png(int width, int height, long seed = 1) => PictureMaker.Make(new Picture(width, height, "upload", seed));

    public static byte[] Make(int width, int height, PictureFormat format) => PictureMaker.Make(new Picture(width, height, "upload", 1) { Format = format });
}
