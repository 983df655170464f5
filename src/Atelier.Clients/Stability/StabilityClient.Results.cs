using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/results</c>: images that were started earlier. Results live 24 hours.</summary>
public sealed partial class StabilityClient
{
    /// <summary><c>GET /v2beta/results/{id}</c>: the image, or null while it is being made.</summary>
    /// <param name="id">The id that the start gave.</param>
    /// <param name="answer">How the image comes back. Default: bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public Task<StabilityMedia?> GetResultAsync(
        string id, StabilityAnswer answer = StabilityAnswer.Bytes, CancellationToken cancellationToken = default) =>
        FetchAsync("results", $"v2beta/results/{Segment(id)}", Png, Accepting(answer, "*/*"), cancellationToken);

    /// <summary><c>GET /v2beta/results/{id}</c>: the open image, never held in memory, or null while it is being made.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public Task<StabilityOpenMedia?> OpenResultAsync(string id, CancellationToken cancellationToken = default) =>
        OpenAsync("results", $"v2beta/results/{Segment(id)}", "image", "*/*", cancellationToken);

    /// <summary>Asks for an image until it is there.</summary>
    /// <param name="id">The id that the start gave.</param>
    /// <param name="maxWait">Longest wait, from now.</param>
    /// <param name="pollInterval">Time between two questions; never less than <see cref="ShortestPollInterval"/>.</param>
    /// <param name="answer">How the image comes back. Default: bytes.</param>
    /// <param name="cancellationToken">Ends the wait; the vendor's work goes on.</param>
    /// <exception cref="VendorTimeoutException">The image was not there after <paramref name="maxWait"/>.</exception>
    public Task<StabilityMedia> WaitForResultAsync(
        string id,
        TimeSpan maxWait,
        TimeSpan pollInterval = default,
        StabilityAnswer answer = StabilityAnswer.Bytes,
        CancellationToken cancellationToken = default) =>
        PollAsync("results", token => GetResultAsync(id, answer, token), maxWait, pollInterval, cancellationToken);
}
