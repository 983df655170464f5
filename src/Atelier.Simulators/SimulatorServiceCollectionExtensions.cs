using Atelier.Simulators.AiHubMix;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Runway;
using Atelier.Simulators.Stability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Simulators;

/// <summary>Registers the simulated vendors.</summary>
public static class SimulatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the simulated vendors and what they share (<see cref="VendorSimulators"/>). They take their time from the registered
    /// <see cref="TimeProvider"/>, or the system's. Map them with <see cref="SimulatorEndpoints.MapVendorSimulators"/>.
    /// </summary>
    public static IServiceCollection AddVendorSimulators(this IServiceCollection services, SimulatorOptions? options = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        options ??= new SimulatorOptions();
        services.TryAddSingleton(provider => new VendorSimulators(options, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<FaultRunner>();
        services.TryAddSingleton<VendorPipeline>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IVendorSimulator, StabilitySimulator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IVendorSimulator, RunwaySimulator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IVendorSimulator, AiHubMixSimulator>());
        return services;
    }
}
