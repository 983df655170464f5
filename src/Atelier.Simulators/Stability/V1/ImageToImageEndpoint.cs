using Atelier.Simulators.Http;
using Atelier.Simulators.Stability.Fields;
using Atelier.Simulators.Stability.V2;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V1;

/// <summary>
/// <c>POST /v1/generation/{engine_id}/image-to-image</c> and, with a mask, <c>.../masking</c>. Unlike v2beta it refuses unknown fields.
/// </summary>
internal sealed class ImageToImageEndpoint(VendorSimulators simulators, StabilityCashier cashier, bool masking)
{
    private const string FromAlpha = "INIT_IMAGE_ALPHA";

    private static readonly FieldRule[] Common =
    [
        new ImageRule("init_image", Required: true),
        new NumberRule("cfg_scale", 0, 35),
        new ChoiceRule("clip_guidance_preset", V1Request.GuidancePresets),
        new ChoiceRule("sampler", V1Request.Samplers),
        new IntegerRule("samples", 1, 10),
        new IntegerRule("seed", 0, V1Request.MaxSeed),
        new IntegerRule("steps", 10, 150),
        CommonFields.StylePreset,
        new TextRule("extras"),
    ];

    private static readonly FieldRule[] Strength =
    [
        new ChoiceRule("init_image_mode", ["IMAGE_STRENGTH", "STEP_SCHEDULE"]),
        new NumberRule("image_strength", 0, 1),
        new NumberRule("step_schedule_start", 0, 1),
        new NumberRule("step_schedule_end", 0, 1),
    ];

    private static readonly FieldRule[] Masks =
    [
        new ChoiceRule("mask_source", ["MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", FromAlpha], Required: true),
        new ImageRule("mask_image"),
    ];

    private readonly FieldRule[] _rules = [.. Common, .. masking ? Masks : Strength];

    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        var engine = (string)context.Request.RouteValues["engine"]!;
        context.SetModel(engine);
        if (!simulators.Options.Stability.Serves(engine))
        {
            await StabilityErrors.NotFoundAsync(context, $"The specified engine (ID {engine}) was not found.");
            return;
        }

        if (await MultipartGate.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, _rules, context.RequestAborted);
        var (prompt, promptProblem) = FlattenedPrompts.Read(form);
        var asPng = V1Drawing.WantsPng(context);
        if ((Unknown(form) ?? First(fields, promptProblem) ?? Conflict(fields, engine, asPng)) is var (name, message))
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, name, message);
            return;
        }

        var request = new V1Request(
            prompt,
            fields.Image("init_image")!.Size,
            (int)fields.Integer("samples", 1),
            fields.Integer("seed", 0),
            (int)fields.Integer("steps", V1Request.StepsIncluded));
        if (await cashier.ChargeNowAsync(context, caller, request.Price, prompt) is { } finishReason)
        {
            await cashier.WorkAsync(context);
            await V1Drawing.AnswerAsync(context, engine, request, $"{prompt}\n{fields.Fingerprint()}", finishReason, asPng is true);
        }
    }

    private (string Name, string Message)? Unknown(IFormCollection form)
    {
        var unknown = form.Keys.Where(name => !FlattenedPrompts.IsPrompt(name))
            .Concat(form.Files.Select(file => file.Name))
            .FirstOrDefault(name => !_rules.Any(rule => rule.Name == name));
        return unknown is null ? null : ("bad_request", $"unknown form field: {unknown}");
    }

    private static (string Name, string Message)? First(RequestFields fields, string? promptProblem) =>
        (fields.Problems.Count > 0 ? fields.Problems[0] : promptProblem) is { } problem ? ("bad_request", problem) : null;

    private (string Name, string Message)? Conflict(RequestFields fields, string engine, bool? asPng)
    {
        var size = fields.Image("init_image")!.Size;
        return this switch
        {
            _ when asPng is null => ("bad_request", "accept: must be one of application/json, image/png"),
            _ when engine == V1Engines.Sdxl && !V1Engines.SdxlSizes.Contains(size) =>
                ("invalid_sdxl_v1_dimensions", V1Request.WrongPair(size)),
            _ when asPng is true && fields.Integer("samples", 1) > 1 => ("invalid_samples", "samples: must be 1 when accept is image/png"),
            _ when masking && fields["mask_source"] != FromAlpha && !fields.Has("mask_image") =>
                ("invalid_mask_image", $"mask_image: is required unless mask_source is {FromAlpha}"),
            _ when fields.Image("mask_image") is { } mask && mask.Size != size =>
                ("invalid_image_dimensions", $"mask_image: must have the size of init_image, {size}, but we received {mask.Size}"),
            _ => null,
        };
    }
}
