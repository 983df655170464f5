using Atelier.Clients.Stability;

namespace Atelier.Providers.Stability;

/// <summary>A request in the vendor's words: one case for each service.</summary>
internal abstract record StabilitySubmission
{
    private StabilitySubmission()
    {
    }

    public sealed record TextToImage(string EngineId, StabilityTextToImageRequest Request) : StabilitySubmission;

    public sealed record Core(StabilityCoreRequest Request) : StabilitySubmission;

    public sealed record Ultra(StabilityUltraRequest Request) : StabilitySubmission;

    public sealed record Sd3(StabilitySd3Request Request) : StabilitySubmission;

    public sealed record ImageToVideo(StabilityImageToVideoRequest Request) : StabilitySubmission;
}
