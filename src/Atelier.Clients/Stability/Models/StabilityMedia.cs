namespace Atelier.Clients.Stability;

/// <summary>A picture, recording, video or mesh that the vendor made, held in memory.</summary>
/// <param name="Content">The vendor's bytes, unchanged; may be empty when <paramref name="FinishReason"/> is <c>ERROR</c>.</param>
/// <param name="ContentType">Media type, such as <c>image/png</c>, <c>audio/mpeg</c> or <c>model/gltf-binary</c>.</param>
/// <param name="FinishReason">One of <see cref="StabilityFinishReason"/>, or a newer word; null when the vendor gave none.</param>
/// <param name="Seed">The seed that was used.</param>
public sealed record StabilityMedia(ReadOnlyMemory<byte> Content, string ContentType, string? FinishReason, long? Seed)
{
    /// <summary>The vendor's id of the request, when it gave one.</summary>
    public string? RequestId { get; init; }
}

/// <summary>The known finish reasons.</summary>
public static class StabilityFinishReason
{
    /// <summary>The result is as asked.</summary>
    public const string Success = "SUCCESS";

    /// <summary>The vendor's moderation blurred the image or some frames.</summary>
    public const string ContentFiltered = "CONTENT_FILTERED";

    /// <summary>This image could not be made (v1).</summary>
    public const string Error = "ERROR";
}
