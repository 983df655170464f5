namespace Atelier.Simulators.AiHubMix.Gemini;

/// <summary>What a Gemini model answers with, in Google's own form.</summary>
/// <param name="Prefix">Beginning of its name.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="Sizes">Classes of size its pictures come in; the first is the default.</param>
/// <param name="Usd">USD per picture of one of those sizes, or per million characters spoken.</param>
internal sealed record GeminiModel(string Prefix, GeminiKind Kind, string[] Sizes, Func<string, decimal> Usd)
{
    private static readonly IReadOnlyList<GeminiModel> All =
    [
        new("gemini-2.5-flash-image", GeminiKind.Picture, ["1K"], _ => 0.039m),
        new("gemini-3-pro-image", GeminiKind.Picture, ["1K", "2K", "4K"], size => size == "4K" ? 0.24m : 0.134m),
        new("gemini-2.5-flash-preview-tts", GeminiKind.Speech, [], _ => 17m),
        new("gemini-2.5-pro-preview-tts", GeminiKind.Speech, [], _ => 30m),
        new("gemini-", GeminiKind.Words, [], _ => 2.50m),
    ];

    /// <exception cref="Refusal">No upstream serves the model.</exception>
    public static GeminiModel Find(string name) =>
        All.FirstOrDefault(model => name.StartsWith(model.Prefix, StringComparison.Ordinal)) ?? throw Refusal.NoChannel();
}

/// <summary>What a model makes.</summary>
internal enum GeminiKind
{
    /// <summary>Words alone.</summary>
    Words,

    /// <summary>A picture, with a few words before it.</summary>
    Picture,

    /// <summary>Bare samples: 24 kHz, 16 bit, mono.</summary>
    Speech,
}
