using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Result sizes by aspect ratio, as the vendor's own ComfyUI nodes annotate them.</summary>
internal static class AspectRatios
{
    private const string Default = "1:1";

    private static readonly Dictionary<string, (PixelSize Common, PixelSize Core, PixelSize Control)> Landscape = new()
    {
        ["1:1"] = (new(1024, 1024), new(1536, 1536), new(1024, 1024)),
        ["5:4"] = (new(1088, 896), new(1632, 1344), new(1144, 915)),
        ["3:2"] = (new(1216, 832), new(1824, 1248), new(1254, 836)),
        ["16:9"] = (new(1344, 768), new(2016, 1152), new(1365, 768)),
        ["21:9"] = (new(1536, 640), new(2304, 960), new(1564, 670)),
    };

    public static IReadOnlyList<string> Names { get; } = ["21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"];

    /// <summary>Ultra and sd3: about one megapixel.</summary>
    public static PixelSize Common(string? ratio) => Find(ratio, row => row.Common);

    public static PixelSize Core(string? ratio) => Find(ratio, row => row.Core);

    /// <summary>Control by style.</summary>
    public static PixelSize Control(string? ratio) => Find(ratio, row => row.Control);

    private static PixelSize Find(string? ratio, Func<(PixelSize Common, PixelSize Core, PixelSize Control), PixelSize> column)
    {
        ratio ??= Default;
        if (Landscape.TryGetValue(ratio, out var row))
        {
            return column(row);
        }

        var sides = ratio.Split(':');
        var size = column(Landscape[$"{sides[1]}:{sides[0]}"]);
        return new PixelSize(size.Height, size.Width);
    }
}
