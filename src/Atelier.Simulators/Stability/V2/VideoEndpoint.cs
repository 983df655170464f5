using Atelier.Simulators.Http;
using Atelier.Simulators.Stability.Fields;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Image to video, withdrawn by the vendor in July 2025 and kept here behind a switch.</summary>
internal sealed class VideoEndpoint(VendorSimulators simulators, StabilityCashier cashier, StabilityTasks tasks)
{
    private const string Model = "image-to-video";
    private const decimal Price = 20m;

    private static readonly FieldRule[] Fields =
    [
        new ImageRule("image", Required: true) { Formats = ["jpeg", "png"], Sizes = [new(1024, 576), new(576, 1024), new(768, 768)] },
        CommonFields.Seed,
        new NumberRule("cfg_scale", 0, 10),
        new IntegerRule("motion_bucket_id", 1, 255),
    ];

    public async Task StartAsync(HttpContext context, StabilityCaller caller)
    {
        if (!simulators.Options.Stability.LegacyVideo)
        {
            await WithdrawnAsync(context);
            return;
        }

        if (await MultipartGate.EnterAsync(context, "video") is not var (form, _))
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, Fields, context.RequestAborted);
        if (fields.Problems.Count > 0)
        {
            await MultipartGate.BadRequestAsync(context, fields.Problems);
            return;
        }

        context.SetModel(Model);
        if (await cashier.ChargeTaskAsync(context, caller, Price, prompt: null) is { } finishReason)
        {
            await tasks.StartAsync(context, caller, Model, Describe(fields, finishReason));
        }
    }

    public Task ResultAsync(HttpContext context, StabilityCaller caller) =>
        simulators.Options.Stability.LegacyVideo ? tasks.FetchAsync(context, caller, "video", "video") : WithdrawnAsync(context);

    private static TaskResult Describe(RequestFields fields, string finishReason)
    {
        var seed = fields.Integer("seed", 0);
        seed = seed == 0 ? SimulatorSeed.Choose(CommonFields.MaxSeed) : seed;
        var size = fields.Image("image")!.Size;
        return new TaskResult
        {
            Width = size.Width,
            Height = size.Height,
            Seed = seed,
            DrawingSeed = TaskResult.DrawingSeedOf(Model, seed, fields.Fingerprint()),
            Prompt = Model,
            Caption = "stability stable video",
            IsVideo = true,
            FinishReason = finishReason,
        };
    }

    private static Task WithdrawnAsync(HttpContext context) =>
        StabilityErrors.NotFoundAsync(context, "path: this endpoint has been discontinued.");
}
