using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    /// <summary>Turns texts into vectors: <c>POST /v1/embeddings</c>.</summary>
    /// <param name="request">The texts.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorInvalidRequestException">The vendor would refuse the request; nothing was sent.</exception>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<EmbeddingsResponse> CreateEmbeddingsAsync(
        EmbeddingRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Json(request, Wire.EmbeddingRequest);
        var answer = await SendBytesAsync(
            Submission("create_embeddings", "v1/embeddings", body, policy, timeout), cancellationToken).ConfigureAwait(false);
        var wire = ReadJson(answer, Wire.EmbeddingsWire);
        var vectors = EmbeddingVectors.Read(wire.Data ?? throw Malformed(answer, "the embeddings have no data"))
            ?? throw Malformed(answer, "the answer holds something that is no vector");
        if (vectors.Count != request.Input.Count)
        {
            throw Malformed(answer, $"{request.Input.Count} texts were sent, but {vectors.Count} vectors came back");
        }

        return new EmbeddingsResponse { Data = vectors, Model = wire.Model, Usage = wire.Usage, Raw = answer.Content };
    }
}
