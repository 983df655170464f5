using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Atelier.Simulators.Stability.Fields;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Serves one row of the table of picture operations.</summary>
internal sealed class ImageEndpoint(ImageOperation operation, StabilityCashier cashier, StabilityTasks tasks)
{
    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        if (await MultipartGate.EnterAsync(context, "image") is not var (form, asJson))
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, operation.Fields, context.RequestAborted);
        if (fields.Problems.Count == 0)
        {
            fields.AddProblems(operation.Rules(fields));
        }

        if (fields.Problems.Count > 0)
        {
            await MultipartGate.BadRequestAsync(context, fields.Problems);
            return;
        }

        context.SetModel(operation.Model(fields));
        var price = operation.Price(fields);
        var charge = operation.Asynchronous
            ? cashier.ChargeTaskAsync(context, caller, price, fields["prompt"])
            : cashier.ChargeNowAsync(context, caller, price, fields["prompt"]);
        if (await charge is not { } finishReason)
        {
            return;
        }

        var result = Describe(fields, finishReason);
        if (operation.Asynchronous)
        {
            await tasks.StartAsync(context, caller, operation.Name, result);
            return;
        }

        await cashier.WorkAsync(context);
        var media = context.HasFault(FaultKind.EmptyResult) ? result.Empty() : result.Render();
        await StabilityAnswers.WriteMediaAsync(context, media, asJson, "image");
    }

    private TaskResult Describe(RequestFields fields, string finishReason)
    {
        var seed = fields.Integer("seed", 0);
        seed = seed == 0 ? SimulatorSeed.Choose(CommonFields.MaxSeed) : seed;
        var size = operation.Size(fields);
        return new TaskResult
        {
            Width = size.Width,
            Height = size.Height,
            Seed = seed,
            DrawingSeed = TaskResult.DrawingSeedOf(operation.Path, seed, fields.Fingerprint()),
            Prompt = fields["prompt"] ?? fields["background_prompt"] ?? operation.Name,
            Caption = $"stability {operation.Model(fields)}",
            Format = fields["output_format"] switch
            {
                "jpeg" => PictureFormat.Jpeg,
                "webp" => PictureFormat.Webp,
                _ => PictureFormat.Png,
            },
            Transparent = operation.Transparent,
            FinishReason = finishReason,
        };
    }
}
