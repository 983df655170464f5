using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>Registers the artifact store.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="IArtifactStore"/> that the options name.</summary>
    /// <exception cref="FormatException">The address cannot be read; the message says what is allowed and repeats no secret.</exception>
    public static IServiceCollection AddAtelierStorage(this IServiceCollection services, StorageOptions options)
    {
        var address = StorageAddress.Parse(options.Address, options.DataFolder);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IArtifactStore>(provider => address switch
        {
            StorageAddress.S3 s3 => new S3ArtifactStore(s3, provider.GetRequiredService<TimeProvider>()),
            StorageAddress.Files files => new FileArtifactStore(files.Folder),
            _ => throw new InvalidOperationException($"There is no store for {address.GetType().Name}."),
        });
        return services;
    }
}
