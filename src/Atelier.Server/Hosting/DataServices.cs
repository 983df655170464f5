using Atelier.Server.Settings;
using Atelier.Services.Artifacts.Storage;
using Atelier.Services.Catalogue;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Hosting;

/// <summary>What the server and the commands beside it share: the database, the store and the catalogue.</summary>
internal static class DataServices
{
    /// <summary>Adds the database and the artifact store.</summary>
    /// <exception cref="SettingsException">One of the two cannot be understood.</exception>
    public static void AddAtelierData(this IServiceCollection services, AtelierOptions options)
    {
        var problems = new List<SettingProblem>();
        try
        {
            services.AddAtelierPersistence(new PersistenceOptions { Database = options.Database });
        }
        catch (OptionsValidationException exception)
        {
            problems.Add(new SettingProblem(SettingNames.Database, string.Join(' ', exception.Failures)));
        }

        try
        {
            services.AddAtelierStorage(new StorageOptions { Address = options.Storage, DataFolder = options.Data });
        }
        catch (FormatException exception)
        {
            problems.Add(new SettingProblem(SettingNames.Storage, exception.Message));
        }

        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    /// <summary>Adds the catalogue.</summary>
    public static void AddAtelierModels(this IServiceCollection services, AtelierOptions options) =>
        services.AddAtelierCatalogue(catalogue =>
        {
            catalogue.OverridePath = options.Models;
            catalogue.OverrideRequired = options.Models is not null;
        });
}
