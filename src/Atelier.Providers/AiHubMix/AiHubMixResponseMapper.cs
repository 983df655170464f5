using System.Globalization;
using System.Runtime.InteropServices;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Turns the gateway's answers into outcomes. Pure: URLs become sources by way of a function that is given.</summary>
internal static class AiHubMixResponseMapper
{
    /// <summary>Pictures of the OpenAI form.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="fromUrl">Prepares a download.</param>
    /// <param name="policy">What an answer comes to that names pictures nobody can have.</param>
    public static SubmitOutcome Map(ImagesResponse answer, Func<Uri, MediaSource> fromUrl, SubmitPolicy policy)
    {
        var (width, height) = Pixels(answer.Size);
        var type = Named(answer.OutputFormat);
        var media = Pictures([.. answer.Data.Select(item => (item.Bytes, item.Url, type))], fromUrl, width, height);
        return media.Count < answer.Data.Count
            ? VendorCalls.OutcomeOf(AiHubMixFailureMapper.UnusableAnswer(), policy)
            : new SubmitOutcome.Completed(new ProviderResult(media) { Usage = Map(answer.Usage), Details = Details(answer) });
    }

    /// <summary>Pictures of a prediction, or the task that will make them.</summary>
    public static SubmitOutcome Map(Prediction prediction, Func<Uri, MediaSource> fromUrl, SubmitPolicy policy, TimeSpan pollAfter)
    {
        if (prediction is { Images.Count: 0, TaskId: { } task })
        {
            return new SubmitOutcome.Accepted(task, pollAfter);
        }

        var media = Pictures(prediction.Images, fromUrl);
        return media.Count < prediction.Images.Count
            ? VendorCalls.OutcomeOf(AiHubMixFailureMapper.UnusableAnswer(), policy)
            : new SubmitOutcome.Completed(new ProviderResult(media) { Usage = Map(prediction.Usage) });
    }

    /// <summary>The task of a prediction.</summary>
    public static PollOutcome Map(PredictionTask task, Func<Uri, MediaSource> fromUrl, TimeSpan pollAfter) => task.State switch
    {
        TaskState.Completed => new PollOutcome.Completed(new ProviderResult(Pictures(task.Images, fromUrl))),
        TaskState.Failed => new PollOutcome.Failed(AiHubMixFailureMapper.Map(task.Error!)),
        _ => new PollOutcome.Running(null, pollAfter),
    };

    /// <summary>The state of a video.</summary>
    /// <param name="video">The answer.</param>
    /// <param name="open">Prepares the content of a finished one.</param>
    /// <param name="pollAfter">When asking again makes sense.</param>
    public static PollOutcome Map(VideoTask video, Func<VideoTask, MediaSource> open, TimeSpan pollAfter) => video.State switch
    {
        TaskState.Completed => new PollOutcome.Completed(new ProviderResult([open(video)])),
        TaskState.Failed => new PollOutcome.Failed(AiHubMixFailureMapper.Map(video.Error!)),
        _ => new PollOutcome.Running(video.Progress is { } percent ? Math.Clamp(percent / 100, 0, 1) : null, pollAfter),
    };

    /// <summary>A transcript in the format that was asked for.</summary>
    /// <param name="transcript">The answer.</param>
    /// <param name="format">Our <c>format</c>: may be <c>text</c> where the vendor answered JSON.</param>
    public static SubmitOutcome Map(Transcript transcript, string? format)
    {
        var isText = format is "text" && transcript.ContentType is "application/json";
        var content = isText ? System.Text.Encoding.UTF8.GetBytes(transcript.Text) : transcript.Raw;
        var (type, extension) = format switch
        {
            "text" => ("text/plain", "txt"),
            "srt" => ("application/x-subrip", "srt"),
            "vtt" => ("text/vtt", "vtt"),
            _ => (transcript.ContentType, "json"),
        };
        var details = transcript.Language is { } language ? new Dictionary<string, string> { ["language"] = language } : [];
        return new SubmitOutcome.Completed(new ProviderResult([InMemory(content, type, $"transcript.{extension}")])
        {
            Usage = Usage(transcript),
            Details = details,
        });
    }

    /// <summary>Vectors: OpenAI's embeddings object, as it came.</summary>
    public static SubmitOutcome Map(EmbeddingsResponse answer) => new SubmitOutcome.Completed(
        new ProviderResult([InMemory(answer.Raw, "application/json", "embeddings.json")])
        {
            // What is not told of tokens written is none: a vector has no words.
            Usage = Map(answer.Usage) is { } usage ? usage with { OutputTokens = usage.OutputTokens ?? 0 } : null,
        });

    /// <summary>A whole chat answer.</summary>
    public static SubmitOutcome Map(ChatCompletion completion) => new SubmitOutcome.Completed(
        new ProviderResult([InMemory(JsonMarshal.GetRawUtf8Value(completion.Body).ToArray(), "application/json", "completion.json")])
        {
            Usage = Map(completion.Usage),
        });

    public static ProviderUsage? Map(ChatUsage? usage) =>
        usage is null ? null : new ProviderUsage { InputTokens = usage.PromptTokens, OutputTokens = usage.CompletionTokens };

    public static ProviderUsage? Map(TokenUsage? usage) => usage is null ? null : new ProviderUsage
    {
        InputTokens = usage.InputTokens,
        OutputTokens = usage.OutputTokens,
        Seconds = usage.Seconds,
    };

    private static ProviderUsage? Usage(Transcript transcript)
    {
        var usage = Map(transcript.Usage);
        return transcript.DurationSeconds is { } seconds && usage?.Seconds is null
            ? (usage ?? new ProviderUsage()) with { Seconds = seconds }
            : usage;
    }

    private static List<MediaSource> Pictures(IReadOnlyList<PredictionImage> images, Func<Uri, MediaSource> fromUrl) =>
        Pictures([.. images.Select(image => (image.Bytes, image.Url, image.ContentType))], fromUrl, null, null);

    private static List<MediaSource> Pictures(
        IReadOnlyList<(ReadOnlyMemory<byte>? Bytes, string? Url, string? ContentType)> items,
        Func<Uri, MediaSource> fromUrl,
        int? width,
        int? height)
    {
        var media = new List<MediaSource>();
        foreach (var (bytes, url, contentType) in items)
        {
            if (bytes is { } picture && (MediaTypes.FromFirstBytes(picture.Span) ?? contentType) is { } type)
            {
                media.Add(new BytesMediaSource(picture)
                {
                    ContentType = type,
                    Length = picture.Length,
                    FileName = $"image.{MediaTypes.ExtensionOf(type)}",
                    Width = width,
                    Height = height,
                });
            }
            else if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                media.Add(fromUrl(address));
            }
        }

        return media;
    }

    private static BytesMediaSource InMemory(ReadOnlyMemory<byte> content, string type, string name) =>
        new(content) { ContentType = type, Length = content.Length, FileName = name };

    private static Dictionary<string, string> Details(ImagesResponse answer) =>
        answer.Data.Select(item => item.RevisedPrompt).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is { } revised
            ? new Dictionary<string, string> { ["revised_prompt"] = revised }
            : [];

    private static string? Named(string? format) => format is null ? null : MediaTypes.FromFileName($"image.{format}");

    private static (int? Width, int? Height) Pixels(string? size)
    {
        var sides = size?.Split('x') ?? [];
        return sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
                ? (width, height)
                : (null, null);
    }
}
