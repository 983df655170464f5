using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;
using Atelier.Providers.AiHubMix;
using Atelier.Providers.Media;
using Atelier.Providers.Pipeline;
using Atelier.Providers.Runway;
using Atelier.Providers.Stability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Providers.Registration;

/// <summary>Registers the providers.</summary>
public static class ProviderServiceCollectionExtensions
{
    /// <summary>The name of the downloader that fetches what callers point to.</summary>
    private const string CallersMedia = "atelier:callers";

    /// <summary>The vendors of this build, for whoever has to know their settings before there are services.</summary>
    public static IReadOnlyList<VendorRegistration> Vendors { get; } =
        [.. AddVendors(new ServiceCollection()).Select(service => service.ImplementationInstance).OfType<VendorRegistration>()];

    /// <summary>
    /// Adds a vendor: its clients for the live and the simulated target, and the provider over them. Nothing else has to know of it.
    /// </summary>
    /// <typeparam name="TOptions">The client's options; their defaults give the setting prefix and the public address.</typeparam>
    /// <param name="services">The registrations.</param>
    /// <param name="name">The provider's name, as in the catalogue and below the sandbox's address.</param>
    /// <param name="addClient">Registers the client under a key, without settings of its own.</param>
    /// <param name="create">Makes the provider over the client of that key.</param>
    public static IServiceCollection AddVendor<TOptions>(
        this IServiceCollection services,
        string name,
        Action<IServiceCollection, string> addClient,
        Func<VendorContext, IGenerationProvider> create)
        where TOptions : VendorClientOptions, new()
    {
        ArgumentNullException.ThrowIfNull(addClient);
        var defaults = new TOptions();
        var vendor = new VendorRegistration
        {
            Name = name,
            SettingPrefix = defaults.SettingPrefix,
            PublicBaseUrl = defaults.BaseUrl,
            Create = create,
        };
        services.AddSingleton(vendor);
        foreach (var target in Enum.GetValues<ProviderTarget>())
        {
            addClient(services, vendor.ClientKey(target));
            services.AddOptions<TOptions>(vendor.ClientKey(target))
                .Configure<VendorConnections>((options, connections) => connections.Apply(vendor, target, options));
            services.AddMediaDownloader(vendor.ClientKey(target), static _ => { });
            services.AddOptions<MediaDownloadOptions>(vendor.ClientKey(target))
                .Configure<VendorConnections>((options, connections) => connections.Apply(vendor, target, options));
        }

        return services;
    }

    /// <summary>
    /// Adds a provider that is there already, for example one made of somebody else's client. It is live only: a test key finds no
    /// simulator of it and is told so.
    /// </summary>
    /// <param name="services">The registrations.</param>
    /// <param name="name">The provider's name, as in the catalogue.</param>
    /// <param name="create">Makes the provider; called once.</param>
    public static IServiceCollection AddProvider(
        this IServiceCollection services, string name, Func<IServiceProvider, IGenerationProvider> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return services.AddSingleton(new VendorRegistration
        {
            Name = name,
            SettingPrefix = name.ToUpperInvariant(),
            PublicBaseUrl = "",
            IsReadyMade = true,
            Create = vendor => create(vendor.Services),
        });
    }

    /// <summary>Adds every vendor of this build, the directory of providers, their health and the fetching of media.</summary>
    /// <param name="services">The registrations. An <see cref="ISandboxEndpoint"/> must be among them.</param>
    /// <param name="readSetting">
    /// Reads a setting by its name, such as <c>RUNWAY_API_KEY</c> or <c>RUNWAY_BASE_URL</c>; <see langword="null"/> or blank when not set.
    /// </param>
    /// <param name="configure">Sets the rest; runs after the settings were read.</param>
    public static IServiceCollection AddAtelierProviders(
        this IServiceCollection services,
        Func<string, string?> readSetting,
        Action<ProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(readSetting);
        services.AddOptions<ProviderOptions>()
            .Configure<IEnumerable<VendorRegistration>>((options, vendors) => options.ReadLive(vendors, readSetting))
            .Configure(configure ?? (static _ => { }));
        AddParts(services);
        return AddVendors(services);
    }

    // The one list of vendors: whatever else needs to know them asks for the registrations.
    private static IServiceCollection AddVendors(IServiceCollection services) =>
        services
            .AddVendor<StabilityClientOptions>(
                "stability",
                static (clients, key) => clients.AddStabilityClient(key, static _ => { }),
                static vendor => new StabilityProvider(vendor.Client<StabilityClient>(), vendor.PollInterval))
            .AddVendor<RunwayClientOptions>(
                "runway",
                static (clients, key) => clients.AddRunwayClient(key, static _ => { }),
                static vendor => new RunwayProvider(vendor.Client<RunwayClient>(), vendor.Downloader, vendor.PollInterval))
            .AddVendor<AiHubMixClientOptions>(
                "aihubmix",
                static (clients, key) => clients.AddAiHubMixClient(key, static _ => { }),
                static vendor => new AiHubMixProvider(vendor.Client<AiHubMixClient>(), vendor.Downloader, vendor.PollInterval));

    private static void AddParts(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMediaDownloader(CallersMedia, static _ => { });
        services.AddOptions<MediaDownloadOptions>(CallersMedia)
            .Configure<VendorConnections>(static (options, connections) => connections.Apply(options));
        services.TryAddSingleton<IMediaFetcher>(
            static provider => new MediaFetcher(provider.GetRequiredKeyedService<MediaDownloader>(CallersMedia), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<VendorConnections>();
        services.TryAddSingleton<ProviderMetrics>();
        services.TryAddSingleton<ProviderPipeline>();
        services.TryAddSingleton<ProviderDirectory>();
        services.TryAddSingleton<IProviderDirectory>(provider => provider.GetRequiredService<ProviderDirectory>());
        services.TryAddSingleton<IProviderHealthSource>(provider => provider.GetRequiredService<ProviderDirectory>());
    }
}
