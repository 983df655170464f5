using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>Answers of plugged clients as results of a provider.</summary>
internal static class PluggedResults
{
    /// <param name="media">What was made.</param>
    /// <param name="usage">What the client says was used.</param>
    /// <param name="seconds">Length of the recording, when the client says it.</param>
    public static SubmitOutcome Completed(IEnumerable<MediaSource> media, UsageDetails? usage, double? seconds = null) =>
        new SubmitOutcome.Completed(new ProviderResult([.. media])
        {
            Usage = usage is null && seconds is null ? null : new ProviderUsage
            {
                InputTokens = usage?.InputTokenCount,
                OutputTokens = usage?.OutputTokenCount,
                Seconds = seconds,
            },
        });

    /// <summary>The media among the contents of an answer; texts and usage are not media.</summary>
    /// <exception cref="NotSupportedException">A content lies at an address instead of being there.</exception>
    public static IEnumerable<MediaSource> Media(IEnumerable<AIContent> contents) => contents.SelectMany(content => content switch
    {
        DataContent data => [InMemory(data.Data, data.MediaType, data.Name)],
        UriContent => throw new NotSupportedException("it answered with an address; set the client up to answer with data."),
        _ => Array.Empty<MediaSource>(),
    });

    public static BytesMediaSource InMemory(ReadOnlyMemory<byte> bytes, string? contentType, string? fileName) =>
        new(bytes) { ContentType = contentType, Length = bytes.Length, FileName = fileName };

    /// <summary>The first media item under a name, read whole.</summary>
    /// <exception cref="PluggedInputException">There is none.</exception>
    public static async Task<MemoryStream> ReadAsync(ProviderRequest request, string name, CancellationToken cancellationToken)
    {
        var media = request.FirstMedia(name) ?? throw new PluggedInputException(name, $"'{name}' is required.");
        return await ReadAsync(media, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<MemoryStream> ReadAsync(MediaSource media, CancellationToken cancellationToken)
    {
        var stream = await media.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var copy = new MemoryStream();
            await stream.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            return copy;
        }
    }
}
