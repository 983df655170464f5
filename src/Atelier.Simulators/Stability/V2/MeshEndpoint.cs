using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media.Meshes;
using Atelier.Simulators.Stability.Fields;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Serves one row of the table of meshes. The answer is always the file, without a seed or a finish reason.</summary>
internal sealed class MeshEndpoint(MeshOperation operation, StabilityCashier cashier)
{
    private const string MediaType = "model/gltf-binary";

    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        if (await MultipartGate.ReadFormAsync(context) is not { } form)
        {
            return;
        }

        var fields = await RequestFields.ReadAsync(form, operation.Fields, context.RequestAborted);
        if (fields.Problems.Count > 0)
        {
            await MultipartGate.BadRequestAsync(context, fields.Problems);
            return;
        }

        context.SetModel(operation.Name);
        if (await cashier.ChargePlainAsync(context, caller, operation.Price, prompt: null, later: false))
        {
            await cashier.WorkAsync(context);
            var mesh = context.HasFault(FaultKind.EmptyResult) ? [] : await MakeAsync(form.Files["image"]!, fields, context.RequestAborted);
            await StabilityAnswers.WritePlainAsync(context, new DeliveredMedia(mesh, MediaType, FinishReasons.Success, 0));
        }
    }

    private async Task<byte[]> MakeAsync(IFormFile picture, RequestFields fields, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await picture.CopyToAsync(content, cancellationToken);
        return MeshMaker.Make(content.ToArray(), operation.Shape(fields));
    }
}
