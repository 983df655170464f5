using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/image-to-video</c>, which the vendor withdrew on 2025-07-24. Results live 24 hours.</summary>
public sealed partial class StabilityClient
{
    /// <summary>
    /// <c>POST /v2beta/image-to-video</c>: starts a video and gives its id. The vendor withdrew this service on 2025-07-24.
    /// </summary>
    /// <param name="request">The first frame and its motion.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<string> ImageToVideoAsync(
        StabilityImageToVideoRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("image-to-video", "v2beta/image-to-video", request, submitPolicy, cancellationToken);

    /// <summary><c>GET /v2beta/image-to-video/result/{id}</c>: the open video, or null while it is being made.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public Task<StabilityOpenMedia?> GetImageToVideoResultAsync(string id, CancellationToken cancellationToken = default) =>
        OpenAsync("image-to-video/result", $"v2beta/image-to-video/result/{Segment(id)}", "video", "video/*", cancellationToken);

    /// <summary>The same held in memory, as bytes or as JSON.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public Task<StabilityMedia?> ReadImageToVideoResultAsync(
        string id, StabilityAnswer answer = StabilityAnswer.Bytes, CancellationToken cancellationToken = default) =>
        FetchAsync("image-to-video/result", $"v2beta/image-to-video/result/{Segment(id)}", "video/mp4", Accepting(answer, "video/*"),
            cancellationToken);

    /// <summary>Asks for a video until it is there.</summary>
    /// <param name="id">The id that <see cref="ImageToVideoAsync"/> gave.</param>
    /// <param name="maxWait">Longest wait, from now.</param>
    /// <param name="pollInterval">Time between two questions; never less than <see cref="ShortestPollInterval"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the vendor's work goes on.</param>
    /// <exception cref="VendorTimeoutException">The video was not there after <paramref name="maxWait"/>.</exception>
    public Task<StabilityOpenMedia> WaitForImageToVideoAsync(
        string id, TimeSpan maxWait, TimeSpan pollInterval = default, CancellationToken cancellationToken = default) =>
        PollAsync("image-to-video/result", token => GetImageToVideoResultAsync(id, token), maxWait, pollInterval, cancellationToken);
}
