using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Clients.Http;

/// <summary>What every <c>AddXClient</c> does: options, a named <see cref="HttpClient"/> and the client as a singleton.</summary>
internal static class VendorClientRegistration
{
    /// <summary>Makes one client from its parts.</summary>
    public delegate TClient Factory<TClient, in TOptions>(HttpClient http, TOptions options, ILogger<TClient> logger, TimeProvider? time);

    /// <param name="services">The registrations.</param>
    /// <param name="httpName">Name of the <see cref="HttpClient"/>, such as <c>Atelier.Runway</c>.</param>
    /// <param name="key">Null for the one client of its type; otherwise the client is a keyed service of this name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="create">The client's constructor.</param>
    public static IServiceCollection AddVendorClient<TClient, TOptions>(
        IServiceCollection services, string httpName, string? key, Action<TOptions> configure, Factory<TClient, TOptions> create)
        where TClient : class
        where TOptions : VendorClientOptions, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var optionsName = key ?? Options.DefaultName;
        var name = key is null ? httpName : $"{httpName}:{key}";
        services.AddOptions<TOptions>(optionsName).Configure(configure);

        // The factory's own loggers would print URLs; the client logs for itself. The handler renews its connections itself, so it
        // need not be replaced, and a singleton may keep it.
        services.AddHttpClient(name, (provider, http) =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                if (provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName).Connections.Http2)
                {
                    http.DefaultRequestVersion = HttpVersion.Version20;
                    http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
                }
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var options = provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName);
                options.Validate();
                return VendorHandlers.ForVendor(options);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return key is null
            ? services.AddSingleton(provider => Build(provider))
            : services.AddKeyedSingleton(key, (provider, _) => Build(provider));

        TClient Build(IServiceProvider provider) => create(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(name),
            provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName),
            provider.GetRequiredService<ILogger<TClient>>(),
            provider.GetService<TimeProvider>());
    }
}
