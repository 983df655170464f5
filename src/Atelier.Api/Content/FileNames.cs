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
        ["application/x-subrip"] = ".srt",
    };

    /// <summary>A name made of an id and the extension of its media type.</summary>
    public static string FromId(string id, string contentType) =>
        id + Extensions.GetValueOrDefault(contentType.Split(';')[0].Trim(), ".bin");

    /// <summary>The caller's own name without folders, control characters and what file systems refuse; the id's name when nothing is left.</summary>
    public static string FromCaller(string? name, string id, string contentType)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = new string([.. last.Where(character => !char.IsControl(character) && !"\"<>:|?*".Contains(character, StringComparison.Ordinal))]);
        kept = kept.Trim(' ', '.');
        return kept.Length is > 0 and <= MaxLength ? kept : FromId(id, contentType);
    }
}
