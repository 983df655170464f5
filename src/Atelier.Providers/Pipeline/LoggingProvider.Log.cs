using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Pipeline;

internal sealed partial class LoggingProvider
{
    [LoggerMessage(
        EventId = 3001,
        EventName = "ProviderCallEnded",
        Message = "{Provider} ({Target}) {Operation} {VendorModel} for generation {GenerationId}, vendor task {VendorTaskId}: "
            + "{Outcome} after {ElapsedMilliseconds} ms")]
    private static partial void LogEnded(
        ILogger logger,
        LogLevel level,
        string provider,
        ProviderTarget target,
        ProviderOperation operation,
        string vendorModel,
        string? generationId,
        string? vendorTaskId,
        string outcome,
        double elapsedMilliseconds);

    [LoggerMessage(
        EventId = 3002,
        EventName = "ProviderCallFailed",
        Message = "{Provider} ({Target}) {Operation} {VendorModel} for generation {GenerationId}, vendor task {VendorTaskId}: "
            + "{Outcome} after {ElapsedMilliseconds} ms: {FailureKind}, status {VendorStatus}, code {VendorCode}, request {VendorRequestId}")]
    private static partial void LogFailed(
        ILogger logger,
        LogLevel level,
        string provider,
        ProviderTarget target,
        ProviderOperation operation,
        string vendorModel,
        string? generationId,
        string? vendorTaskId,
        string outcome,
        double elapsedMilliseconds,
        ProviderFailureKind failureKind,
        int? vendorStatus,
        string? vendorCode,
        string? vendorRequestId);
}
