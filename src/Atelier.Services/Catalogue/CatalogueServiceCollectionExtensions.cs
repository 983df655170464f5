using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Services.Catalogue;

/// <summary>Registers the catalogue.</summary>
public static class CatalogueServiceCollectionExtensions
{
    /// <summary>Adds the catalogue, input validation and pricing; the models file is watched while the host runs.</summary>
    public static IServiceCollection AddAtelierCatalogue(this IServiceCollection services, Action<CatalogueOptions>? configure = null)
    {
        services.AddOptions<CatalogueOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(options => options.RecheckInterval >= TimeSpan.FromMilliseconds(100), "The catalogue's RecheckInterval must be at least 100 milliseconds.")
            .ValidateOnStart();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelCatalogue>();
        services.TryAddSingleton<IModelCatalogue>(provider => provider.GetRequiredService<ModelCatalogue>());
        services.TryAddSingleton<IInputValidator, InputValidator>();
        services.TryAddSingleton<IPricing, Pricing>();
        services.AddHostedService<CatalogueReloader>();
        return services;
    }
}
