using Microsoft.Extensions.Logging;

namespace Atelier.Api.Problems;

internal sealed partial class FaultHandler
{
    [LoggerMessage(5001, LogLevel.Error, "Request {RequestId} ({Method} {Path}) failed through a fault of ours")]
    private partial void LogFault(Exception exception, string requestId, string method, string path);

    [LoggerMessage(5002, LogLevel.Debug, "Request {RequestId} was refused with {Code}")]
    private partial void LogRefused(Exception exception, string requestId, string code);
}
