using System.Globalization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>A finished result, open for reading and never held in memory. Dispose it.</summary>
public sealed class StabilityOpenMedia : IAsyncDisposable
{
    internal StabilityOpenMedia(VendorStream stream)
    {
        Media = stream;
        FinishReason = stream.Headers["finish-reason"];
        Seed = SeedOf(stream.Headers);
    }

    /// <summary>The open video, picture or recording.</summary>
    public VendorStream Media { get; }

    /// <summary>One of <see cref="StabilityFinishReason"/>, or a newer word; null when the vendor gave none.</summary>
    public string? FinishReason { get; }

    /// <summary>The seed that was used.</summary>
    public long? Seed { get; }

    /// <summary>Closes the result.</summary>
    public ValueTask DisposeAsync() => Media.DisposeAsync();

    // A number above Int32, as text.
    internal static long? SeedOf(VendorHeaders headers) =>
        long.TryParse(headers["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
