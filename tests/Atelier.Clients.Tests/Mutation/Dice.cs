namespace Atelier.Clients.Tests.Mutation;

/// <summary>Repeatable chance (SplitMix64): the same seed gives the same run on every machine.</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 to below <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    public T OneOf<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
