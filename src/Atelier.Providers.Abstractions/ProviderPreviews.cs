namespace Atelier.Providers;

/// <summary>
/// Where a provider shows what it has of a result while the vendor still works: unfinished pictures, or the next words of a transcript in UTF-8.
/// Only for looking at; the outcome holds the whole result all the same. A provider whose vendor shows nothing leaves it alone.
/// </summary>
/// <param name="most">How many pieces are wanted, where the vendor lets one say so.</param>
/// <param name="show">Takes a piece, which must not change afterwards.</param>
public sealed class ProviderPreviews(int most, Action<ReadOnlyMemory<byte>> show)
{
    /// <summary>How many pieces are wanted, where the vendor lets one say so.</summary>
    public int Most { get; } = most;

    /// <summary>Shows a piece.</summary>
    public void Show(ReadOnlyMemory<byte> piece) => show(piece);
}
