namespace Atelier.Testing.Memory;

/// <summary>
/// How much live memory grows while a large stream moves. Garbage is collected before each look, so that neither the stream's own short-lived
/// buffers nor the litter of tests running beside it count; what is really held does.
/// </summary>
public sealed class LiveMemory
{
    private const long LookEvery = 16_000_000;

    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private long _next;

    /// <summary>Most growth seen, in bytes.</summary>
    public long MostGrowth { get; private set; }

    /// <summary>Looks, when the stream has moved on far enough since the last look.</summary>
    public void At(long position)
    {
        if (position >= _next)
        {
            _next = position + LookEvery;
            MostGrowth = Math.Max(MostGrowth, GC.GetTotalMemory(forceFullCollection: true) - _before);
        }
    }
}
