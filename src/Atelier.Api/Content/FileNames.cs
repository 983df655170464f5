using System.Globalization;

namespace Atelier.Api.Content;

/// <summary>Names of downloaded files.</summary>
internal static class FileNames
{
    private const int MaxLength = 100;

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = ".png",
        ["image/jpeg"] = ".jpg",
        ["image/webp"] = ".webp",
        ["image/gif"] = ".gif",
        ["image/avif"] = ".avif",
        ["image/heic"] = ".heic",
        ["image/svg+xml"] = ".svg",
        ["video/mp4"] = ".mp4",
        ["video/webm"] = ".webm",
        ["video/quicktime"] = ".mov",
        ["audio/mpeg"] = ".mp3",
        ["audio/wav"] = ".wav",
        ["audio/x-wav"] = ".wav",
        ["audio/ogg"] = ".ogg",
        ["audio/opus"] = ".opus",
        ["audio/flac"] = ".flac",
        ["audio/aac"] = ".aac",
        ["audio/mp4"] = ".m4a",
        ["application/json"] = ".json",
        ["text/plain"] = ".txt",
        ["text/vtt"] = ".vtt",
        ["audio/webm"] = ".weba",
        ["video/x-matroska"] = ".mkv",
        ["model/gltf-binary"] = ".glb",
        ["text/srt"] = ".srt",
        ["application/x-subrip"] = ".srt",
    };

    /// <summary>A name made of an id and the extension of its media type.</summary>
    public static string FromId(string id, string contentType) =>
        id + ExtensionOf(contentType);

    /// <summary>
    /// The caller's own name without folders, control and direction characters and what file systems refuse, ending as its media type does: a
    /// picture called page.html must not be saved as a page. The id's name when nothing is left.
    /// </summary>
    public static string FromCaller(string? name, string id, string contentType)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = new string([.. last.Where(character => IsPlain(character) && !"\"<>:|?*".Contains(character, StringComparison.Ordinal))]);
        kept = kept.Trim(' ', '.');
        kept = EndsRightly(kept, contentType) ? kept : kept + ExtensionOf(contentType);
        return kept.Length > ExtensionOf(contentType).Length && kept.Length <= MaxLength && kept[0] != '.' ? kept : FromId(id, contentType);
    }

    private static string ExtensionOf(string contentType) => Extensions.GetValueOrDefault(contentType.Split(';')[0].Trim(), ".bin");

    private static bool EndsRightly(string name, string contentType) =>
        name.EndsWith(ExtensionOf(contentType), StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith("image/jpeg", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
