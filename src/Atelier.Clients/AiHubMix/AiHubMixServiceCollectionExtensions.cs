using Atelier.Clients.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Clients.AiHubMix;

/// <summary>Registers <see cref="AiHubMixClient"/>.</summary>
public static class AiHubMixServiceCollectionExtensions
{
    private const string HttpName = "Atelier.AiHubMix";

    /// <summary>Adds the client as a singleton with its own connection pool.</summary>
    /// <param name="services">The registrations.</param>
    /// <param name="configure">Sets the options; at least <see cref="VendorClientOptions.ApiKey"/>.</param>
    public static IServiceCollection AddAiHubMixClient(this IServiceCollection services, Action<AiHubMixClientOptions> configure) =>
        Add(services, key: null, configure);

    /// <summary>Adds one more client, as a keyed singleton, for another account or address.</summary>
    /// <param name="services">The registrations.</param>
    /// <param name="key">The service key.</param>
    /// <param name="configure">Sets the options; at least <see cref="VendorClientOptions.ApiKey"/>.</param>
    public static IServiceCollection AddAiHubMixClient(
        this IServiceCollection services, string key, Action<AiHubMixClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return Add(services, key, configure);
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<AiHubMixClientOptions> configure) =>
        VendorClientRegistration.AddVendorClient<AiHubMixClient, AiHubMixClientOptions>(
            services, HttpName, key, configure, (http, options, logger, time) => new AiHubMixClient(http, options, logger, time));
}
