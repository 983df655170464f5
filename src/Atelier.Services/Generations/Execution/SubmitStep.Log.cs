using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

internal sealed partial class SubmitStep
{
    [LoggerMessage(LogLevel.Debug, "Generation {GenerationId} is submitted to {Provider}, attempt {Attempt}")]
    private partial void LogSubmitting(string generationId, string provider, int attempt);

    [LoggerMessage(LogLevel.Debug, "Generation {GenerationId} was accepted by {Provider}")]
    private partial void LogAccepted(string generationId, string provider);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} was refused by {Provider}: {Kind} (status {Status})")]
    private partial void LogRefused(string generationId, string provider, ProviderFailureKind kind, int? status);

    [LoggerMessage(LogLevel.Warning, "Whether {Provider} accepted generation {GenerationId} is unknown")]
    private partial void LogOutcomeUnknown(string generationId, string provider);

    [LoggerMessage(LogLevel.Error, "Provider {Provider} threw while submitting generation {GenerationId}")]
    private partial void LogProviderThrew(Exception error, string generationId, string provider);

    [LoggerMessage(LogLevel.Warning, "A stored input of generation {GenerationId} is gone")]
    private partial void LogInputGone(Exception error, string generationId);
}
