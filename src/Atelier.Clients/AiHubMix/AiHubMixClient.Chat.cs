using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    private static readonly JsonElement IncludeUsage = JsonElement.Parse("""{"include_usage":true}""");

    /// <summary>Answers a chat whole: <c>POST /v1/chat/completions</c>.</summary>
    /// <param name="request">The conversation.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<ChatCompletion> CreateChatCompletionAsync(
        ChatCompletionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request, ChatOperation);
        var body = VendorBody.Json(WithoutEmptyTools(request) with { StreamOptions = null }, Wire.ChatCompletionRequest);
        var answer = await SendBytesAsync(
            Submission(ChatOperation, ChatPath, body, policy, timeout), cancellationToken).ConfigureAwait(false);
        var completion = ReadJson(answer, Wire.JsonElement);
        return completion.Get("choices").ValueKind == JsonValueKind.Array
            ? new ChatCompletion(completion, ChatStream.ReadUsage(completion))
            : throw Malformed(answer, "the chat answer has no choices");
    }

    /// <summary>
    /// Answers a chat in pieces: <c>POST /v1/chat/completions</c> with <c>stream</c>. A failure before the first piece and one between
    /// pieces are thrown alike; a stream that ends before the model finished is a failure too.
    /// </summary>
    /// <inheritdoc cref="CreateChatCompletionAsync"/>
    public async IAsyncEnumerable<ChatCompletionChunk> StreamChatCompletionAsync(
        ChatCompletionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request, ChatOperation);
        var streamed = WithoutEmptyTools(request) with { Stream = true, StreamOptions = request.StreamOptions ?? IncludeUsage };
        var call = StreamedSubmission(ChatOperation, ChatPath, VendorBody.Json(streamed, Wire.ChatCompletionRequest), policy, timeout);
        var answer = await OpenStreamAsync(call, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            await foreach (var chunk in ChatStream.ReadAsync(EventsOf(answer, call), answer, cancellationToken).ConfigureAwait(false))
            {
                yield return chunk;
            }
        }
    }

    private const string ChatOperation = "create_chat_completion";
    private const string ChatPath = "v1/chat/completions";

    // Vendors behind the gateway refuse an empty list of tools, and a choice among none.
    private static ChatCompletionRequest WithoutEmptyTools(ChatCompletionRequest request) =>
        request.Tools is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() == 0
            ? request with { Tools = null, ToolChoice = null }
            : request;
}
