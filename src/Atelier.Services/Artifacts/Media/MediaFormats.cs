namespace Atelier.Services.Artifacts.Media;

/// <summary>Media types and the file extensions we give them.</summary>
internal static class MediaFormats
{
    public const string Unknown = "application/octet-stream";

    private static readonly string[] Classes = ["image", "video", "audio", "text", "application", "model"];
    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.+-");

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["image/png"] = "png",
        ["image/jpeg"] = "jpg",
        ["image/webp"] = "webp",
        ["image/gif"] = "gif",
        ["image/avif"] = "avif",
        ["image/heic"] = "heic",
        ["video/mp4"] = "mp4",
        ["video/quicktime"] = "mov",
        ["video/webm"] = "webm",
        ["video/x-matroska"] = "mkv",
        ["audio/mpeg"] = "mp3",
        ["audio/wav"] = "wav",
        ["audio/flac"] = "flac",
        ["audio/ogg"] = "ogg",
        ["audio/opus"] = "opus",
        ["audio/aac"] = "aac",
        ["audio/mp4"] = "m4a",
        ["audio/webm"] = "weba",
        ["audio/pcm"] = "pcm",
        ["model/gltf-binary"] = "glb",
        ["application/json"] = "json",
        ["application/zip"] = "zip",
        ["application/gzip"] = "gz",
        ["application/pdf"] = "pdf",
        ["application/x-subrip"] = "srt",
        ["text/srt"] = "srt",
        ["text/vtt"] = "vtt",
        ["text/plain"] = "txt",
    };

    /// <summary>The types taken as uploads.</summary>
    public static IReadOnlySet<string> Uploadable { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "image/png", "image/jpeg", "image/webp", "video/mp4", "video/quicktime", "video/webm", "audio/mpeg", "audio/wav", "audio/flac", "audio/ogg",
        "audio/mp4", "audio/webm",
    };

    /// <summary>What <see cref="Uploadable"/> says, for people.</summary>
    public const string UploadableNames = "PNG, JPEG and WebP pictures; MP4, MOV and WebM videos; MP3, WAV, FLAC, OGG, M4A and WebM recordings";

    public static string ExtensionOf(string contentType) => Extensions.GetValueOrDefault(contentType, "bin");

    /// <summary>The part before the slash.</summary>
    public static string ClassOf(string contentType) => contentType[..contentType.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>A type as a vendor declares it, without parameters; <see langword="null"/> when it is none.</summary>
    public static string? Clean(string? declared)
    {
        var type = declared?.Split(';')[0].Trim().ToLowerInvariant();
        var slash = type?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && Classes.Contains(type![..slash]) && IsName(type.AsSpan(slash + 1)) ? type : null;
    }

    /// <summary>The type of a result: its bytes decide, except between kinds of text, where only the vendor knows which it is.</summary>
    public static string Decide(string? sniffed, string? declared)
    {
        var clean = Clean(declared);
        return sniffed switch
        {
            null => clean ?? Unknown,
            "text/plain" or "application/json" when clean is not null && IsText(clean) => clean,
            _ => sniffed,
        };
    }

    private static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= 100 && name.IndexOfAnyExcept(NameCharacters) < 0;

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/x-subrip";
}
