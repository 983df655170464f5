using System.Text.Json.Serialization.Metadata;
using ZiggyCreatures.Caching.Fusion;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private long _cacheHits;
    private long _cacheMisses;

    /// <summary>Gets JSON that may be a little old, as <see cref="VendorRequest.CacheFor"/> says; never what decides whether something is bought.</summary>
    /// <param name="operation">The vendor's word for the call.</param>
    /// <param name="path">Path below the base URL.</param>
    /// <param name="type">The type of the answer.</param>
    /// <param name="keep">How long the answer may be handed out again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    protected Task<T> GetCachedJsonAsync<T>(
        string operation, string path, JsonTypeInfo<T> type, TimeSpan keep, CancellationToken cancellationToken) =>
        SendJsonAsync(new VendorRequest { Operation = operation, Path = path, CacheFor = keep }, type, cancellationToken);

    private string CacheKey(VendorRequest request, VendorApiKey? key) =>
        $"atelier:{Vendor}:{_options.Account}:{key?.Id}:{request.Accept}:{string.Join('|', request.Headers)}:{BuildUri(request).AbsoluteUri}";

    /// <summary>
    /// Answers from the cache, or asks once for all who ask at the same time. A fault is told to the one who asked; of those who waited, the next asks.
    /// </summary>
    private async Task<VendorAnswer> SendCachedAsync(IFusionCache cache, VendorRequest request, CancellationToken cancellationToken)
    {
        // The bytes are kept, not what is read from them: nobody can change what the next one gets.
        var key = _keys.Choose(VendorKeyScope.Wanted, []);
        var asked = false;
        var answer = await cache.GetOrSetAsync<VendorAnswer>(
            CacheKey(request, key),
            async (_, token) =>
            {
                asked = true;
                using var scope = VendorKeyScope.Begin(key?.Id);
                return await ExecuteAsync(request, _readAnswer, token).ConfigureAwait(false);
            },
            new FusionCacheEntryOptions(request.CacheFor!.Value) { SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true },
            token: cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref asked ? ref _cacheMisses : ref _cacheHits);
        VendorMetrics.Cached(Vendor, request.Operation, hit: !asked);
        return answer;
    }
}
