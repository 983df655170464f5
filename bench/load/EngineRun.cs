using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Atelier.Engine;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Load;

/// <summary>The same generations with Orleans and with no engine, by turns, in one run.</summary>
internal static class EngineRun
{
    private const int Generations = 5_000;
    private const int Callers = 64;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var lines = new List<string>
        {
            $"{Generations} generations a round ({Callers} callers; accept, submit, two polls, deliver, complete; SQLite with synchronous=FULL).",
            "",
            "| round | no engine, per second | Orleans, per second | ratio |",
            "|---|---|---|---|",
        };
        await RunAsync(orleans: false, 500);
        await RunAsync(orleans: true, 500);
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var bare = await RunAsync(orleans: false, Generations);
            var engine = await RunAsync(orleans: true, Generations);
            ratios.Add(engine / bare);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {round} | {bare:0} | {engine:0} | {engine / bare:0.00} |"));
        }

        ratios.Sort();
        lines.Add("");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Median ratio {ratios[Rounds / 2]:0.00} (figure to reach: at least 0.8)."));
        return lines;
    }

    private static async Task<double> RunAsync(bool orleans, int count)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-load-");
        try
        {
            using var host = await StartAsync(orleans, Path.Combine(folder.FullName, "atelier.db"));
            var caller = await SeedAsync(host.Services);
            var watch = Stopwatch.StartNew();
            await CreateAllAsync(host.Services, caller, count);
            await DrainAsync(host.Services, caller);
            var seconds = watch.Elapsed.TotalSeconds;
            var books = await host.Services.GetRequiredService<ICreditService>().ReconcileAsync(CancellationToken.None);
            if (!books.IsClean)
            {
                throw new InvalidOperationException($"The books are wrong: {books}");
            }

            await host.StopAsync();
            return count / seconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IHost> StartAsync(bool orleans, string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var vendor = new StubVendor();
        var bare = new BareEngine(TimeProvider.System);
        builder.Services.AddSingleton<IProviderDirectory>(vendor);
        builder.Services.AddSingleton<StubCatalogue>();
        builder.Services.AddSingleton<IModelCatalogue>(p => p.GetRequiredService<StubCatalogue>());
        builder.Services.AddSingleton<IInputValidator>(p => p.GetRequiredService<StubCatalogue>());
        builder.Services.AddSingleton<IPricing>(p => p.GetRequiredService<StubCatalogue>());
        builder.Services.AddSingleton<IMediaResolver>(p => p.GetRequiredService<StubCatalogue>());
        builder.Services.AddSingleton<IArtifactWriter>(p => p.GetRequiredService<StubCatalogue>());
        builder.Services.AddAtelierGenerations();
        builder.Services.AddAtelierPersistence(new PersistenceOptions { Database = database });
        if (orleans)
        {
            builder.AddAtelierEmbeddedEngine();
        }
        else
        {
            builder.Services.AddSingleton<IGenerationDispatcher>(bare);
            builder.Services.AddSingleton<IVendorGate>(bare);
            builder.Services.AddSingleton<INodeDirectory>(bare);
        }

        var host = builder.Build();
        await host.Services.GetRequiredService<IDatabaseSetup>().MigrateAsync(CancellationToken.None);
        bare.Runner = host.Services.GetRequiredService<IGenerationRunner>();
        await host.StartAsync();
        return host;
    }

    private static async Task<Caller> SeedAsync(IServiceProvider services)
    {
        var user = (await services.GetRequiredService<IAccountService>().CreateUserAsync("load", UserRole.User, CancellationToken.None)).Value!;
        await services.GetRequiredService<ICreditService>().GrantAsync(
            new GrantRequest(user.Id, Book.Test, 1_000_000 * MicroCredits.PerCredit, "load", "system"), CancellationToken.None);
        return new Caller(user.Id, user.Name, user.Role, "key_load", Book.Test);
    }

    private static async Task CreateAllAsync(IServiceProvider services, Caller caller, int count)
    {
        var service = services.GetRequiredService<IGenerationService>();
        var command = new GenerationCommand { Model = StubCatalogue.Model, Input = JsonSerializer.SerializeToElement(new { prompt = "load" }) };
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, token) =>
        {
            var created = await service.CreateAsync(caller, command, token);
            if (!created.IsOk)
            {
                throw new InvalidOperationException(created.Error.Message);
            }
        });
    }

    private static async Task DrainAsync(IServiceProvider services, Caller caller)
    {
        var credits = services.GetRequiredService<ICreditService>();
        while ((await credits.BalanceAsync(caller.UserId, caller.Book, CancellationToken.None)).HeldMicro > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
