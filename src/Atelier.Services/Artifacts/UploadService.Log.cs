using Microsoft.Extensions.Logging;

namespace Atelier.Services.Artifacts;

internal sealed partial class UploadService
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Upload {UploadId} stored: {ContentType}, {Bytes} bytes")]
    private partial void LogStored(string uploadId, string contentType, long bytes);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "The store is away; upload {UploadId} could not be written or read")]
    private partial void LogStoreAway(Exception exception, string uploadId);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "{Key} was left in the store; the sweeper will remove it")]
    private partial void LogLeftBehind(Exception exception, string key);
}
