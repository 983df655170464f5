using System.Text.Json.Serialization;
using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

internal sealed partial class StoreStep
{
    [LoggerMessage(LogLevel.Warning, "The artifact store could not take the result of generation {GenerationId}")]
    private partial void LogStoreUnavailable(Exception error, string generationId);

    [LoggerMessage(LogLevel.Warning, "The result of generation {GenerationId} could not be read: {Kind}")]
    private partial void LogMediaUnavailable(Exception error, string generationId, ProviderFailureKind kind);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} delivered {Count} artifacts and captures {Credits} credits")]
    private partial void LogCompleted(string generationId, int count, string credits);

    [LoggerMessage(LogLevel.Warning, "The result of generation {GenerationId} was lost before it was stored; its policy allows another submission")]
    private partial void LogResultLost(string generationId);
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class DetailsJson : JsonSerializerContext;
