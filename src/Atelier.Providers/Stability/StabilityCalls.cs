using Atelier.Clients.Stability;

namespace Atelier.Providers.Stability;

/// <summary>Which of the client's methods a submission takes, and what came of it.</summary>
/// <param name="client">Speaks the vendor's HTTP.</param>
/// <param name="policy">How often it may be sent when its fate is unclear.</param>
internal sealed class StabilityCalls(StabilityClient client, Clients.Http.SubmitPolicy policy)
{
    /// <summary>The results that came with the answer, or the id to ask with.</summary>
    public sealed record Answer(IReadOnlyList<StabilityMedia> Media, string? TaskId = null);

    public Task<Answer> SubmitAsync(StabilitySubmission submission, CancellationToken token) => submission switch
    {
        StabilitySubmission.TextToImage v1 => Several(client.TextToImageAsync(v1.EngineId, v1.Request, policy, token)),
        StabilitySubmission.ImageToImage { Request: StabilityMaskingRequest masking } v1 =>
            Several(client.MaskingAsync(v1.EngineId, masking, policy, token)),
        StabilitySubmission.ImageToImage { Request: StabilityImageToImageRequest image } v1 =>
            Several(client.ImageToImageAsync(v1.EngineId, image, policy, token)),
        StabilitySubmission.Upscale v1 => Several(client.UpscaleAsync(v1.Request, v1.EngineId, policy, token)),
        StabilitySubmission.Core core => One(client.GenerateCoreAsync(core.Request, policy, token)),
        StabilitySubmission.Ultra ultra => One(client.GenerateUltraAsync(ultra.Request, policy, token)),
        StabilitySubmission.Sd3 sd3 => One(client.GenerateSd3Async(sd3.Request, policy, token)),
        StabilitySubmission.Edit edit => EditAsync(edit, token),
        StabilitySubmission.Mesh { Request: StabilityFast3DRequest fast } => One(client.StableFast3DAsync(fast, policy, token)),
        StabilitySubmission.Mesh { Request: StabilityPointAware3DRequest aware } =>
            One(client.StablePointAware3DAsync(aware, policy, token)),
        StabilitySubmission.Audio audio => AudioAsync(audio.Request, token),
        StabilitySubmission.ImageToVideo video => Later(client.ImageToVideoAsync(video.Request, policy, token)),
        _ => throw new InvalidOperationException($"{submission} has no call."),
    };

    private Task<Answer> EditAsync(StabilitySubmission.Edit edit, CancellationToken token) => (edit.Request, edit.Route) switch
    {
        (StabilityEraseRequest request, _) => One(client.EraseAsync(request, policy, token)),
        (StabilityInpaintRequest request, _) => One(client.InpaintAsync(request, policy, token)),
        (StabilityOutpaintRequest request, _) => One(client.OutpaintAsync(request, policy, token)),
        (StabilitySearchAndReplaceRequest request, _) => One(client.SearchAndReplaceAsync(request, policy, token)),
        (StabilitySearchAndRecolorRequest request, _) => One(client.SearchAndRecolorAsync(request, policy, token)),
        (StabilityRemoveBackgroundRequest request, _) => One(client.RemoveBackgroundAsync(request, policy, token)),
        (StabilityRelightRequest request, _) => Later(client.ReplaceBackgroundAndRelightAsync(request, policy, token)),
        (StabilityFastUpscaleRequest request, _) => One(client.UpscaleFastAsync(request, policy, token)),
        (StabilityConservativeUpscaleRequest request, _) => One(client.UpscaleConservativeAsync(request, policy, token)),
        (StabilityCreativeUpscaleRequest request, _) => Later(client.UpscaleCreativeAsync(request, policy, token)),
        (StabilityControlRequest request, StabilityRoute.ControlSketch) => One(client.ControlSketchAsync(request, policy, token)),
        (StabilityControlRequest request, _) => One(client.ControlStructureAsync(request, policy, token)),
        (StabilityStyleRequest request, _) => One(client.ControlStyleAsync(request, policy, token)),
        (StabilityStyleTransferRequest request, _) => One(client.ControlStyleTransferAsync(request, policy, token)),
        _ => throw new InvalidOperationException($"{edit.Route} has no call."),
    };

    // The derived requests come before those they derive from.
    private Task<Answer> AudioAsync(StabilityAudioRequest audio, CancellationToken token) => audio switch
    {
        StabilityAudioToAudioRequest request => One(client.AudioToAudioAsync(request, policy, token)),
        StabilityAudioInpaintRequest request => One(client.AudioInpaintAsync(request, policy, token)),
        StabilityTextToAudioRequest request => One(client.TextToAudioAsync(request, policy, token)),
        StabilityAudio3ToAudioRequest request => Later(client.AudioToAudio3Async(request, policy, token)),
        StabilityAudio3InpaintRequest request => Later(client.AudioInpaint3Async(request, policy, token)),
        StabilityAudio3Request request => Later(client.TextToAudio3Async(request, policy, token)),
        _ => throw new InvalidOperationException($"{audio.GetType().Name} has no call."),
    };

    private static async Task<Answer> Several(Task<IReadOnlyList<StabilityMedia>> call) => new(await call);

    private static async Task<Answer> One(Task<StabilityMedia> call) => new([await call]);

    private static async Task<Answer> Later(Task<string> call) => new([], await call);
}
