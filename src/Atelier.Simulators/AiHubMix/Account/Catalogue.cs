namespace Atelier.Simulators.AiHubMix.Account;

/// <summary>A row of the catalogue.</summary>
/// <param name="Id">Model name.</param>
/// <param name="Type">What it is for: <c>llm</c>, <c>image_generation</c>, <c>video</c>, <c>tts</c>, <c>stt</c>, <c>embedding</c>.</param>
/// <param name="OwnedBy">Who runs it.</param>
/// <param name="Modalities">What it takes, comma-separated.</param>
/// <param name="Features">What it can, comma-separated.</param>
/// <param name="Endpoints">Paths it answers on, comma-separated.</param>
/// <param name="In">USD per million tokens in, or the bare number the gateway shows for media.</param>
/// <param name="Out">The same for tokens out.</param>
/// <param name="Context">Longest context in tokens; 0 for media.</param>
internal sealed record CatalogueModel(
    string Id, string Type, string OwnedBy, string Modalities, string Features, string Endpoints, decimal In, decimal Out, int Context = 0);

/// <summary>The models the simulated gateway lists. It serves more: whole families by name, see the endpoints.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<CatalogueModel> All =
    [
        Chat("gpt-5.4-mini", "openai", 0.75m, 4.50m, 400_000),
        Chat("gpt-4o", "openai", 2.50m, 10m, 128_000),
        Chat("gpt-4o-mini", "openai", 0.15m, 0.60m, 128_000),
        Chat("claude-sonnet-4-5", "anthropic", 3m, 15m, 200_000),
        Chat("gemini-2.5-flash", "google", 0.30m, 2.50m, 1_000_000),
        Chat("doubao-seed-2-1-turbo", "bytedance", 0.46m, 2.32m, 256_000),
        Image("gpt-image-2", "openai"),
        Image("gpt-image-1.5", "openai"),
        Image("gpt-image-1", "openai"),
        Image("gpt-image-1-mini", "openai"),
        Image("dall-e-3", "openai"),
        Image("FLUX.1-Kontext-pro", "bfl"),
        Image("FLUX-1.1-pro", "bfl"),
        Image("flux-2-flex", "bfl"),
        Image("flux-kontext-max", "bfl"),
        Image("V3", "ideogram"),
        Image("doubao-seedream-4-0", "bytedance"),
        Image("doubao-seedream-5.0-lite", "bytedance"),
        Image("wan2.7-image-pro", "alibaba"),
        Image("wan2.6-t2i", "alibaba"),
        Image("qwen-image", "alibaba"),
        Image("irag-1.0", "baidu"),
        Image("flux-2-pro", "bfl"),
        Image("Stable-Diffusion-3-5-Large", "stability"),
        Image("doubao-seedream-4-5", "bytedance"),
        Image("qwen-image-2.0", "alibaba"),
        Image("imagen-4.0-generate-001", "google"),
        Image("gemini-2.5-flash-image", "google"),
        Image("gemini-3-pro-image-preview", "google"),
        Video("sora-2", "openai"),
        Video("sora-2-pro", "openai"),
        Video("veo-3.1-generate-preview", "google"),
        Video("veo-3.1-fast-generate-preview", "google"),
        Video("veo-2.0-generate-001", "google"),
        Video("veo-3.0-generate-preview", "google"),
        Video("veo-3.1-lite-generate-preview", "google"),
        Video("wan2.2-t2v-plus", "alibaba"),
        Video("wan2.2-i2v-plus", "alibaba"),
        Video("wan2.5-t2v-preview", "alibaba"),
        Video("wan2.5-i2v-preview", "alibaba"),
        Video("happyhorse-1.0-t2v", "alibaba"),
        Video("happyhorse-1.0-i2v", "alibaba"),
        Video("jimeng-3.0-pro", "bytedance"),
        Video("jimeng-3.0-1080p", "bytedance"),
        Video("doubao-seedance-1-0-pro-250528", "bytedance"),
        Video("doubao-seedance-1-0-pro-fast-251015", "bytedance"),
        Video("doubao-seedance-1-5-pro-251215", "bytedance"),
        Video("wan2.6-t2v", "alibaba"),
        Video("wan2.6-i2v", "alibaba"),
        Video("wan2.7-t2v", "alibaba"),
        Video("wan2.7-i2v", "alibaba"),
        Video("doubao-seedance-2-0-260128", "bytedance"),
        Video("doubao-seedance-2-0-fast-260128", "bytedance"),
        Sound("tts-1", "tts", "text"),
        Sound("tts-1-hd", "tts", "text"),
        Sound("gpt-4o-mini-tts", "tts", "text"),
        Sound("whisper-1", "stt", "audio"),
        Sound("gpt-4o-transcribe", "stt", "audio"),
        Sound("gpt-4o-mini-transcribe", "stt", "audio"),
        Sound("gpt-4o-transcribe-diarize", "stt", "audio"),
        Sound("whisper-large-v3", "stt", "audio"),
        Sound("distil-whisper-large-v3-en", "stt", "audio"),
        Sound("gemini-2.5-flash-preview-tts", "tts", "text"),
        Sound("gemini-2.5-pro-preview-tts", "tts", "text"),
        new("text-embedding-3-large", "embedding", "openai", "text", "", "embeddings", 0.13m, 0, 8191),
        new("text-embedding-3-small", "embedding", "openai", "text", "", "embeddings", 0.02m, 0, 8191),
    ];

    private static CatalogueModel Chat(string id, string owner, decimal tokensIn, decimal tokensOut, int context) =>
        new(id, "llm", owner, "text,image", "tools,function_calling,structured_outputs", "chat_completions", tokensIn, tokensOut, context);

    private static CatalogueModel Image(string id, string owner) =>
        new(id, "image_generation", owner, "text,image", "", "image_generations", 2, 2);

    private static CatalogueModel Video(string id, string owner) => new(id, "video", owner, "text,image", "", "videos", 2.1m, 2.1m);

    private static CatalogueModel Sound(string id, string type, string modalities) => new(id, type, "openai", modalities, "", type, 15, 15);
}
