using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary>What the simulated model says: always the same to the same messages.</summary>
/// <param name="Text">The answer in words or JSON; null when a function is called.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>tool_calls</c>.</param>
internal sealed record ChatReply(string? Text, string FinishReason)
{
    private const int Quoted = 200;

    public string? FunctionName { get; init; }

    public string Arguments { get; init; } = "";

    public int Tokens => ChatTokens.Count(Text ?? "") + ChatTokens.Count(Arguments) + ChatTokens.Count(FunctionName ?? "");

    /// <param name="request">The request.</param>
    /// <param name="index">Which of several answers.</param>
    public static ChatReply To(ChatRequest request, int index)
    {
        if (request.RequiredFunction.ValueKind == JsonValueKind.Object)
        {
            var schema = request.RequiredFunction.TryGetProperty("parameters", out var parameters) ? parameters : default;
            return new ChatReply(null, "tool_calls")
            {
                FunctionName = request.RequiredFunction.GetProperty("name").GetString(),
                Arguments = AiHubMixAnswers.Text(SchemaSample.Of(schema, Last(request)) ?? new JsonObject()),
            };
        }

        var text = request.ResponseSchema.ValueKind == JsonValueKind.Object
            ? AiHubMixAnswers.Text(SchemaSample.Of(request.ResponseSchema, $"SANDBOX: {Last(request)}") ?? new JsonObject())
            : Words(request, index);
        return Cut(text, request);
    }

    private static string Words(ChatRequest request, int index)
    {
        var last = request.Messages[^1];
        var images = request.Messages.Sum(message => message.Images);
        var what = last.Role == "tool" ? "The tool answered" : "You wrote";
        var seen = images == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" I was shown {images} image{(images == 1 ? "" : "s")}.");
        var number = index == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" This is answer {index + 1}.");
        return $"SANDBOX answer from {request.Model}. {what}: \"{Last(request)}\".{seen}{number} No model was asked.";
    }

    private static string Last(ChatRequest request)
    {
        var text = (request.Messages.LastOrDefault(message => message.Role is "user" or "tool" or "function") ?? request.Messages[^1]).Text;
        return text.Length > Quoted ? text[..Quoted] : text;
    }

    /// <summary>Ends before a stop text, and at the most tokens allowed.</summary>
    private static ChatReply Cut(string text, ChatRequest request)
    {
        foreach (var stop in request.Stop.Where(stop => stop.Length > 0))
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            text = at < 0 ? text : text[..at];
        }

        var most = request.MaxTokens is { } tokens && tokens < int.MaxValue / ChatTokens.Characters
            ? tokens * ChatTokens.Characters
            : int.MaxValue;
        return text.Length <= most ? new ChatReply(text, "stop") : new ChatReply(text[..most], "length");
    }
}
