using Atelier.Clients.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Clients.Runway;

/// <summary>Registers <see cref="RunwayClient"/>.</summary>
public static class RunwayServiceCollectionExtensions
{
    private const string HttpName = "Atelier.Runway";

    /// <summary>Adds the one <see cref="RunwayClient"/>, a singleton.</summary>
    public static IServiceCollection AddRunwayClient(this IServiceCollection services, Action<RunwayClientOptions> configure) =>
        Add(services, null, configure);

    /// <summary>Adds a further <see cref="RunwayClient"/> with its own options, a singleton keyed by <paramref name="name"/>.</summary>
    public static IServiceCollection AddRunwayClient(this IServiceCollection services, string name, Action<RunwayClientOptions> configure) =>
        Add(services, name, configure);

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<RunwayClientOptions> configure) =>
        VendorClientRegistration.AddVendorClient<RunwayClient, RunwayClientOptions>(
            services, HttpName, key, configure, (http, options, logger, time) => new RunwayClient(http, options, logger, time));
}
