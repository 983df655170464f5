using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    private int _interpolateLogged;

    /// <summary>Starts a video: <c>image_to_video</c> when there is an image, otherwise <c>text_to_video</c>.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RunwayCreated> CreateGenerationAsync(
        RunwayGenerationRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Interpolate is not null && Interlocked.Exchange(ref _interpolateLogged, 1) == 0)
        {
            LogInterpolateIgnored(Vendor);
        }

        var video = request.ToVideoRequest();
        return video.PromptImage is null
            ? TextToVideoAsync(video, submitPolicy, cancellationToken)
            : ImageToVideoAsync(video, submitPolicy, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "{Vendor}: 'interpolate' has no equivalent in the vendor's API and is not sent")]
    private partial void LogInterpolateIgnored(string vendor);
}
