using System.Text.Json;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary>A valid chat request.</summary>
internal sealed record ChatRequest(string Model, IReadOnlyList<ChatMessage> Messages)
{
    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>Most tokens an answer may have; null leaves it to the model.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts the answer must not go on after.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The function that must be called; undefined when the model may answer in words.</summary>
    public JsonElement RequiredFunction { get; init; }

    /// <summary>What form the answer must have: undefined for words, otherwise the schema of a JSON object (<c>true</c> for any).</summary>
    public JsonElement ResponseSchema { get; init; }

    public int PromptTokens => Messages.Sum(message => message.Tokens) + 3;
}

/// <summary>One message, with its text parts joined.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">The text.</param>
/// <param name="Images">Pictures in it.</param>
/// <param name="Sounds">Recordings in it.</param>
internal sealed record ChatMessage(string Role, string Text, int Images = 0, int Sounds = 0)
{
    private const int PerMessage = 4;
    private const int PerImage = 255;
    private const int PerSound = 50;

    public int Tokens => PerMessage + ChatTokens.Count(Text) + Images * PerImage + Sounds * PerSound;
}

/// <summary>Counts tokens as a rule of thumb does: four characters each.</summary>
internal static class ChatTokens
{
    public const int Characters = 4;

    public static int Count(string text) => (text.Length + Characters - 1) / Characters;
}
