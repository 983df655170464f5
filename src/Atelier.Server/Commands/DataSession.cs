using System.CommandLine;
using Atelier.Server.Hosting;
using Atelier.Server.Secrets;
using Atelier.Server.Settings;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;

namespace Atelier.Server.Commands;

/// <summary>The database and catalogue opened by a command, without serving. Safe beside a running server: both wait for each other's locks.</summary>
internal sealed class DataSession : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private DataSession(ServiceProvider services) => this.services = services;

    public IAccountService Accounts => services.GetRequiredService<IAccountService>();

    public ITeamService Teams => services.GetRequiredService<ITeamService>();

    public ITopUpService TopUps => services.GetRequiredService<ITopUpService>();

    public ICreditService Credits => services.GetRequiredService<ICreditService>();

    /// <summary>Opens the database that the settings name, creating it when there is none.</summary>
    public static async Task<DataSession> OpenAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var options = SettingsReader.Read(ConfigurationOf(command));
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddAtelierData(options);
        collection.AddAtelierGenerations();
        var services = collection.BuildServiceProvider();
        var database = services.GetRequiredService<IDatabaseSetup>();
        try
        {
            await database.MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.CanBeMended(exception))
        {
            await services.DisposeAsync();
            throw new StartException($"The database ({database.Description}) cannot be used: {exception.Message} Check {SettingNames.Data} and {SettingNames.Database}.", exception);
        }

        return new DataSession(services);
    }

    /// <summary>The configuration of a command that does not serve, with its sealed settings opened.</summary>
    public static IConfiguration ConfigurationOf(ParseResult command)
    {
        var plain = PlainConfigurationOf(command);
        return new ConfigurationBuilder().AddConfiguration(plain).AddInMemoryCollection(SealedSettings.Open(plain)).Build();
    }

    /// <summary>The same with sealed settings left as they are.</summary>
    public static IConfiguration PlainConfigurationOf(ParseResult command) => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(CommandOptions.Overrides(command))
        .Build();

    /// <summary>The named user, or the operator made first.</summary>
    public async Task<User> FindUserAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            return await Accounts.FindUserAsync(id, cancellationToken)
                ?? throw new CommandException(new ServiceError(ErrorKind.NotFound, "user_not_found", $"There is no user '{id}'.", "user"));
        }

        var users = await Pages.AllAsync((cursor, token) => Accounts.ListUsersAsync(cursor, Pages.Size, token), cancellationToken);
        return users.LastOrDefault(user => user.Role == UserRole.Operator)
            ?? throw new CommandException(new ServiceError(
                ErrorKind.NotFound, "user_not_found", "There is no operator yet. Start the server once: atelier serve", "user"));
    }

    /// <summary>The user or team whose balance is meant, with its name.</summary>
    public async Task<(string Id, string Name)> FindPayerAsync(string id, CancellationToken cancellationToken)
    {
        if (!id.StartsWith(IdPrefixes.Team + "_", StringComparison.Ordinal))
        {
            var user = await FindUserAsync(id, cancellationToken);
            return (user.Id, user.Name);
        }

        var teams = await Pages.AllAsync((cursor, token) => Teams.ListAsync(userId: null, cursor, Pages.Size, token), cancellationToken);
        return teams.FirstOrDefault(view => view.Team.Id == id) is { } found
            ? (found.Team.Id, found.Team.Name)
            : throw new CommandException(new ServiceError(ErrorKind.NotFound, "team_not_found", $"There is no team '{id}'.", "user"));
    }

    /// <summary>Everybody who has a balance: users, then teams, newest first.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> PayersAsync(CancellationToken cancellationToken)
    {
        var users = await Pages.AllAsync((cursor, token) => Accounts.ListUsersAsync(cursor, Pages.Size, token), cancellationToken);
        var teams = await Pages.AllAsync((cursor, token) => Teams.ListAsync(userId: null, cursor, Pages.Size, token), cancellationToken);
        return [.. users.Select(user => (user.Id, user.Name)), .. teams.Select(view => (view.Team.Id, view.Team.Name))];
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Reads lists to their end.</summary>
internal static class Pages
{
    public const int Size = 100;

    public static async Task<IReadOnlyList<T>> AllAsync<T>(
        Func<string?, CancellationToken, Task<Page<T>>> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(cursor, cancellationToken);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return items;
    }
}
