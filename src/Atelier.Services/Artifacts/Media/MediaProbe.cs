namespace Atelier.Services.Artifacts.Media;

/// <summary>Reads the facts of a file from its headers, without decoding it. Never throws for what the file holds.</summary>
internal static class MediaProbe
{
    public static async ValueTask<MediaFacts> ReadAsync(string contentType, MediaBytes bytes, CancellationToken cancellationToken) => contentType switch
    {
        "image/png" => await PngProbe.ReadAsync(bytes, cancellationToken),
        "image/jpeg" => await JpegProbe.ReadAsync(bytes, cancellationToken),
        "image/webp" => WebpProbe.Read(bytes),
        "image/gif" => GifProbe.Read(bytes),
        "video/mp4" or "video/quicktime" or "audio/mp4" => await Mp4Probe.ReadAsync(bytes, cancellationToken),
        "video/webm" or "audio/webm" or "video/x-matroska" => WebmProbe.Read(bytes),
        "audio/wav" => await WavProbe.ReadAsync(bytes, cancellationToken),
        "audio/mpeg" => await Mp3Probe.ReadAsync(bytes, cancellationToken),
        "audio/flac" => FlacProbe.Read(bytes),
        "audio/ogg" => OggProbe.Read(bytes),
        "model/gltf-binary" => GlbProbe.Read(bytes),
        _ => default,
    };
}
