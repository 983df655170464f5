using Microsoft.Extensions.Logging;

namespace Atelier.Services.Catalogue;

internal sealed partial class ModelCatalogue
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Catalogue holds {Count} models from {Source}")]
    private partial void LogLoaded(int count, string source);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Catalogue reloaded: {Count} models, changed by {Source}")]
    private partial void LogReloaded(int count, string source);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "Catalogue not reloaded, the models in use stay as they are: {Problem}")]
    private partial void LogRefused(string problem);
}
