using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Pipeline;

/// <summary>
/// Logs each call with ids, outcome and duration. A failure of the vendor is a warning; a refused request is information, since the
/// vendor did its part; polls that say "still running" are debug.
/// </summary>
internal sealed partial class LoggingProvider(
    IGenerationProvider inner,
    ProviderTarget target,
    ILogger logger,
    TimeProvider time) : ProviderWrapper(inner, time)
{
    protected override void End(IDisposable? scope, ProviderCall call, ProviderCallResult result, TimeSpan elapsed)
    {
        var level = LevelOf(call, result);
        if (!logger.IsEnabled(level))
        {
            return;
        }

        if (result.Failure is { } failure)
        {
            LogFailed(
                logger, level, Name, target, call.Operation, call.VendorModel, call.GenerationId, result.VendorTaskId ?? call.VendorTaskId,
                result.Outcome, elapsed.TotalMilliseconds, failure.Kind, failure.VendorStatus, failure.VendorCode, failure.VendorRequestId);
            return;
        }

        LogEnded(
            logger, level, Name, target, call.Operation, call.VendorModel, call.GenerationId, result.VendorTaskId ?? call.VendorTaskId,
            result.Outcome, elapsed.TotalMilliseconds);
    }

    private static LogLevel LevelOf(ProviderCall call, ProviderCallResult result)
    {
        if (result == ProviderCallResult.Threw)
        {
            return LogLevel.Error;
        }

        if (result.Failure is { } failure)
        {
            return ProviderHealth.IsVendorsFault(failure) ? LogLevel.Warning : LogLevel.Information;
        }

        return call.Operation == ProviderOperation.Poll && result.Outcome == "running" ? LogLevel.Debug : LogLevel.Information;
    }
}
