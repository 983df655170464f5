using Npgsql;

namespace Atelier.Services.Persistence.Writing;

/// <summary>How connections to PostgreSQL are opened.</summary>
internal static class PostgresSettings
{
    public static NpgsqlDataSource DataSource(PersistenceOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseAddress.Parse(options.Database).Value)
        {
            // Statements used twice are prepared; there are few of them and they are used all the time.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
        };
        settings.ApplicationName ??= "atelier";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
