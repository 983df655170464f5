using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Atelier.Testing.Databases;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>ATELIER_TEST_POSTGRES</c> names, or a throw-away one on a free loopback port. It is started
/// once for the process and dies with it, also when the process is killed.
/// </summary>
public sealed class PostgresTestServer
{
    private const string Setting = "ATELIER_TEST_POSTGRES";

    // Reads its standard input, which ends when this process ends however it ends; then it stops the server and removes its files.
    private const string Keeper =
        """
        cd /
        "$1/initdb" -D "$2/data" -A trust -U atelier -E UTF8 --no-sync >"$2/initdb.log" 2>&1 || exit 1
        "$1/postgres" -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200 \
            >"$2/postgres.log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -INT "$server"
        wait "$server"
        rm -rf "$2"
        """;

    private static readonly Lazy<Task<PostgresTestServer>> Shared = new(StartAsync);
    private readonly string _connectionString;

    // Held so that its standard input stays open as long as the process lives.
    private readonly Process? _keeper;

    private PostgresTestServer(string connectionString, Process? keeper)
    {
        _connectionString = connectionString;
        _keeper = keeper;
    }

    /// <summary>Whether the server was started here, for this process alone.</summary>
    public bool IsOwn => _keeper is not null;

    /// <summary>Why there is no server to test with; <see langword="null"/> when there is one.</summary>
    public static string? Missing { get; } = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } || FindPrograms() is not null
        ? null
        : $"PostgreSQL is not installed (looked in /usr/lib/postgresql/*/bin) and {Setting} is not set.";

    /// <summary>The server, started when first asked for.</summary>
    public static Task<PostgresTestServer> GetAsync() => Shared.Value;

    /// <summary>Makes a database and gives its connection string.</summary>
    /// <param name="template">Connection string of a database to copy, which nobody may be using; <see langword="null"/> for an empty one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<string> CreateDatabaseAsync(string? template, CancellationToken cancellationToken)
    {
        var name = $"test_{Guid.NewGuid():n}";
        var copied = template is null ? "template0" : new NpgsqlConnectionStringBuilder(template).Database;
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {copied}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    /// <summary>Removes a database, whoever is still connected to it.</summary>
    public Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)", cancellationToken);

    private static async Task<PostgresTestServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given)
        {
            return new PostgresTestServer(given, keeper: null);
        }

        var programs = FindPrograms() ?? throw new InvalidOperationException(Missing);
        var folder = $"/tmp/atelier-pg-{Environment.ProcessId}-{Guid.NewGuid():n}"[..40];
        var port = FreePort();
        Directory.CreateDirectory(folder);
        await GiveToServerAsync(folder);
        var keeper = Process.Start(Shell(programs, folder, port)) ?? throw new InvalidOperationException("The server's keeper did not start.");
        var connectionString = $"Host=127.0.0.1;Port={port};Username=atelier;Database=postgres;Pooling=false;Timeout=5";
        await UntilReadyAsync(connectionString, keeper, folder);
        return new PostgresTestServer(connectionString, keeper);
    }

    private static ProcessStartInfo Shell(string programs, string folder, int port)
    {
        // The server refuses to run as root.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", "sh"] : ["sh"];
        return new ProcessStartInfo(command[0], [.. command[1..], "-c", Keeper, "keeper", programs, folder, $"{port}"])
        {
            RedirectStandardInput = true,
        };
    }

    private static async Task GiveToServerAsync(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["postgres", folder]);
            await chown.WaitForExitAsync();
        }
    }

    private static async Task UntilReadyAsync(string connectionString, Process keeper, string folder)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (NpgsqlException) when (!keeper.HasExited && !patience.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException($"PostgreSQL did not start; see {folder}.", e);
            }
        }
    }

    private static string? FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        return !Directory.Exists(Root)
            ? null
            : Directory.GetDirectories(Root).Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of databases that were made here.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
