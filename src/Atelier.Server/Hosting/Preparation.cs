using Atelier.Server.Settings;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Persistence;

namespace Atelier.Server.Hosting;

/// <summary>
/// Runs before anything else starts: takes the data folder, brings the database to its shape, makes the first keys and starts
/// the sandbox. What it starts ends after everything else has stopped.
/// </summary>
internal sealed class Preparation(
    AtelierOptions options,
    DataFolderLock folder,
    IDatabaseSetup database,
    IAccountService accounts,
    IServiceProvider services,
    Sandbox sandbox,
    StartReport report) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        folder.Take();

        // Made in the folder, so not before it is ours; and told now rather than at the first use when it cannot be.
        services.GetRequiredService<ILinkKeys>();
        await Task.WhenAll(
            Task.Run(() => PrepareDatabaseAsync(cancellationToken), cancellationToken),
            Task.Run(() => sandbox.StartAsync(cancellationToken), cancellationToken));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        report.IsUp = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await sandbox.DisposeAsync();

    private async Task PrepareDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.CanBeMended(exception))
        {
            throw new StartException($"The database ({database.Description}) cannot be used: {exception.Message} Check {SettingNames.Database} and {SettingNames.Data}.", exception);
        }

        var first = await accounts.BootstrapAsync(options.LiveKey, options.TestKey, cancellationToken);
        report.FirstKeys = first.Error is { } error ? throw new StartException(error.Message) : first.Value;
    }
}
