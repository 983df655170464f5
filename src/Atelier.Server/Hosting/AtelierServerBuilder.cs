using Atelier.Api;
using Atelier.Engine;
using Atelier.Providers.Registration;
using Atelier.Server.Secrets;
using Atelier.Server.Settings;
using Atelier.Server.Telemetry;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Generations;
using Atelier.Services.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Server.Hosting;

/// <summary>Puts the whole server together. The program and the tests call the same two methods, so they run the same thing.</summary>
internal static class AtelierServerBuilder
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    // Each of these logs a failed start with its stack trace, although the exception goes on to whoever started the server.
    private static readonly string[] StartFailureCategories =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Extensions.Hosting.Internal.Host"];

    /// <summary>Adds everything, by the settings in the builder's configuration.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebApplicationBuilder AddAtelier(this WebApplicationBuilder builder)
    {
        builder.AddSettings();
        var options = SettingsReader.Read(builder.Configuration);
        var report = new StartReport();
        builder.AddWebServer(options);
        builder.AddLogs(report);
        builder.Services.AddSingleton(options);
        builder.Services.AddAtelierData(options);
        builder.Services.AddAtelierModels(options);
        builder.Services.AddAtelierArtifacts();
        builder.Services.AddAtelierGenerations(builder.Configuration.GetSection("Atelier:Generations").Bind);
        builder.Services.Configure<ResultCacheOptions>(builder.Configuration.GetSection("Atelier:Cache"));
        builder.AddAtelierTelemetry();
        builder.Services.AddVendors(builder.Configuration, options);
        builder.AddAtelierEmbeddedEngine(builder.Configuration.GetSection("Atelier:Engine").Bind);
        builder.AddApi();
        builder.Services.Configure<Services.Accounts.SessionOptions>(builder.Configuration.GetSection("Atelier:Sessions"));
        builder.AddKeptKeys(options);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database").AddCheck<EngineHealthCheck>("engine");
        builder.Services.AddSingleton<DataFolderLock>();
        builder.Services.AddSingleton(report);
        builder.Services.AddHostedService<Preparation>();
        return builder;
    }

    /// <summary>Maps everything.</summary>
    public static WebApplication UseAtelier(this WebApplication app)
    {
        app.UseAtelierApi();
        app.UseAtelierMetrics();
        app.MapAtelierApi();
        return app;
    }

    /// <summary>Sealed settings are opened before any other is read.</summary>
    private static void AddSettings(this WebApplicationBuilder builder)
    {
        var sealer = MasterKeys.Sealer(builder.Configuration);
        builder.Configuration.AddInMemoryCollection(SealedSettings.Open(builder.Configuration));
        builder.Services.AddSingleton<ISecretSealer>(sealer);
    }

    /// <summary>Keys that the server makes for itself.</summary>
    private static void AddKeptKeys(this WebApplicationBuilder builder, AtelierOptions options)
    {
        var masters = MasterKeys.Read(builder.Configuration);
        builder.Services.AddSingleton<ILinkKeys>(_ => KeptLinkKeys.Of(masters, options.Data));
        if (OpenIdCheck.IsConfigured(builder.Configuration))
        {
            // Only what travels through a browser during a sign-in at the provider is protected with these keys.
            builder.Services.AddDataProtection().SetApplicationName("atelier").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.Data, "keys")));
            builder.Services.AddSealedKeyRing();
        }
    }

    private static void AddApi(this WebApplicationBuilder builder)
    {
        try
        {
            builder.Services.AddAtelierApi(builder.Configuration);
        }
        catch (FormatException exception)
        {
            throw new SettingsException([new SettingProblem(SettingNames.CorsOrigins, exception.Message)]);
        }
    }

    private static void AddWebServer(this WebApplicationBuilder builder, AtelierOptions options)
    {
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. options.Urls]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = DrainTime;
            // One slow download must not take the time that the engine needs to hand over its work.
            host.ServicesStopConcurrently = true;
        });
    }

    private static void AddLogs(this WebApplicationBuilder builder, StartReport report)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // A section "Logging" in the configuration comes later and wins.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        // The first advises the server garbage collector, which is wrong for one node on a small machine; the second takes the time since the
        // machine was started for a stall.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        foreach (var category in StartFailureCategories)
        {
            builder.Logging.AddFilter(category, level => report.IsUp && level >= LogLevel.Warning);
        }
    }

    private static void AddVendors(this IServiceCollection services, ConfigurationManager configuration, AtelierOptions options)
    {
        services.AddSingleton<Sandbox>();
        services.AddSingleton<ISandboxEndpoint>(provider => provider.GetRequiredService<Sandbox>());
        services.AddAtelierProviders(name => SettingsReader.Value(configuration, name), providers =>
        {
            foreach (var network in options.FetchAllow)
            {
                providers.FetchAllow.Add(network);
            }

            // Limits, breaker, connections and so on, for example Atelier:Vendors:stability:Limits:Requests, over the vendor's defaults.
            providers.ConfigureClient = (name, client) => configuration.GetSection($"Atelier:Vendors:{name}").Bind(client);

            // Pace and patience, for example Atelier:Vendors:runway:PollInterval; keys and addresses have names of their own.
            foreach (var (name, vendor) in providers.Live)
            {
                configuration.GetSection($"Atelier:Vendors:{name}").Bind(vendor);
            }
        });
    }
}
