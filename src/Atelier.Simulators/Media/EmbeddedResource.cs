namespace Atelier.Simulators.Media;

/// <summary>Files compiled into this assembly.</summary>
internal static class EmbeddedResource
{
    /// <summary>Opens a file by its path below the project, with dots for slashes: <c>Media.Fonts.DejaVuSans.ttf</c>.</summary>
    public static Stream Open(string name) =>
        typeof(EmbeddedResource).Assembly.GetManifestResourceStream($"Atelier.Simulators.{name}")
        ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");

    public static byte[] Read(string name)
    {
        using var stream = Open(name);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
