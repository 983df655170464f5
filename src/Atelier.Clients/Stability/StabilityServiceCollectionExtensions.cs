using Atelier.Clients.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Clients.Stability;

/// <summary>Registers <see cref="StabilityClient"/>.</summary>
public static class StabilityServiceCollectionExtensions
{
    private const string HttpName = "Atelier.Stability";

    /// <summary>Adds the one <see cref="StabilityClient"/>, a singleton.</summary>
    public static IServiceCollection AddStabilityClient(this IServiceCollection services, Action<StabilityClientOptions> configure) =>
        Add(services, null, configure);

    /// <summary>Adds a further <see cref="StabilityClient"/> with its own options, a singleton keyed by <paramref name="name"/>.</summary>
    public static IServiceCollection AddStabilityClient(
        this IServiceCollection services, string name, Action<StabilityClientOptions> configure) => Add(services, name, configure);

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<StabilityClientOptions> configure) =>
        VendorClientRegistration.AddVendorClient<StabilityClient, StabilityClientOptions>(
            services, HttpName, key, configure, (http, options, logger, time) => new StabilityClient(http, options, logger, time));
}
