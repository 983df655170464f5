using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Atelier.Services.Persistence;

/// <summary>Which engine and how to reach it, read from <see cref="PersistenceOptions.Database"/>.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Value">The full path of the SQLite file, or the PostgreSQL connection string.</param>
internal sealed record DatabaseAddress(DatabaseEngine Engine, string Value)
{
    private const string SqlitePrefix = "sqlite:";
    private static readonly string[] PostgresSchemes = ["postgres://", "postgresql://"];

    /// <summary>Reads an address that has been validated before.</summary>
    public static DatabaseAddress Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new ArgumentException(problem, nameof(text));

    public static bool TryParse(string? text, [NotNullWhen(true)] out DatabaseAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = "it is empty; give the path of a SQLite file or a PostgreSQL connection string.";
            return false;
        }

        if (text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return TryPath(text[SqlitePrefix.Length..], out address, out problem);
        }

        if (PostgresSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
        {
            return TryUri(text, out address, out problem);
        }

        if (text.Contains("host=", StringComparison.OrdinalIgnoreCase))
        {
            return TryConnectionString(text, out address, out problem);
        }

        if (text.Contains("password=", StringComparison.OrdinalIgnoreCase))
        {
            // As a path it would be a file of that name, and paths are shown.
            problem = "a connection string needs Host=...;Database=....";
            return false;
        }

        return TryPath(text, out address, out problem);
    }

    // The text may hold a password: a record's ToString would print it.
    public override string ToString() => Engine == DatabaseEngine.Sqlite ? $"SQLite {Value}" : "PostgreSQL";

    private static bool TryPath(string path, [NotNullWhen(true)] out DatabaseAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/'))
        {
            problem = "the SQLite path does not name a file.";
            return false;
        }

        address = new DatabaseAddress(DatabaseEngine.Sqlite, Path.GetFullPath(path));
        return true;
    }

    private static bool TryUri(string text, [NotNullWhen(true)] out DatabaseAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length <= 1)
        {
            problem = "the PostgreSQL address must look like postgres://user:password@host:5432/database.";
            return false;
        }

        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        var user = uri.UserInfo.Split(':', 2);
        builder.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        address = new DatabaseAddress(DatabaseEngine.Postgres, builder.ConnectionString);
        return true;
    }

    private static bool TryConnectionString(string text, [NotNullWhen(true)] out DatabaseAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
            {
                problem = "the PostgreSQL connection string needs Host and Database.";
                return false;
            }

            address = new DatabaseAddress(DatabaseEngine.Postgres, builder.ConnectionString);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or DbException or FormatException)
        {
            // The parser's message may repeat a value, and a value may be the password.
            problem = "the PostgreSQL connection string cannot be read; it is a list of Name=value separated by semicolons.";
            return false;
        }
    }
}
