using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>A transcription model as <see cref="ISpeechToTextClient"/>; it translates when English is asked of another language.</summary>
internal sealed class ModelSpeechToTextClient(ModelCall call) : ISpeechToTextClient
{
    private const string English = "en";

    private readonly SpeechToTextClientMetadata _metadata = new(call.Provider.Name, null, call.VendorModel);

    public async Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        var request = await RequestAsync(audioSpeechStream, options, cancellationToken).ConfigureAwait(false);
        await using var result = await call.RunAsync(request, cancellationToken).ConfigureAwait(false);
        var transcript = ResultContents.RequireSome(result)[0];
        var answer = await ResultContents.ReadAsync(transcript, cancellationToken).ConfigureAwait(false);
        return new SpeechToTextResponse(TextOf(answer, transcript.ContentType))
        {
            // Minutes are what transcription is paid by, and this is where its interface has room for them.
            StartTime = result.Usage?.Seconds is null ? null : TimeSpan.Zero,
            EndTime = result.Usage?.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ModelId = request.VendorModel,
            Usage = ResultContents.Usage(result.Usage),
            RawRepresentation = answer,
        };
    }

    /// <summary>The whole text as one update: providers hand transcripts out when they are done.</summary>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var whole = await GetTextAsync(audioSpeechStream, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in whole.ToSpeechToTextResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(SpeechToTextClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(call.Provider) ? call.Provider
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The provider belongs to whoever made it.
    }

    private async Task<ProviderRequest> RequestAsync(Stream audio, SpeechToTextOptions? options, CancellationToken cancellationToken)
    {
        OptionFields.RefuseRaw(options?.RawRepresentationFactory);
        if (options?.SpeechSampleRate is not null)
        {
            throw new NotSupportedException("Recordings carry their own sample rate; leave SpeechSampleRate unset.");
        }

        var modality = ModalityOf(options);
        var input = new JsonObject { ["format"] = "json", ["audio"] = "audio" };
        input.Set("language", modality == Modality.Transcription ? options?.SpeechLanguage : null);
        input.Add(options?.AdditionalProperties);

        // A retry reads the recording again, and the stream given may not be able to.
        using var copy = new MemoryStream();
        await audio.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        var recording = new BytesMediaSource(copy.ToArray()) { Length = copy.Length };
        return call.Request(modality, options?.ModelId, input, new Dictionary<string, IReadOnlyList<MediaSource>> { ["audio"] = [recording] });
    }

    private static Modality ModalityOf(SpeechToTextOptions? options) => options switch
    {
        null or { TextLanguage: null } => Modality.Transcription,
        { SpeechLanguage: { } spoken } when spoken == options.TextLanguage => Modality.Transcription,
        { TextLanguage: English } => Modality.Translation,
        _ => throw new NotSupportedException($"Speech is written down in its own language or in English, not in '{options.TextLanguage}'."),
    };

    // Subtitles and plain text, when asked for by AdditionalProperties, are the text themselves.
    private static string TextOf(ReadOnlyMemory<byte> answer, string? contentType)
    {
        if (contentType is not "application/json")
        {
            return Encoding.UTF8.GetString(answer.Span);
        }

        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()!
                : throw new ProviderFailureException(NoText());
        }
        catch (JsonException e)
        {
            throw new ProviderFailureException(NoText(), e);
        }
    }

    private static ProviderFailure NoText() =>
        new(ProviderFailureKind.VendorFault, "The vendor's transcript holds no text.") { Retryable = true, MayHaveCharged = true };
}
