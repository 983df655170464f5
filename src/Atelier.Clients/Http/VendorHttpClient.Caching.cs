using System.Text.Json.Serialization.Metadata;
using ZiggyCreatures.Caching.Fusion;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private long _cacheHits;
    private long _cacheMisses;

    /// <summary>
    /// Gets JSON that may be a little old: lists of models, balances. Callers at the same time share one request; faults are not kept. Not
    /// for anything that decides whether something is bought.
    /// </summary>
    /// <param name="operation">The vendor's word for the call.</param>
    /// <param name="path">Path below the base URL.</param>
    /// <param name="type">The type of the answer; treat it as immutable, all callers get the same.</param>
    /// <param name="keep">How long the answer may be handed out again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    protected async Task<T> GetCachedJsonAsync<T>(
        string operation, string path, JsonTypeInfo<T> type, TimeSpan keep, CancellationToken cancellationToken)
    {
        if (_cache is null)
        {
            return await GetJsonAsync(operation, path, type, cancellationToken).ConfigureAwait(false);
        }

        var asked = false;
        var result = await _cache.GetOrSetAsync<T>(
            path,
            async (_, token) =>
            {
                asked = true;
                return await GetJsonAsync(operation, path, type, token).ConfigureAwait(false);
            },
            new FusionCacheEntryOptions(keep),
            token: cancellationToken).ConfigureAwait(false);
        _ = asked ? Interlocked.Increment(ref _cacheMisses) : Interlocked.Increment(ref _cacheHits);
        VendorMetrics.Cached(Vendor, operation, hit: !asked);
        return result;
    }
}
