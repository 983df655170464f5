using Atelier.Services;
using Atelier.Services.Artifacts;

namespace Atelier.Api.Content;

/// <summary>A stored object as it is served: what its headers need, and how to open it.</summary>
/// <param name="ContentType">Its media type, as read from its bytes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex; also its entity tag.</param>
/// <param name="FileName">A safe name with an extension that fits.</param>
/// <param name="WrittenAt">When it was stored.</param>
/// <param name="OpenAsync">Opens it or a part of it.</param>
internal sealed record StoredFile(
    string ContentType,
    long Bytes,
    string Sha256,
    string FileName,
    DateTimeOffset WrittenAt,
    Func<ByteRange?, CancellationToken, Task<Result<StoredContent>>> OpenAsync);
