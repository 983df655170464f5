using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Generations that failed when their caller could only be cut off. The repetition that SDKs then send is told the failure instead of being
/// tried anew. Kept in memory: after a restart, or on another node, it is tried anew, which costs nothing twice, for what failed was given back.
/// </summary>
internal sealed class UntoldFailures(IOptions<OpenAiOptions> options) : IDisposable
{
    private const int Most = 100_000;
    private readonly MemoryCache _ids = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Somebody was cut off instead of being told.</summary>
    public void Add(string generationId)
    {
        if (options.Value.RepeatWindow > TimeSpan.Zero)
        {
            _ids.Set(generationId, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Value.RepeatWindow });
        }
    }

    /// <summary>Whether its failure is still to be told; told by whoever asks this first.</summary>
    public bool Take(string generationId)
    {
        if (!_ids.TryGetValue(generationId, out _))
        {
            return false;
        }

        _ids.Remove(generationId);
        return true;
    }

    public void Dispose() => _ids.Dispose();
}
