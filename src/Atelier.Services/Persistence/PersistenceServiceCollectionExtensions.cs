using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Credits.Expiry;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Services.Persistence;

/// <summary>Registers the database and everything that lives in it.</summary>
public static class PersistenceServiceCollectionExtensions
{
    /// <summary>
    /// Registers generations, credits, accounts and media records on the database that the options name. Needs an
    /// <see cref="IGenerationSignals"/>; call <see cref="IDatabaseSetup.MigrateAsync"/> before anything else.
    /// </summary>
    /// <exception cref="OptionsValidationException">An option is not allowed; the message names all of them.</exception>
    public static IServiceCollection AddAtelierPersistence(this IServiceCollection services, PersistenceOptions options)
    {
        var verdict = new PersistenceOptionsValidator().Validate(Options.DefaultName, options);
        if (verdict.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PersistenceOptions), verdict.Failures);
        }

        services.AddLogging();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdFactory>();
        services.TryAddSingleton<ICommitProbe, NoCommitProbe>();
        services.TryAddSingleton<IDatabaseSetup, DatabaseSetup>();
        services.TryAddSingleton<IGenerationStore, GenerationStore>();
        services.TryAddSingleton<IGenerationReader, GenerationReader>();
        services.TryAddSingleton<IRepeatedRequests, RepeatedRequests>();
        services.TryAddSingleton<IMediaRecords, MediaRecords>();
        services.TryAddSingleton<IResultCache, ResultCache>();
        services.TryAddSingleton<ICreditService, CreditService>();
        services.TryAddSingleton<ITopUpService, TopUpService>();
        services.TryAddSingleton<IBookService, BookService>();
        services.TryAddSingleton<CreditExpirySweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<CreditExpirySweeper>());
        services.TryAddSingleton<IAccountService, AccountService>();
        services.TryAddSingleton<ITeamService, TeamService>();
        services.TryAddSingleton<ISessionService, SessionService>();
        services.TryAddSingleton<IAuditTrail, AuditTrail>();
        services.TryAddSingleton<Passwords>();
        services.AddOptions<SessionOptions>()
            .Validate(session => session.IdleTimeout >= SessionOptions.Shortest && session.Lifetime >= SessionOptions.Shortest, "Sessions last at least 5 minutes.")
            .ValidateOnStart();
        services.TryAddSingleton<KeyCache>();
        services.TryAddSingleton<KeyUseRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUseRecorder>());
        services.TryAddSingleton<ExpiredKeySweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpiredKeySweeper>());
        return DatabaseAddress.Parse(options.Database).Engine == DatabaseEngine.Sqlite ? services.AddSqlite(options) : services.AddPostgres(options);
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services, PersistenceOptions options)
    {
        // Everything else reads: a write that goes round the writer is refused by SQLite itself.
        services.AddPooledDbContextFactory<AtelierDbContext>(
            context => context.UseAtelierSqlite(SqliteSettings.ConnectionString(options, SqliteOpenMode.ReadOnly)));
        services.TryAddSingleton<IDatabaseWriter, SqliteGenerationWriter>();
        return services;
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services, PersistenceOptions options)
    {
        services.TryAddSingleton(_ => PostgresSettings.DataSource(options));
        services.AddPooledDbContextFactory<AtelierDbContext>(
            (provider, context) => context.UseAtelierPostgres(provider.GetRequiredService<NpgsqlDataSource>()));
        services.TryAddSingleton<IDatabaseWriter, PostgresGenerationWriter>();
        return services;
    }
}
