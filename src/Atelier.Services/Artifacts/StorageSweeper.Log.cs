using Microsoft.Extensions.Logging;

namespace Atelier.Services.Artifacts;

internal sealed partial class StorageSweeper
{
    [LoggerMessage(EventId = 4121, Level = LogLevel.Debug, Message = "Swept the store: {Count} objects removed")]
    private partial void LogSwept(int count);

    [LoggerMessage(EventId = 4122, Level = LogLevel.Warning, Message = "The store could not be swept; the next round tries again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 4123, Level = LogLevel.Information, Message = "Removed {Key}, which no record names")]
    private partial void LogOrphan(string key);

    [LoggerMessage(EventId = 4124, Level = LogLevel.Error,
        Message = "{Orphans} of {Seen} objects in {Store} have no record: more than a crash leaves behind, so none is removed. Is this the right database?")]
    private partial void LogTooManyOrphans(int orphans, int seen, string store);
}
