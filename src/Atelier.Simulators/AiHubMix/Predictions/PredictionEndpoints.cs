using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.AiHubMix.Images;
using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix.Predictions;

/// <summary><c>POST /v1/models/{vendor}/{model}/predictions</c>, and <c>GET /v1/tasks/{id}</c> for the vendor that answers later.</summary>
internal sealed class PredictionEndpoints(VendorSimulators simulators, AiHubMixCashier cashier, Samples samples)
{
    private const int LongestPrompt = 32_000;

    public async Task PredictAsync(HttpContext context, string owner)
    {
        var call = context.Call();
        var name = context.GetRouteValue("model")?.ToString() ?? "";
        context.SetModel(name);
        var vendor = PredictionVendors.All.FirstOrDefault(vendor => vendor.Prefix == context.GetRouteValue("vendor")?.ToString());
        if (vendor is null || !vendor.Models.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            throw Refusal.NoChannel();
        }

        var input = Fields.Of(call.Json).Json("input");
        if (input.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        }

        var fields = Fields.Of(input);
        var prompt = Prompt(fields);
        var order = vendor.Read(name, fields);
        var price = order.Count * simulators.Options.AiHubMix.UnpublishedUsdPerImage;
        if (vendor.Shape == OutputShape.TaskItems)
        {
            cashier.Charge(context, owner, price);
        }
        else
        {
            await cashier.ChargeAndWorkAsync(context, owner, price);
        }

        var pictures = context.HasFault(FaultKind.EmptyResult) ? [] : Draw(call, order, prompt, $"{vendor.Prefix} {name}");
        var answer = vendor.Shape == OutputShape.TaskItems
            ? await StartAsync(context, owner, name, pictures)
            : new JsonObject { ["output"] = Output(context, vendor.Shape, order, pictures) };
        if (vendor.Shape == OutputShape.Base64Object)
        {
            answer["usage"] = ImageUsage.Of(prompt, 0, order.Count * ImageUsage.PerPicture(order.Size, order.Quality));
        }

        await AiHubMixAnswers.WriteAsync(context, answer);
    }

    public async Task PollAsync(HttpContext context, string owner)
    {
        var id = Uri.UnescapeDataString(context.GetRouteValue("id")?.ToString() ?? "");
        context.SetTaskId(id);
        var task = await simulators.Store.FindAsync(AiHubMixSimulator.VendorName, id, context.RequestAborted);
        if (task is null || task.Owner != owner || !task.Payload.ContainsKey("sample"))
        {
            throw Refusal.NotFound("task not found");
        }

        var answer = new JsonObject { ["id"] = id };
        if (!task.HasEnded(simulators.Clock.GetUtcNow()))
        {
            answer["status"] = "Pending";
            answer["progress"] = Math.Round(task.Progress(simulators.Clock.GetUtcNow()), 2);
        }
        else if (task.Fate == TaskFate.Fail)
        {
            answer["status"] = "failed";
            answer["error"] = new JsonObject { ["code"] = task.FailureCode ?? "Content Moderated", ["message"] = "The task failed." };
        }
        else
        {
            answer["status"] = "Ready";
            answer["result"] = new JsonObject { ["sample"] = task.Fate == TaskFate.Empty ? null : task.Payload["sample"]!.DeepClone() };
        }

        await AiHubMixAnswers.WriteAsync(context, answer);
    }

    private async Task<JsonObject> StartAsync(HttpContext context, string owner, string model, IReadOnlyList<Picture> pictures)
    {
        var id = $"api.us1.bfl.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        var task = new SimulatedTask
        {
            Id = id,
            Vendor = AiHubMixSimulator.VendorName,
            Owner = owner,
            Model = model,
            CreatedAt = simulators.Clock.GetUtcNow(),
            Duration = simulators.Options.TaskDuration(AiHubMixSimulator.VendorName),
            Payload = new JsonObject { ["sample"] = pictures.Count == 0 ? null : samples.UrlOf(context, pictures[0]) },
        }.With(context.Call().Fault);
        await simulators.Store.SaveAsync(task, context.RequestAborted);
        context.SetTaskId(id);
        var polling = context.PublicUrl(simulators.Options, $"/{AiHubMixSimulator.VendorName}{Samples.Path}/{id}/get_result");
        return new JsonObject { ["output"] = new JsonArray(new JsonObject { ["taskId"] = id, ["polling_url"] = polling }) };
    }

    private JsonNode Output(HttpContext context, OutputShape shape, PredictionOrder order, IReadOnlyList<Picture> pictures)
    {
        JsonArray Urls() => new([.. pictures.Select(picture => (JsonNode?)samples.UrlOf(context, picture))]);
        return shape switch
        {
            OutputShape.UrlList => new JsonObject { ["urls"] = Urls() },
            OutputShape.Base64Object => new JsonObject
            {
                ["b64_json"] = new JsonArray(
                    [.. pictures.Select(picture => new JsonObject { ["bytesBase64"] = Base64(picture), ["mimeType"] = order.Format })]),
                ["urls"] = new JsonArray(),
            },
            OutputShape.UrlItems when !order.AsBytes =>
                new JsonArray([.. pictures.Select(picture => new JsonObject { ["url"] = samples.UrlOf(context, picture) })]),
            _ => new JsonArray([.. pictures.Select(picture => new JsonObject { ["bytesBase64"] = Base64(picture) })]),
        };
    }

    private static string Base64(Picture picture) => Convert.ToBase64String(PictureMaker.Make(picture));

    private static IReadOnlyList<Picture> Draw(SimulatedCall call, PredictionOrder order, string prompt, string caption)
    {
        var seed = order.Seed?.ToString(CultureInfo.InvariantCulture) ?? call.BodySha256;
        var first = (long)(SimulatorSeed.Derive(call.Path, prompt, order.Size.ToString(), seed) >> 1);
        return [.. Enumerable.Range(0, order.Count).Select(index => new Picture(order.Size.Width, order.Size.Height, prompt, first + index)
        {
            Caption = caption,
            Format = order.Format switch { "jpeg" => PictureFormat.Jpeg, "webp" => PictureFormat.Webp, _ => PictureFormat.Png },
        })];
    }

    private static string Prompt(Fields input)
    {
        var prompt = input.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw Refusal.Invalid("prompt is required", "prompt", "prompt_missing");
        }

        return prompt.Length <= LongestPrompt ? prompt : throw Refusal.Invalid("prompt is too long", "prompt", "prompt_too_long");
    }
}
