using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>Contents of a request as media for a provider.</summary>
internal static class InputContents
{
    /// <exception cref="ArgumentException">A content is neither bytes nor a data URI.</exception>
    public static IReadOnlyList<MediaSource> Pictures(IEnumerable<AIContent> contents) => [.. contents.Select(Picture)];

    private static BytesMediaSource Picture(AIContent content) => content is DataContent data
        ? new BytesMediaSource(data.Data) { ContentType = data.MediaType, Length = data.Data.Length, FileName = data.Name }
        : throw new ArgumentException(
            $"Original images must be given as {nameof(DataContent)}, but one is a {content.GetType().Name}. Load it first; nothing is fetched here.",
            nameof(content));
}
