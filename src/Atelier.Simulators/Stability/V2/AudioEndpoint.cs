using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media.Sounds;
using Atelier.Simulators.Stability.Fields;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Serves one row of the table of recordings.</summary>
internal sealed class AudioEndpoint(AudioOperation operation, StabilityCashier cashier, StabilityTasks tasks)
{
    private const double DefaultSeconds = 190;

    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        if (await MultipartGate.EnterAsync(context, "audio", MultipartGate.MaxAudioBytes) is not var (form, asJson))
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, operation.Fields, context.RequestAborted);
        if (fields.Problems.Count == 0)
        {
            fields.AddProblems(AudioOperations.Problems(operation, fields));
        }

        if (fields.Problems.Count > 0)
        {
            await MultipartGate.BadRequestAsync(context, fields.Problems);
            return;
        }

        var model = operation.Model(fields);
        context.SetModel(model);
        var price = AudioOperations.Price(model, fields);
        if (!await cashier.ChargePlainAsync(context, caller, price, fields["prompt"], operation.Asynchronous))
        {
            return;
        }

        var result = Describe(fields, model);
        if (operation.Asynchronous)
        {
            await tasks.StartAsync(context, caller, model, result, StatusCodes.Status202Accepted);
            return;
        }

        await cashier.WorkAsync(context);
        var media = context.HasFault(FaultKind.EmptyResult) ? result.Empty() : result.Render();
        await StabilityAnswers.WriteMediaAsync(context, media, asJson, "audio");
    }

    private TaskResult Describe(RequestFields fields, string model)
    {
        var seed = fields.Integer("seed", 0);
        seed = seed == 0 ? SimulatorSeed.Choose(CommonFields.MaxSeed) : seed;
        return new TaskResult
        {
            Width = 0,
            Height = 0,
            Seed = seed,
            DrawingSeed = TaskResult.DrawingSeedOf(operation.Path, seed, fields.Fingerprint()),
            Prompt = fields["prompt"]!,
            Caption = $"stability {model}",
            Seconds = fields.Number("duration", DefaultSeconds),
            SoundFormat = fields["output_format"] == "wav" ? SoundFormat.Wav : SoundFormat.Mp3,
            FinishReason = FinishReasons.Success,
        };
    }
}
