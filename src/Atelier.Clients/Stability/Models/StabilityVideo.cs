using System.Globalization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>A finished video, open for reading. Dispose it.</summary>
public sealed class StabilityVideo : IAsyncDisposable
{
    internal StabilityVideo(VendorStream stream)
    {
        Media = stream;
        FinishReason = stream.Headers["finish-reason"];
        Seed = SeedOf(stream.Headers);
    }

    /// <summary>The open video.</summary>
    public VendorStream Media { get; }

    /// <summary>One of <see cref="StabilityFinishReason"/>, or a newer word; null when the vendor gave none.</summary>
    public string? FinishReason { get; }

    /// <summary>The seed that was used.</summary>
    public long? Seed { get; }

    /// <summary>Closes the video.</summary>
    public ValueTask DisposeAsync() => Media.DisposeAsync();

    // A number above Int32, as text.
    internal static long? SeedOf(VendorHeaders headers) =>
        long.TryParse(headers["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
