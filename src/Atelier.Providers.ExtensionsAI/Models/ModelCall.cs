using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>One model of one provider, and how to run a request on it to its end.</summary>
internal sealed class ModelCall(IGenerationProvider provider, string vendorModel, ModelClientOptions? options)
{
    private readonly ModelClientOptions _options = options ?? new ModelClientOptions();

    public IGenerationProvider Provider => provider;

    public string VendorModel => vendorModel;

    /// <summary>A request of its own id; <paramref name="modelId"/> stands in for the model when given.</summary>
    public ProviderRequest Request(
        Modality modality, string? modelId, JsonObject input, IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>? media = null) => new()
    {
        GenerationId = $"call_{Guid.NewGuid():N}",
        VendorModel = modelId ?? vendorModel,
        Route = _options.Route,
        Modality = modality,
        Input = JsonSerializer.SerializeToElement(input),
        Media = media ?? new Dictionary<string, IReadOnlyList<MediaSource>>(),
        SubmitPolicy = _options.SubmitPolicy,
        Timeout = _options.Timeout,
    };

    /// <summary>Submits, waits for as long as the vendor works, and hands out the result; the caller disposes it.</summary>
    /// <exception cref="ProviderFailureException">It failed, or its outcome is unknown.</exception>
    public async Task<ProviderResult> RunAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        await provider.SubmitAsync(request, cancellationToken).ConfigureAwait(false) switch
        {
            SubmitOutcome.Completed completed => completed.Result,
            SubmitOutcome.Accepted accepted => await WaitAsync(request, accepted, cancellationToken).ConfigureAwait(false),
            SubmitOutcome.Refused refused => throw new ProviderFailureException(refused.Failure),
            SubmitOutcome.Unknown unknown => throw new ProviderFailureException(unknown.Failure),
            var other => throw new InvalidOperationException($"The outcome {other.GetType().Name} is not known here."),
        };

    private async Task<ProviderResult> WaitAsync(ProviderRequest request, SubmitOutcome.Accepted accepted, CancellationToken cancellationToken)
    {
        var task = new ProviderTask(accepted.VendorTaskId, request.VendorModel, request.Modality);
        var wait = accepted.PollAfter;
        try
        {
            while (true)
            {
                await Task.Delay(wait, _options.Time, cancellationToken).ConfigureAwait(false);
                switch (await provider.PollAsync(task, cancellationToken).ConfigureAwait(false))
                {
                    case PollOutcome.Completed completed:
                        return completed.Result;
                    case PollOutcome.Failed failed:
                        throw new ProviderFailureException(failed.Failure);
                    case PollOutcome.Running running:
                        wait = running.PollAfter;
                        break;
                    case PollOutcome.Unavailable unavailable:
                        wait = unavailable.PollAfter;
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (provider.Capabilities.CanCancel)
        {
            // Nobody waits any more; a vendor that can stop should not work, and charge, for nothing.
            await provider.CancelAsync(task, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
