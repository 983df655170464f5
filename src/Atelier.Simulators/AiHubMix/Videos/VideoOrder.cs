namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>A valid request for a video.</summary>
/// <param name="Model">Model name as sent.</param>
/// <param name="Family">The family whose rules it passed.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Seconds">Length.</param>
/// <param name="Size">Size in pixels.</param>
internal sealed record VideoOrder(string Model, VideoFamily Family, string Prompt, int Seconds, PixelSize Size)
{
    public long? Seed { get; init; }
}

/// <summary>Families of video models: within one the gateway's fields and answers look alike.</summary>
internal enum VideoFamily
{
    /// <summary>Answers in OpenAI's shape; seconds as text.</summary>
    Sora,

    /// <summary>Seconds as number; text only.</summary>
    Veo,

    /// <summary>Wan and Jimeng: flat fields.</summary>
    Flat,

    /// <summary>Nested <c>input</c> and <c>parameters</c>.</summary>
    DashScope,

    /// <summary>A <c>content</c> list with roles.</summary>
    Seedance,

    /// <summary>Pictures under <c>image</c>, <c>image_tail</c> and <c>image_list</c>.</summary>
    Kling,
}
