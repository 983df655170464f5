using System.Text.Json;
using Atelier.Providers.AiHubMix;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.AiHubMix;

/// <summary>Answers given at once: pictures, speech, transcripts, chat.</summary>
[ConformanceOf(typeof(AiHubMixProvider))]
public abstract class AiHubMixConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "aihubmix";

    protected override string ErrorBody(string text) => AiHubMixBodies.Error(text);

    protected override ProviderFailureKind KindOfBroken(int status) => AiHubMixBodies.KindOfBroken(status);

    protected ProviderRequest Request(string model, string input, string? route = null) => new()
    {
        GenerationId = "gen_conformance",
        VendorModel = model,
        Route = route,
        Modality = Modality,
        Input = JsonElement.Parse(input),
    };
}

public abstract class AiHubMixPictureConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";
}

public sealed class AiHubMixGptImageConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override string ExpectedContentType => "image/webp";

    protected override ProviderRequest CreateRequest() =>
        Request("gpt-image-2", """{"prompt":"a lighthouse","size":"1024x1024","quality":"low","count":2,"format":"webp"}""", "images");
}

public sealed class AiHubMixEditConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("gpt-image-2", """{"prompt":"add a boat","image":["upl_1","upl_2"],"size":"1024x1024","quality":"low"}""", "images") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(512, 512), SampleMedia.Png(256, 256)),
        };
}

public sealed class AiHubMixDallEConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("dall-e-3", """{"prompt":"a lighthouse","size":"1024x1024","quality":"standard","style":"vivid","count":1}""", "images");
}

public sealed class AiHubMixStabilityByProxyConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("stability/Stable-Diffusion-3-5-Large", """{"prompt":"a lighthouse","aspect_ratio":"16:9","seed":7}""", "predictions");
}

public sealed class AiHubMixKontextEditConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("FLUX.1-Kontext-pro", """{"prompt":"add a boat","image":["upl_1"],"mask":"upl_2"}""", "images") with
        {
            Media = new Dictionary<string, IReadOnlyList<MediaSource>> { ["image"] = [SampleMedia.Png(512, 512)], ["mask"] = [SampleMedia.Png(512, 512)] },
        };
}

public sealed class AiHubMixSeedreamConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request(
        "doubao/doubao-seedream-4-0",
        """{"prompt":"both together","image":["upl_1","upl_2"],"size":"1K","watermark":false,"seed":7,"response_format":"base64_json"}""",
        "predictions") with
    {
        Media = SampleMedia.As("image", SampleMedia.Png(512, 512), SampleMedia.Png(256, 256)),
    };
}

public sealed class AiHubMixGeminiConformance(ConformanceHost host) : AiHubMixPictureConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("gemini-2.5-flash-image", """{"prompt":"both together","image":["upl_1","upl_2"],"aspect_ratio":"16:9","seed":7}""", "gemini") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(512, 512), SampleMedia.Png(256, 256)),
        };
}

public sealed class AiHubMixSpeechConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Speech;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override ProviderRequest CreateRequest() =>
        Request("gpt-4o-mini-tts", """{"text":"Good morning, harbour.","voice":"coral","format":"mp3","speed":1.25,"instructions":"cheerfully"}""", "speech");
}

public sealed class AiHubMixWavConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Speech;

    protected override string ExpectedContentType => "audio/wav";

    protected override ProviderRequest CreateRequest() =>
        Request("tts-1", """{"text":"Good morning, harbour.","voice":"alloy","format":"wav"}""", "speech");
}

public abstract class AiHubMixTranscriptionConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Transcription;

    protected override string ExpectedContentType => "application/json";

    /// <summary>A recording of silence has a transcript without words.</summary>
    protected override EmptyAnswer Empty => EmptyAnswer.IsAResult;

    protected static IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> Recording() => SampleMedia.As("audio", SampleMedia.Wav());
}

public sealed class AiHubMixWhisperConformance(ConformanceHost host) : AiHubMixTranscriptionConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request(
        "whisper-1",
        """{"audio":"upl_1","language":"en","prompt":"harbour","format":"verbose_json","temperature":0,"timestamp_granularities":["word"]}""",
        "transcription") with
    {
        Media = Recording(),
    };
}

public sealed class AiHubMixGptTranscribeConformance(ConformanceHost host) : AiHubMixTranscriptionConformance(host)
{
    protected override string ExpectedContentType => "text/plain";

    protected override ProviderRequest CreateRequest() =>
        Request("gpt-4o-transcribe", """{"audio":"upl_1","format":"text"}""", "transcription") with { Media = Recording() };
}

public sealed class AiHubMixDiarizeConformance(ConformanceHost host) : AiHubMixTranscriptionConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("gpt-4o-transcribe-diarize", """{"audio":"upl_1","format":"diarized_json","chunking_strategy":"auto"}""", "transcription") with
        {
            Media = Recording(),
        };
}

public sealed class AiHubMixTranslationConformance(ConformanceHost host) : AiHubMixTranscriptionConformance(host)
{
    public override Modality Modality => Modality.Translation;

    protected override string ExpectedContentType => "text/vtt";

    protected override ProviderRequest CreateRequest() =>
        Request("whisper-1", """{"audio":"upl_1","prompt":"harbour","format":"vtt","temperature":0.2}""", "translation") with { Media = Recording() };
}

public sealed class AiHubMixEmbeddingConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Embedding;

    protected override string ExpectedContentType => "application/json";

    /// <summary>A text without a vector breaks the contract.</summary>
    protected override EmptyAnswer Empty => EmptyAnswer.IsMalformed;

    protected override ProviderRequest CreateRequest() =>
        Request("text-embedding-3-small", """{"input":["a boat","a sail"],"dimensions":8,"encoding_format":"float"}""", "embeddings");
}

public sealed class AiHubMixChatConformance(ConformanceHost host) : AiHubMixConformance(host)
{
    public override Modality Modality => Modality.Chat;

    protected override string ExpectedContentType => "application/json";

    /// <summary>An answer without words still tells why it ended and what was used.</summary>
    protected override EmptyAnswer Empty => EmptyAnswer.IsAResult;

    protected override ProviderRequest CreateRequest() => Request(
        "gpt-5.4-mini",
        """{"messages":[{"role":"user","content":"Name a harbour."}],"max_completion_tokens":200,"seed":7}""",
        "chat");
}

/// <summary>Work that the gateway's vendors do by themselves: videos, and the pictures of FLUX.</summary>
[ConformanceOf(typeof(AiHubMixProvider))]
public abstract class AiHubMixTaskConformance(ConformanceHost host) : DownloadedResultConformanceTests(host)
{
    public override string Vendor => "aihubmix";

    public override Modality Modality => Modality.Video;

    protected override string ExpectedContentType => "video/mp4";

    /// <summary>Only the download shows that a finished video is not there.</summary>
    protected override EmptyAnswer Empty => EmptyAnswer.ShowsWhenOpened;

    protected override string UnknownTaskId => "eyJtb2RlbCI6InZlbyIsImlkIjoibm8vc3VjaCt0YXNrIn0=channel1001";

    protected override string ErrorBody(string text) => AiHubMixBodies.Error(text);

    protected override ProviderFailureKind KindOfBroken(int status) => AiHubMixBodies.KindOfBroken(status);

    protected ProviderRequest Request(string model, string input, string route = "videos") => new()
    {
        GenerationId = "gen_conformance",
        VendorModel = model,
        Route = route,
        Modality = Modality,
        Input = JsonElement.Parse(input),
    };
}

public sealed class AiHubMixVeoConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("veo-3.1-generate-preview", """{"prompt":"rain on a window","size":"1280x720","duration":4,"generate_audio":false,"seed":7}""");
}

public sealed class AiHubMixSoraConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("sora-2", """{"prompt":"rain on a window","size":"720x1280","duration":4,"image":"upl_1"}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(720, 1280)),
        };
}

public sealed class AiHubMixWanConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override (string? Code, ProviderFailureKind Kind) TaskFailure => ("DataInspectionFailed", ProviderFailureKind.ContentRefused);

    protected override ProviderRequest CreateRequest() =>
        Request("wan2.6-t2v", """{"prompt":"rain on a window","size":"1280x720","duration":5,"image":"upl_1"}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(640, 360)),
        };
}

public sealed class AiHubMixDashScopeConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("wan2.7-i2v", """{"prompt":"day to night","resolution":"720p","duration":2,"image":"upl_1","last_image":"upl_2"}""") with
        {
            Media = new Dictionary<string, IReadOnlyList<MediaSource>>
            {
                ["image"] = [SampleMedia.Png(640, 360)],
                ["last_image"] = [SampleMedia.Png(640, 360)],
            },
        };
}

public sealed class AiHubMixSeedanceConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("doubao-seedance-2-0-260128", """{"prompt":"lanterns","aspect_ratio":"16:9","resolution":"480p","duration":4,"image":"upl_1"}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(640, 360)),
        };
}

public sealed class AiHubMixSeedanceReferencesConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request(
        "doubao-seedance-2-0-260128", """{"prompt":"lanterns","resolution":"480p","duration":4,"reference_images":["upl_1","upl_2"],"audio":["upl_3"]}""") with
    {
        Media = new Dictionary<string, IReadOnlyList<MediaSource>>
        {
            ["reference_images"] = [SampleMedia.Png(640, 360), SampleMedia.Png(64, 64)],
            ["audio"] = [SampleMedia.Wav()],
        },
    };
}

public sealed class AiHubMixKlingConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("kling-of-the-day", """{"prompt":"rain","size":"1280x720","duration":5,"image":"upl_1","last_image":"upl_2"}""", "kling") with
        {
            Media = new Dictionary<string, IReadOnlyList<MediaSource>>
            {
                ["image"] = [SampleMedia.Png(640, 360)],
                ["last_image"] = [SampleMedia.Png(640, 360)],
            },
        };
}

public sealed class AiHubMixFluxConformance(ConformanceHost host) : AiHubMixTaskConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override EmptyAnswer Empty => EmptyAnswer.IsNoMedia;

    protected override string UnknownTaskId => "api.us1.bfl.0000000000000000";

    protected override (string? Code, ProviderFailureKind Kind) TaskFailure => ("Content Moderated", ProviderFailureKind.ContentRefused);

    protected override ProviderRequest CreateRequest() =>
        Request("bfl/flux-2-pro", """{"prompt":"a lighthouse","aspect_ratio":"16:9","seed":7}""", "predictions");
}

internal static class AiHubMixBodies
{
    /// <summary>A 503 of the gateway says that a vendor behind it has no room.</summary>
    public static ProviderFailureKind KindOfBroken(int status) =>
        status == 503 ? ProviderFailureKind.RateLimited : ProviderFailureKind.VendorFault;

    public static string Error(string text) =>
        JsonSerializer.Serialize(new { error = new { message = $"{text} (tid: 20261123101500000000001)", type = "Aihubmix_api_error" } });
}
