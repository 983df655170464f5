using Atelier.Simulators.Http;
using Atelier.Simulators.Stability.Fields;
using Atelier.Simulators.Stability.V2;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V1;

/// <summary>
/// <c>POST /v1/generation/esrgan-v1-x2plus/image-to-image/upscale</c>, retired and kept behind the switch for old engines.
/// </summary>
internal sealed class UpscaleEndpoint(VendorSimulators simulators, StabilityCashier cashier)
{
    private const long MostPixels = 4_194_304;
    private const decimal Price = 0.2m;

    private static readonly FieldRule[] Rules =
    [
        new ImageRule("image", Required: true), new IntegerRule("width", 512, int.MaxValue), new IntegerRule("height", 512, int.MaxValue),
    ];

    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        var engine = (string)context.Request.RouteValues["engine"]!;
        context.SetModel(engine);
        if (engine != V1Engines.Esrgan || !simulators.Options.Stability.LegacyEngines)
        {
            await StabilityErrors.NotFoundAsync(context, $"The specified engine (ID {engine}) was not found.");
            return;
        }

        if (await MultipartGate.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, Rules, context.RequestAborted);
        var asPng = V1Drawing.WantsPng(context);
        if (Problem(form, fields, asPng) is var (name, message))
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, name, message);
            return;
        }

        if (await cashier.ChargeNowAsync(context, caller, Price, prompt: null) is { } finishReason)
        {
            await cashier.WorkAsync(context);
            var request = new V1Request(engine, SizeOf(fields), Samples: 1, Seed: 0, V1Request.StepsIncluded);
            await V1Drawing.AnswerAsync(context, engine, request, fields.Fingerprint(), finishReason, asPng is true);
        }
    }

    private static (string Name, string Message)? Problem(IFormCollection form, RequestFields fields, bool? asPng)
    {
        var unknown = form.Keys.Concat(form.Files.Select(file => file.Name)).FirstOrDefault(name => !Rules.Any(rule => rule.Name == name));
        return fields switch
        {
            _ when unknown is not null => ("bad_request", $"unknown form field: {unknown}"),
            _ when fields.Problems.Count > 0 => ("bad_request", fields.Problems[0]),
            _ when asPng is null => ("bad_request", "accept: must be one of application/json, image/png"),
            _ when fields.Has("width") && fields.Has("height") => ("bad_request", "width, height: only one of them may be given"),
            _ when SizeOf(fields).Pixels > MostPixels => ("invalid_pixel_count", $"the result may have at most {MostPixels} pixels"),
            _ => null,
        };
    }

    /// <summary>Twice the input, unless a side says otherwise.</summary>
    private static PixelSize SizeOf(RequestFields fields)
    {
        var input = fields.Image("image")!.Size;
        var factor = (fields["width"], fields["height"]) switch
        {
            ({ }, _) => (double)fields.Integer("width", 0) / input.Width,
            (_, { }) => (double)fields.Integer("height", 0) / input.Height,
            _ => 2,
        };
        return new PixelSize(Math.Max(1, (int)Math.Round(input.Width * factor)), Math.Max(1, (int)Math.Round(input.Height * factor)));
    }
}
