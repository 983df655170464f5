using System.Text.Json.Nodes;
using Atelier.Simulators.AiHubMix.Chat;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Sounds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix.Gemini;

/// <summary><c>POST /gemini/v1beta/models/{model}:generateContent</c>: pictures, speech and words of Google's models in Google's form.</summary>
internal sealed class GeminiEndpoint(AiHubMixCashier cashier)
{
    private const string Verb = ":generateContent";
    private const double CharactersPerSecond = 15;
    private const int TokensPerPicture = 1290;
    private const int TokensPerInput = 258;

    public async Task GenerateAsync(HttpContext context, string owner)
    {
        var path = Uri.UnescapeDataString(context.GetRouteValue("call")?.ToString() ?? "");
        var name = path.EndsWith(Verb, StringComparison.Ordinal)
            ? path[..^Verb.Length]
            : throw Refusal.NotFound($"Invalid URL ({context.Request.Method} {context.Call().Path})");
        context.SetModel(name);
        var model = GeminiModel.Find(name);
        var order = GeminiOrder.Read(model, context.Call().Json);
        await cashier.ChargeAndWorkAsync(context, owner, Price(model, order));
        var isEmpty = context.HasFault(FaultKind.EmptyResult);
        await AiHubMixAnswers.WriteAsync(context, new JsonObject
        {
            ["candidates"] = new JsonArray(isEmpty ? Nothing(model) : Candidate(context, model, name, order)),
            ["usageMetadata"] = Usage(model, order, isEmpty),
            ["modelVersion"] = name,
            ["responseId"] = $"{SimulatorSeed.Derive(name, order.Prompt):x16}",
        });
    }

    private static decimal Price(GeminiModel model, GeminiOrder order) => model.Kind == GeminiKind.Picture
        ? model.Usd(order.SizeName)
        : order.Prompt.Length * model.Usd(order.SizeName) / 1_000_000m;

    /// <summary>The model had nothing to show, which it says by its reason for ending.</summary>
    private static JsonObject Nothing(GeminiModel model) => new()
    {
        ["content"] = new JsonObject { ["role"] = "model" },
        ["finishReason"] = model.Kind == GeminiKind.Picture ? "NO_IMAGE" : "OTHER",
        ["index"] = 0,
    };

    private static JsonObject Candidate(HttpContext context, GeminiModel model, string name, GeminiOrder order)
    {
        var seed = order.Seed is { } given ? $"{given}" : context.Call().BodySha256;
        var drawn = (long)(SimulatorSeed.Derive(name, order.Prompt, order.Size.ToString(), seed) >> 1);
        JsonNode[] parts = model.Kind switch
        {
            GeminiKind.Picture => [Text($"SANDBOX picture from {name}."), Data("image/png", Draw(name, order, drawn))],
            GeminiKind.Speech => [Data("audio/L16;codec=pcm;rate=24000", Speak(order, drawn))],
            _ => [Text($"SANDBOX answer from {name}. You wrote: \"{order.Prompt}\". No model was asked.")],
        };
        return new JsonObject
        {
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(parts) },
            ["finishReason"] = "STOP",
            ["index"] = 0,
        };
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static JsonObject Data(string type, byte[] bytes) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = type, ["data"] = Convert.ToBase64String(bytes) } };

    private static byte[] Draw(string name, GeminiOrder order, long seed) =>
        PictureMaker.Make(new Picture(order.Size.Width, order.Size.Height, order.Prompt, seed)
        {
            Caption = $"aihubmix {name}{(order.Inputs > 0 ? $", {order.Inputs} in" : "")}",
        });

    private static byte[] Speak(GeminiOrder order, long seed) =>
        SoundMaker.Make(new Sound(Math.Clamp(order.Prompt.Length / CharactersPerSecond, 0.5, 600), order.Prompt, seed, SoundFormat.Pcm));

    private static JsonObject Usage(GeminiModel model, GeminiOrder order, bool isEmpty)
    {
        var read = ChatTokens.Count(order.Prompt) + (order.Inputs * TokensPerInput);
        var written = isEmpty ? 0 : model.Kind == GeminiKind.Picture ? TokensPerPicture : ChatTokens.Count(order.Prompt) * 5;
        return new JsonObject { ["promptTokenCount"] = read, ["candidatesTokenCount"] = written, ["totalTokenCount"] = read + written };
    }
}
