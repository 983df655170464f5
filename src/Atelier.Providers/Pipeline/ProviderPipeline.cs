using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Pipeline;

/// <summary>Puts the wrappers around a provider, always in the same order.</summary>
internal sealed class ProviderPipeline(ProviderMetrics metrics, ILoggerFactory loggers, TimeProvider time)
{
    public IGenerationProvider Wrap(IGenerationProvider provider, ProviderTarget target, ProviderHealth health)
    {
        var watched = new HealthProvider(new KeyPinningProvider(provider), health, time);
        var metered = new MeteredProvider(watched, target, metrics, time);
        var logged = new LoggingProvider(metered, target, loggers.CreateLogger($"Atelier.Providers.{provider.Name}"), time);
        return provider is IChatProvider ? new ChatFace(logged) : logged;
    }
}
