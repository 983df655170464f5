namespace Atelier.Services.Persistence;

/// <summary>Brings the database to the shape this version needs.</summary>
public interface IDatabaseSetup
{
    /// <summary>For people: the engine and, for SQLite, the file. Holds no secret.</summary>
    string Description { get; }

    /// <summary>Creates the database when there is none and applies missing migrations. Safe to repeat, and safe beside another process.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether the database answers and has every migration, with the reason when not. Never throws for a database that is away.</summary>
    Task<DatabaseHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>Whether the database works.</summary>
public sealed record DatabaseHealth(bool IsHealthy, string? Problem);
