namespace Atelier.Providers;

/// <summary>What a vendor made.</summary>
/// <param name="Media">The media in the vendor's order. Empty means "succeeded with nothing", which the service treats as refused content.</param>
public sealed record ProviderResult(IReadOnlyList<MediaSource> Media) : IAsyncDisposable
{
    /// <summary>What was used, for models priced by use; <see langword="null"/> when the vendor did not say.</summary>
    public ProviderUsage? Usage { get; init; }

    /// <summary>What the vendor says it charged, in micro-USD; <see langword="null"/> when it does not say.</summary>
    public long? VendorCostMicroUsd { get; init; }

    /// <summary>Facts worth keeping beside the result, for example <c>seed</c> or <c>revised_prompt</c>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var media in Media)
        {
            await media.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>What a vendor says was used. Each value is <see langword="null"/> when it does not apply or was not told.</summary>
public sealed record ProviderUsage
{
    /// <summary>Tokens read.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Seconds of media read or made.</summary>
    public double? Seconds { get; init; }

    /// <summary>Characters read.</summary>
    public long? Characters { get; init; }
}
