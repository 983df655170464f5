namespace Atelier.Services.Tests.Artifacts;

/// <summary>Small real media files, made by <c>Samples/make.sh</c>.</summary>
internal static class SampleFiles
{
    private const string Prefix = "Sample.";

    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(SampleFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]),
    ];

    public static byte[] Read(string name)
    {
        using var resource = typeof(SampleFiles).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new ArgumentException($"There is no sample {name}.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
