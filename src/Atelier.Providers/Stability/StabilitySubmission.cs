using Atelier.Clients.Stability;

namespace Atelier.Providers.Stability;

/// <summary>A request in the vendor's words: one case for each family of services.</summary>
internal abstract record StabilitySubmission
{
    private StabilitySubmission()
    {
    }

    public sealed record TextToImage(string EngineId, StabilityTextToImageRequest Request) : StabilitySubmission;

    /// <summary>v1 with an image; a mask makes it the masking service.</summary>
    public sealed record ImageToImage(string EngineId, StabilityV1ImageRequest Request) : StabilitySubmission;

    public sealed record Upscale(string EngineId, StabilityUpscaleRequest Request) : StabilitySubmission;

    public sealed record Core(StabilityCoreRequest Request) : StabilitySubmission;

    public sealed record Ultra(StabilityUltraRequest Request) : StabilitySubmission;

    public sealed record Sd3(StabilitySd3Request Request) : StabilitySubmission;

    /// <summary>Edit, upscale and control, told apart by the route and the request's type.</summary>
    public sealed record Edit(StabilityRoute Route, StabilityImageRequest Request) : StabilitySubmission;

    public sealed record Mesh(Stability3DRequest Request) : StabilitySubmission;

    public sealed record Audio(StabilityAudioRequest Request) : StabilitySubmission;

    public sealed record ImageToVideo(StabilityImageToVideoRequest Request) : StabilitySubmission;
}
