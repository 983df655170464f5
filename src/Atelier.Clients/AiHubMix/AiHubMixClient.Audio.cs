using System.Globalization;
using System.Runtime.CompilerServices;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    private const string SpeechOperation = "create_speech";
    private const string SpeechPath = "v1/audio/speech";
    private const string TranscriptionOperation = "create_transcription";
    private const string TranscriptionPath = "v1/audio/transcriptions";

    /// <summary>Speaks a text: <c>POST /v1/audio/speech</c>. The sound is streamed; the caller reads and disposes it.</summary>
    /// <param name="request">Words and voice.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time to the first byte of one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed, or the answer is not media.</exception>
    public Task<VendorStream> CreateSpeechAsync(
        SpeechRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        return OpenMediaAsync(
            new VendorRequest
            {
                Operation = SpeechOperation,
                Method = HttpMethod.Post,
                Path = SpeechPath,
                Body = VendorBody.Json(request, Wire.SpeechRequest),
                Accept = AnyMedia,
                SubmitPolicy = policy,
                Timeout = timeout,
            },
            cancellationToken);
    }

    /// <summary>
    /// Speaks a text as events: <c>POST /v1/audio/speech</c> with <c>stream_format</c> <c>sse</c>. Unlike the bare bytes they tell the
    /// tokens used. Not for <c>tts-1</c> models.
    /// </summary>
    /// <inheritdoc cref="CreateSpeechAsync"/>
    public async IAsyncEnumerable<SpeechEvent> StreamSpeechAsync(
        SpeechRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Json(request with { StreamFormat = "sse" }, Wire.SpeechRequest);
        var call = StreamedSubmission(SpeechOperation, SpeechPath, body, policy, timeout);
        var answer = await OpenStreamAsync(call, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var events = AudioStreams.ReadSpeechAsync(EventsOf(answer, call), answer, cancellationToken);
            await foreach (var item in events.ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    /// <summary>Writes down what is spoken: <c>POST /v1/audio/transcriptions</c>.</summary>
    /// <param name="request">The recording and how to answer.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public Task<Transcript> TranscribeAsync(
        TranscriptionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Multipart(TranscriptionParts(request));
        return ReadTranscriptAsync(
            Submission(TranscriptionOperation, TranscriptionPath, body, policy, timeout), request.ResponseFormat, cancellationToken);
    }

    /// <summary>
    /// Writes down what is spoken, word by word: <c>POST /v1/audio/transcriptions</c> with <c>stream</c>. Whisper models ignore the wish
    /// and answer whole, which is a failure here.
    /// </summary>
    /// <inheritdoc cref="TranscribeAsync"/>
    public async IAsyncEnumerable<TranscriptEvent> StreamTranscriptionAsync(
        TranscriptionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Multipart([.. TranscriptionParts(request), VendorPart.Text("stream", "true")]);
        var call = StreamedSubmission(TranscriptionOperation, TranscriptionPath, body, policy, timeout);
        var answer = await OpenStreamAsync(call, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var events = AudioStreams.ReadTranscriptAsync(EventsOf(answer, call), answer, cancellationToken);
            await foreach (var item in events.ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    /// <summary>Writes down in English what is spoken in any language: <c>POST /v1/audio/translations</c>.</summary>
    /// <inheritdoc cref="TranscribeAsync"/>
    public Task<Transcript> TranslateAsync(
        TranslationRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var parts = SpeechParts(request.Model, request.File, request.Prompt, request.ResponseFormat, request.Temperature);
        var call = Submission("create_translation", "v1/audio/translations", VendorBody.Multipart(parts), policy, timeout);
        return ReadTranscriptAsync(call, request.ResponseFormat, cancellationToken);
    }

    private static List<VendorPart> TranscriptionParts(TranscriptionRequest request)
    {
        var parts = SpeechParts(request.Model, request.File, request.Prompt, request.ResponseFormat, request.Temperature);
        if (request.Language is not null)
        {
            parts.Add(VendorPart.Text("language", request.Language));
        }

        parts.AddRange(request.TimestampGranularities.Select(kind => VendorPart.Text("timestamp_granularities[]", kind)));
        parts.AddRange(request.Include.Select(kind => VendorPart.Text("include[]", kind)));
        if (request.ChunkingStrategy is not null)
        {
            parts.Add(VendorPart.Text("chunking_strategy", request.ChunkingStrategy));
        }

        parts.AddRange(request.KnownSpeakerNames.Select(name => VendorPart.Text("known_speaker_names[]", name)));
        parts.AddRange(request.KnownSpeakerReferences.Select(sample => VendorPart.Text("known_speaker_references[]", sample)));
        return parts;
    }

    private static List<VendorPart> SpeechParts(string model, VendorFile file, string? prompt, string? responseFormat, double? temperature)
    {
        List<VendorPart> parts = [VendorPart.Upload("file", file), VendorPart.Text("model", model)];
        if (prompt is not null)
        {
            parts.Add(VendorPart.Text("prompt", prompt));
        }

        if (responseFormat is not null)
        {
            parts.Add(VendorPart.Text("response_format", responseFormat));
        }

        if (temperature is { } warmth)
        {
            parts.Add(VendorPart.Text("temperature", warmth.ToString(CultureInfo.InvariantCulture)));
        }

        return parts;
    }

    private async Task<Transcript> ReadTranscriptAsync(VendorRequest request, string? format, CancellationToken cancellationToken)
    {
        var answer = await SendBytesAsync(request, cancellationToken).ConfigureAwait(false);
        return Transcripts.IsText(format, answer)
            ? Transcripts.OfText(answer, format) ?? throw Malformed(answer, $"the transcript is not of the form '{format}'")
            : Transcripts.OfJson(answer, ReadJson(answer, Wire.TranscriptWire)) ?? throw Malformed(answer, "the transcript has no text");
    }
}
