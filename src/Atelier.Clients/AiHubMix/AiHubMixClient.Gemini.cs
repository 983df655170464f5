using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    /// <summary>
    /// Asks a Gemini model in Google's own form: <c>POST /gemini/v1beta/models/{model}:generateContent</c>. Its picture models are reached
    /// this way only.
    /// </summary>
    /// <param name="model">Model id, such as <c>gemini-2.5-flash-image</c>.</param>
    /// <param name="request">The conversation and how to answer.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <returns>Texts and media; none when the model refused, with its reason.</returns>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<GenerateContentResponse> GenerateContentAsync(
        string model,
        GenerateContentRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var call = new VendorRequest
        {
            Operation = "generate_content",
            Method = HttpMethod.Post,
            Path = $"gemini/v1beta/models/{Segment(model, nameof(model))}:generateContent",
            Body = VendorBody.Json(request, GeminiJson.Wire.GenerateContentRequest),

            // This side of the gateway knows the key under Google's name alone.
            KeyHeader = "x-goog-api-key",
            SubmitPolicy = policy,
            Timeout = timeout,
        };
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        return GeminiAnswers.Read(ReadJson(answer, Wire.JsonElement)) ?? throw Malformed(answer, "the answer is no content of the known form");
    }
}
