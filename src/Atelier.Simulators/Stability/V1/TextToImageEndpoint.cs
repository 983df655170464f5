using System.Globalization;
using System.Text.Json;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
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

        var asPng = WantsPng(context);
        if (Body(context, asPng) is not { } body)
        {
            await BadRequestAsync(context, Complaint(context, asPng));
            return;
        }

        var fields = new V1Fields(body);
        var request = V1Request.Read(fields, engine, asPng is true);
        if (fields.Problem is var (name, message))
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, name, message);
            return;
        }

        if (await cashier.ChargeAsync(context, caller, request.Price, request.Prompt) is { } finishReason)
        {
            await cashier.WorkAsync(context.RequestAborted);
            await AnswerAsync(context, Draw(context, body, engine, request, finishReason), asPng is true);
        }
    }

    /// <summary>Null when neither JSON nor PNG is acceptable. Without a header v1 answers JSON.</summary>
    private static bool? WantsPng(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        return string.IsNullOrWhiteSpace(accept) || accept.Contains("*/*", StringComparison.Ordinal) || accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? false
            : accept.Contains("image/png", StringComparison.OrdinalIgnoreCase) ? true : null;
    }

    private JsonElement? Body(HttpContext context, bool? asPng) =>
        asPng is not null && IsJson(context) && context.Call().Json is { ValueKind: JsonValueKind.Object } body ? body : null;

    private string Complaint(HttpContext context, bool? asPng) => asPng is null
        ? "accept: must be one of application/json, image/png"
        : IsJson(context) ? "body: must be a JSON object" : "content-type: must be application/json";

    private bool IsJson(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Parameters.Count == 0 || !simulators.Options.Stability.StrictJsonMediaType);

    private static List<DeliveredMedia> Draw(HttpContext context, JsonElement body, string engine, V1Request request, string finishReason)
    {
        if (context.HasFault(FaultKind.EmptyResult))
        {
            return [];
        }

        var first = request.Seed == 0 ? SimulatorSeed.Choose(V1Request.MaxSeed) : request.Seed;
        return [.. Enumerable.Range(0, request.Samples).Select(index =>
        {
            var seed = (first + index - 1) % V1Request.MaxSeed + 1;
            var drawingSeed = SimulatorSeed.Derive(engine, seed.ToString(CultureInfo.InvariantCulture), Fingerprint(body)) >> 1;
            var content = PictureMaker.Make(new Picture(request.Size.Width, request.Size.Height, request.Prompt, (long)drawingSeed)
            {
                Caption = $"stability {engine}",
                Blurred = finishReason == FinishReasons.Filtered,
            });
            return new DeliveredMedia(content, "image/png", finishReason, seed);
        })];
    }

    /// <summary>All members but the seed, in order of their names, so that the order in the body does not matter.</summary>
    private static string Fingerprint(JsonElement body) => string.Join(
        '\n',
        body.EnumerateObject().Where(member => member.Name is not ("seed" or "samples")).OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}={member.Value.GetRawText()}"));

    private static Task AnswerAsync(HttpContext context, List<DeliveredMedia> media, bool asPng)
    {
        if (asPng)
        {
            var picture = media.Count > 0 ? media[0] : new DeliveredMedia([], "image/png", FinishReasons.Success, 0);
            context.Response.Headers["Finish-Reason"] = picture.FinishReason;
            context.Response.Headers["Seed"] = picture.Seed.ToString(CultureInfo.InvariantCulture);
            return StabilityAnswers.WriteBytesAsync(context, picture);
        }

        return StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            writer.WriteStartArray("artifacts");
            foreach (var picture in media)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("base64", picture.Content);
                writer.WriteString("finishReason", picture.FinishReason);
                writer.WriteNumber("seed", picture.Seed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static Task BadRequestAsync(HttpContext context, string message) =>
        StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, "bad_request", message);
}
