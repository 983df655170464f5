using System.Text;
using System.Text.Json.Nodes;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Pictures and transcripts that somebody watches while they are made. The outcome is that of the same request unwatched.</summary>
internal static class AiHubMixWatched
{
    private const int MostPictures = 3;

    /// <summary>Whether the gateway shows pictures of this model before they are finished.</summary>
    public static bool Shows(string model) => AiHubMixModels.IsGptImage(model);

    /// <summary>Whether the gateway shows transcripts of this model, in this form, word by word.</summary>
    public static bool ShowsWords(string model, string? format) => AiHubMixModels.AnswersJsonOnly(model) && format is null or "json" or "text";

    /// <summary>New or changed pictures, unfinished ones shown first.</summary>
    public static async Task<SubmitOutcome> DrawAsync(
        AiHubMixClient client, AiHubMixInput input, ProviderRequest request, ProviderPreviews previews, CancellationToken cancellationToken)
    {
        var policy = request.SubmitPolicy.ToClient();
        var wanted = Math.Min(previews.Most, MostPictures);
        var events = input.HasMedia("image") || input.HasMedia("mask")
            ? client.StreamImageEditAsync(
                AiHubMixImageRequestMapper.MapEdit(input) with { PartialImages = wanted }, policy, request.Timeout, cancellationToken)
            : client.StreamImageAsync(
                AiHubMixImageRequestMapper.MapCreate(input) with { PartialImages = wanted }, policy, request.Timeout, cancellationToken);
        var finished = new List<ImageItem>();
        var answer = new ImagesResponse();
        await foreach (var picture in events)
        {
            if (!picture.IsFinished)
            {
                previews.Show(picture.Bytes);
                continue;
            }

            finished.Add(new ImageItem { Bytes = picture.Bytes });
            answer = answer with { Size = picture.Size, OutputFormat = picture.OutputFormat, Usage = picture.Usage ?? answer.Usage };
        }

        return AiHubMixResponseMapper.Map(
            answer with { Data = finished }, _ => throw new InvalidOperationException("Pictures of a stream come as bytes."), request.SubmitPolicy);
    }

    /// <summary>A transcript whose words are shown as they are written.</summary>
    public static async Task<SubmitOutcome> TranscribeAsync(
        AiHubMixClient client, AiHubMixInput input, ProviderRequest request, ProviderPreviews previews, CancellationToken cancellationToken)
    {
        var format = input.Values.Text("format");
        var order = AiHubMixAudioRequestMapper.MapTranscription(input);
        var whole = new Transcript { Text = "", Raw = ReadOnlyMemory<byte>.Empty, ContentType = "application/json" };
        await foreach (var next in client.StreamTranscriptionAsync(order, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken))
        {
            if (next.Delta is { Length: > 0 } words)
            {
                previews.Show(Encoding.UTF8.GetBytes(words));
            }

            if (next.Text is { } text)
            {
                whole = whole with { Text = text, Raw = AsJson(text, next.Usage), Usage = next.Usage };
            }
        }

        return AiHubMixResponseMapper.Map(whole, format);
    }

    /// <summary>What the gateway answers when it is asked for the whole at once.</summary>
    private static byte[] AsJson(string text, TokenUsage? usage)
    {
        var answer = new JsonObject { ["text"] = text };
        if (usage is { Seconds: { } seconds })
        {
            answer["usage"] = new JsonObject { ["type"] = "duration", ["seconds"] = seconds };
        }
        else if (usage is not null)
        {
            answer["usage"] = new JsonObject
            {
                ["type"] = "tokens",
                ["input_tokens"] = usage.InputTokens,
                ["output_tokens"] = usage.OutputTokens,
                ["total_tokens"] = usage.TotalTokens,
            };
        }

        return Encoding.UTF8.GetBytes(answer.ToJsonString());
    }
}
