using Microsoft.Extensions.Logging;

namespace Atelier.Services.Persistence.Writing;

internal sealed partial class WriteQueue
{
    [LoggerMessage(LogLevel.Error, "A transaction of {Count} operations failed and was rolled back")]
    private partial void LogGroupFailed(int count, Exception exception);

    [LoggerMessage(LogLevel.Error, "A listener failed after a commit of generation {GenerationId}")]
    private partial void LogSignalFailed(string generationId, Exception exception);
}
