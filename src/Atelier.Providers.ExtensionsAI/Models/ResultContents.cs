using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>What a provider made, as contents of an answer.</summary>
internal static class ResultContents
{
    private const string AnyType = "application/octet-stream";

    /// <summary>Reads every media item whole.</summary>
    /// <exception cref="ProviderFailureException">There is none, or one cannot be read.</exception>
    public static async Task<IList<AIContent>> ReadAsync(ProviderResult result, CancellationToken cancellationToken)
    {
        var contents = new List<AIContent>();
        foreach (var media in RequireSome(result))
        {
            contents.Add(new DataContent(await ReadAsync(media, cancellationToken).ConfigureAwait(false), media.ContentType ?? AnyType)
            {
                Name = media.FileName,
            });
        }

        return contents;
    }

    /// <summary>Reads one media item whole.</summary>
    /// <exception cref="ProviderFailureException">It cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(MediaSource media, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await media.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var buffer = new MemoryStream();
                await stream.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
                return buffer.ToArray();
            }
        }
        catch (MediaUnavailableException e)
        {
            throw new ProviderFailureException(e.Failure, e);
        }
    }

    /// <summary>The media of a result that has some.</summary>
    /// <exception cref="ProviderFailureException">The vendor succeeded with nothing.</exception>
    public static IReadOnlyList<MediaSource> RequireSome(ProviderResult result) => result.Media.Count > 0
        ? result.Media
        : throw new ProviderFailureException(
            new ProviderFailure(ProviderFailureKind.ContentRefused, "The vendor succeeded without a result; it withheld the content."));

    public static UsageDetails? Usage(ProviderUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokens,
        OutputTokenCount = usage.OutputTokens,
        TotalTokenCount = usage is { InputTokens: { } read, OutputTokens: { } written } ? read + written : null,
    };
}
