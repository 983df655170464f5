using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atelier.Services.Persistence;

/// <summary>Points a context at a database. Migrations are found by assembly name because they reference this assembly, not the other way round.</summary>
internal static class ContextOptions
{
    private const string SqliteMigrations = "Atelier.Migrations.Sqlite";
    private const string PostgresMigrations = "Atelier.Migrations.Postgres";
    private static readonly Reading.CleanTextInterceptor CleanText = new();

    public static TBuilder UseAtelierSqlite<TBuilder>(this TBuilder builder, string connectionString)
        where TBuilder : DbContextOptionsBuilder
    {
        builder.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(SqliteMigrations)).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        return builder;
    }

    public static TBuilder UseAtelierSqlite<TBuilder>(this TBuilder builder, DbConnection connection)
        where TBuilder : DbContextOptionsBuilder
    {
        builder.UseSqlite(connection, sqlite => sqlite.MigrationsAssembly(SqliteMigrations)).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        return builder;
    }

    public static TBuilder UseAtelierPostgres<TBuilder>(this TBuilder builder, NpgsqlDataSource dataSource)
        where TBuilder : DbContextOptionsBuilder
    {
        builder.UseNpgsql(dataSource, postgres => postgres.MigrationsAssembly(PostgresMigrations))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(CleanText);
        return builder;
    }
}
