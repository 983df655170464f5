using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    private const string ResponseOperation = "create_response";
    private const string ResponsePath = "v1/responses";

    /// <summary>Answers by OpenAI's newer interface: <c>POST /v1/responses</c>.</summary>
    /// <param name="request">What to answer.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<ResponseAnswer> CreateResponseAsync(
        ResponseRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.CheckText(request.Model, request.Input, "input", ResponseOperation);
        var body = VendorBody.Json(request, Wire.ResponseRequest);
        var answer = await SendBytesAsync(Submission(ResponseOperation, ResponsePath, body, policy, timeout), cancellationToken).ConfigureAwait(false);
        var root = ReadJson(answer, Wire.JsonElement);
        return root.Get("output").ValueKind == JsonValueKind.Array
            ? new ResponseAnswer(root, Usages.Read(root))
            : throw Malformed(answer, "the response has no output");
    }

    /// <summary>
    /// Answers by OpenAI's newer interface in pieces: <c>POST /v1/responses</c> with <c>stream</c>. A stream that ends before the response
    /// did is a failure.
    /// </summary>
    /// <inheritdoc cref="CreateResponseAsync"/>
    public async IAsyncEnumerable<ResponseEvent> StreamResponseAsync(
        ResponseRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.CheckText(request.Model, request.Input, "input", ResponseOperation);
        var body = VendorBody.Json(request with { Stream = true }, Wire.ResponseRequest);
        var call = StreamedSubmission(ResponseOperation, ResponsePath, body, policy, timeout);
        var answer = await OpenStreamAsync(call, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var events = EventsOf(answer, call);
            var finished = false;
            await foreach (var (type, item) in events.ReadAsync(answer, cancellationToken).ConfigureAwait(false))
            {
                finished |= type is "response.completed" or "response.incomplete" or "response.failed";
                yield return new ResponseEvent(type, item, Usages.Read(item.Get("response")));
            }

            if (!finished)
            {
                throw events.BrokenOff();
            }
        }
    }

    /// <summary>Continues a text by OpenAI's oldest interface: <c>POST /v1/completions</c>.</summary>
    /// <param name="request">What to continue.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<TextCompletion> CreateCompletionAsync(
        TextCompletionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        const string operation = "create_completion";
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.CheckText(request.Model, request.Prompt, "prompt", operation);
        var body = VendorBody.Json(request, Wire.TextCompletionRequest);
        var answer = await SendBytesAsync(Submission(operation, "v1/completions", body, policy, timeout), cancellationToken).ConfigureAwait(false);
        var root = ReadJson(answer, Wire.JsonElement);
        return root.Get("choices").ValueKind == JsonValueKind.Array
            ? new TextCompletion(root, ChatStream.ReadUsage(root))
            : throw Malformed(answer, "the completion has no choices");
    }

    /// <summary>Judges texts and pictures: <c>POST /v1/moderations</c>.</summary>
    /// <param name="request">What to judge.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<ModerationResponse> CreateModerationAsync(
        ModerationRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        const string operation = "create_moderation";
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.CheckText(request.Model, request.Input, "input", operation);
        var body = VendorBody.Json(request, Wire.ModerationRequest);
        var answer = await SendBytesAsync(Submission(operation, "v1/moderations", body, policy, timeout), cancellationToken).ConfigureAwait(false);
        return Moderations.Read(ReadJson(answer, Wire.JsonElement)) ?? throw Malformed(answer, "the moderation has no results");
    }
}
