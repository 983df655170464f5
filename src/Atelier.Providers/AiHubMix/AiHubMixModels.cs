namespace Atelier.Providers.AiHubMix;

/// <summary>Tells the family of a model by its name, or by the catalogue's route where the name does not tell.</summary>
internal static class AiHubMixModels
{
    public static bool IsDallE(string model) => Starts(model, "dall-e");

    public static bool IsGptImage(string model) => Starts(model, "gpt-image") || Starts(model, "chatgpt-image");

    public static bool IsJimeng(string model) => Starts(model, "jimeng");

    public static bool IsFirstGptImage(string model) => Starts(model, "gpt-image-1") || Starts(model, "chatgpt-image");

    /// <summary>
    /// Whether the model is reached by the unified predictions form: its name carries the vendor, as in <c>stability/...</c>.
    /// </summary>
    public static bool IsPrediction(string model, string? route) => route is "predictions" || model.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether the picture model answers in Google's own form only.</summary>
    public static bool IsGemini(string model, string? route) => route is "gemini" || Starts(model, "gemini-");

    /// <summary>Whether a transcription model is one that answers JSON only.</summary>
    public static bool AnswersJsonOnly(string model) => Starts(model, "gpt-");

    /// <summary>The family of a video model; <see langword="null"/> when it is none that we know.</summary>
    public static VideoFamily? Video(string model, string? route) => route switch
    {
        "sora" => VideoFamily.Sora,
        "veo" => VideoFamily.Veo,
        "wan" => VideoFamily.Wan,
        "dashscope" => VideoFamily.DashScope,
        "seedance" => VideoFamily.Seedance,
        "kling" => VideoFamily.Kling,
        _ when Starts(model, "sora") => VideoFamily.Sora,
        _ when Starts(model, "veo") => VideoFamily.Veo,
        _ when Starts(model, "happyhorse") || Starts(model, "wan2.7-i2v") => VideoFamily.DashScope,
        _ when Starts(model, "wan") || Starts(model, "jimeng") => VideoFamily.Wan,
        _ when Starts(model, "doubao-seedance") => VideoFamily.Seedance,
        _ when Starts(model, "kling") => VideoFamily.Kling,
        _ => null,
    };

    /// <summary>The sister model that starts from a picture; families that keep one name for both stay as they are.</summary>
    public static string WithPicture(string model) => model.Replace("-t2v", "-i2v", StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string model, string prefix) => model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Video models that share one form of request.</summary>
internal enum VideoFamily
{
    Sora,
    Veo,
    Wan,
    DashScope,
    Seedance,
    Kling,
}
