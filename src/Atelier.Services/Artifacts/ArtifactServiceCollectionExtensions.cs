using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Services.Artifacts;

/// <summary>Registers uploads and artifacts.</summary>
public static class ArtifactServiceCollectionExtensions
{
    /// <summary>
    /// Adds uploads, artifacts, media inputs and the sweeper. Needs a store (<c>AddAtelierStorage</c>), a database, the catalogue and an
    /// <see cref="Atelier.Providers.IMediaFetcher"/>.
    /// </summary>
    public static IServiceCollection AddAtelierArtifacts(this IServiceCollection services, Action<ArtifactOptions>? configure = null)
    {
        services.AddOptions<ArtifactOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(options => options.MaxUploadBytes > 0 && options.MaxUploadPixels > 0, "Upload limits must be positive.")
            .Validate(
                options => options.UploadLifetime > TimeSpan.Zero && options.RemovalGrace > TimeSpan.Zero
                    && options.SweepInterval > TimeSpan.Zero && options.OrphanInterval > TimeSpan.Zero,
                "Lifetimes and intervals of stored media must be positive.")
            .ValidateOnStart();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdFactory>();
        services.TryAddSingleton<UploadService>();
        services.TryAddSingleton<IUploadService>(provider => provider.GetRequiredService<UploadService>());
        services.TryAddSingleton<IArtifactService, ArtifactService>();
        services.TryAddSingleton<ILinkKeys, PassingLinkKeys>();
        services.TryAddSingleton<IArtifactLinks, ArtifactLinks>();
        services.TryAddSingleton<IArtifactWriter, ArtifactWriter>();
        services.TryAddSingleton<IMediaResolver, MediaResolver>();
        services.AddHostedService<StorageSweeper>();
        return services;
    }
}
