using System.Text.Json;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atelier.Simulators.Stability.V1;

/// <summary><c>POST /v1/generation/{engine_id}/text-to-image</c>.</summary>
internal sealed class TextToImageEndpoint(VendorSimulators simulators, StabilityCashier cashier)
{
    public async Task HandleAsync(HttpContext context, StabilityCaller caller)
    {
        var engine = (string)context.Request.RouteValues["engine"]!;
        context.SetModel(engine);
        if (!simulators.Options.Stability.Serves(engine))
        {
            await StabilityErrors.NotFoundAsync(context, $"The specified engine (ID {engine}) was not found.");
            return;
        }

        var asPng = V1Drawing.WantsPng(context);
        if (Complaint(context, asPng) is { } complaint)
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, "bad_request", complaint);
            return;
        }

        var body = context.Call().Json;
        var fields = new V1Fields(body);
        var request = V1Request.Read(fields, engine, asPng is true);
        if (fields.Problem is var (name, message))
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, name, message);
            return;
        }

        if (await cashier.ChargeNowAsync(context, caller, request.Price, request.Prompt) is { } finishReason)
        {
            await cashier.WorkAsync(context);
            await V1Drawing.AnswerAsync(context, engine, request, Fingerprint(body), finishReason, asPng is true);
        }
    }

    private string? Complaint(HttpContext context, bool? asPng) => asPng is null
        ? "accept: must be one of application/json, image/png"
        : !IsJson(context)
            ? "content-type: must be application/json"
            : context.Call().Json.ValueKind == JsonValueKind.Object ? null : "body: must be a JSON object";

    private bool IsJson(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Parameters.Count == 0 || !simulators.Options.Stability.StrictJsonMediaType);

    /// <summary>All members but seed and samples, in order of their names, so that the order in the body does not matter.</summary>
    private static string Fingerprint(JsonElement body) => string.Join(
        '\n',
        body.EnumerateObject()
            .Where(member => member.Name is not ("seed" or "samples"))
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}={member.Value.GetRawText()}"));
}
