using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Images;

/// <summary><c>POST /v1/images/generations</c> and <c>/v1/images/edits</c>.</summary>
internal sealed class ImageEndpoints(VendorSimulators simulators, AiHubMixCashier cashier, Samples samples)
{
    public async Task GenerateAsync(HttpContext context, string owner) =>
        await AnswerAsync(context, owner, ImageRequest.ReadGeneration(context.Call(), await Fields.ReadAsync(context)), "image_generation");

    public async Task EditAsync(HttpContext context, string owner) =>
        await AnswerAsync(
            context,
            owner,
            await ImageRequest.ReadEditAsync(context.Call(), await Fields.ReadAsync(context), context.RequestAborted),
            "image_edit");

    private async Task AnswerAsync(HttpContext context, string owner, ImageOrder order, string eventName)
    {
        await cashier.ChargeAndWorkAsync(context, owner, order.Model.Price(order, simulators.Options.AiHubMix));
        if (order.Stream)
        {
            await StreamAsync(context, order, eventName);
            return;
        }

        var items = context.HasFault(FaultKind.EmptyResult)
            ? []
            : Enumerable.Range(0, order.Count).Select(index => (JsonNode?)Item(context, order, index));
        var answer = new JsonObject { ["created"] = simulators.Clock.GetUtcNow().ToUnixTimeSeconds() };
        if (order.Model.Style == ImageStyle.GptImage)
        {
            Describe(answer, order);
        }

        answer["data"] = new JsonArray([.. items]);
        if (order.Model.Style == ImageStyle.GptImage)
        {
            answer["usage"] = ImageUsage.Of(order);
        }

        await AiHubMixAnswers.WriteAsync(context, answer);
    }

    private JsonObject Item(HttpContext context, ImageOrder order, int index)
    {
        var picture = Draw(order, index);
        var item = order.AsUrl
            ? new JsonObject { ["url"] = samples.UrlOf(context, picture) }
            : new JsonObject { ["b64_json"] = Convert.ToBase64String(PictureMaker.Make(picture)) };
        if (order.Model.Style == ImageStyle.DallE)
        {
            item["revised_prompt"] = $"SANDBOX: {order.Prompt}";
        }

        return item;
    }

    /// <summary>Unfinished pictures first, as many as asked for, then the finished ones.</summary>
    private async Task StreamAsync(HttpContext context, ImageOrder order, string eventName)
    {
        AiHubMixAnswers.BeginEvents(context);
        for (var index = 0; index < order.PartialImages; index++)
        {
            await SendAsync(
                context,
                order,
                $"{eventName}.partial_image",
                Draw(order, 0) with { Blurred = true },
                item => item["partial_image_index"] = index);
        }

        for (var index = 0; index < order.Count; index++)
        {
            await SendAsync(context, order, $"{eventName}.completed", Draw(order, index), item => item["usage"] = ImageUsage.Of(order));
        }
    }

    private async Task SendAsync(HttpContext context, ImageOrder order, string name, Picture picture, Action<JsonObject> complete)
    {
        var item = new JsonObject
        {
            ["type"] = name,
            ["b64_json"] = Convert.ToBase64String(PictureMaker.Make(picture)),
            ["created_at"] = simulators.Clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        Describe(item, order);
        complete(item);
        await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(item), name);
    }

    private static void Describe(JsonObject answer, ImageOrder order)
    {
        answer["background"] = order.Background == "transparent" ? "transparent" : "opaque";
        answer["output_format"] = order.OutputFormat;
        answer["quality"] = order.Quality == "auto" ? "high" : order.Quality;
        answer["size"] = order.Size.ToString();
    }

    private static Picture Draw(ImageOrder order, int index) =>
        new(order.Size.Width, order.Size.Height, order.Prompt, (long)(order.Seed >> 1) + index)
        {
            Format = order.OutputFormat switch { "jpeg" => PictureFormat.Jpeg, "webp" => PictureFormat.Webp, _ => PictureFormat.Png },
            Transparent = order.Background == "transparent",
            Caption = string.Create(
                CultureInfo.InvariantCulture, $"aihubmix {order.ModelName}{(order.Inputs > 0 ? $", {order.Inputs} in" : "")}"),
        };
}
