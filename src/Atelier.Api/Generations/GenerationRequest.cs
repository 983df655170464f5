using System.Text.Json;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Generations;

/// <summary>What to generate.</summary>
internal sealed record GenerationRequest
{
    /// <summary>Id of a model, see <c>GET /api/v1/models</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The model's input, as its <c>input_schema</c> says.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Labels of your own: at most 16 texts (names up to 64, values up to 512 characters).</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Not available yet; a request that names one is refused.</summary>
    public JsonElement? Webhook { get; init; }

    /// <summary>
    /// <c>true</c>, or <c>{"max_age": seconds}</c>: identical requests with a fixed seed share one result at a reduced price.
    /// </summary>
    public JsonElement? Cache { get; init; }

    /// <summary>Refuse when more credits than this would be held.</summary>
    public decimal? MaxCredits { get; init; }

    /// <summary>As a command, or why it cannot be one.</summary>
    public Result<GenerationCommand> ToCommand(string? idempotencyKey = null, string? traceParent = null)
    {
        if (Webhook is not null)
        {
            return new ServiceError(
                ErrorKind.Invalid, ProblemCodes.NotSupported,
                "Webhooks are not available yet. Leave 'webhook' out and read GET /api/v1/generations/{id}/events instead.", "webhook");
        }

        long? maxMicro = null;
        if (MaxCredits is { } credits)
        {
            if (credits < 0 || !MicroCredits.TryFromCredits(credits, out var micro))
            {
                return new ServiceError(
                    ErrorKind.Invalid, ProblemCodes.InvalidValue, "'max_credits' must be from 0 to 1000000000 with at most six places.", "max_credits");
            }

            maxMicro = micro;
        }

        var cache = CacheRequest.Read(Cache);
        if (cache.Error is { } wrong)
        {
            return wrong;
        }

        return new GenerationCommand
        {
            CacheMaxAge = cache.Value,
            Model = Model,
            Input = Input,
            Metadata = Metadata,
            MaxCreditsMicro = maxMicro,
            IdempotencyKey = idempotencyKey,
            TraceParent = traceParent,
        };
    }
}
