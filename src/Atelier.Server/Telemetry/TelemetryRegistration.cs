using Atelier.Clients.Http;
using Atelier.Engine;
using Atelier.Providers.Pipeline;
using Atelier.Server.Settings;
using Atelier.Services.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Atelier.Server.Telemetry;

/// <summary>
/// Measures and traces of every layer: measures for Prometheus at <c>/metrics</c>, and both to a collector when one is named. See
/// docs/reference/telemetry.md.
/// </summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "atelier";

    private static readonly string[] Meters =
    [
        VendorMetrics.MeterName, ProviderDiagnostics.MeterName, ServiceTelemetry.MeterName, EngineTelemetry.MeterName,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
    ];

    private static readonly string[] Sources =
        ["Atelier.Clients", ProviderDiagnostics.ActivitySourceName, ServiceTelemetry.ActivitySourceName];

    // From a quick answer to a video that takes half an hour.
    private static readonly double[] SecondBounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];

    /// <summary>Adds the measures, and the exporters that the settings name.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static void AddAtelierTelemetry(this WebApplicationBuilder builder)
    {
        var collector = SettingsReader.Value(builder.Configuration, SettingNames.Collector);
        if (collector is not null && !(Uri.TryCreate(collector, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new SettingsException(
                [new SettingProblem(SettingNames.Collector, "this is not an http or https URL such as http://127.0.0.1:4317.")]);
        }

        var options = new MetricsAccess { Token = SettingsReader.Value(builder.Configuration, MetricsAccess.TokenSetting) };
        if (SettingsReader.Value(builder.Configuration, MetricsAccess.LoopbackSetting) is { } loopback)
        {
            options = bool.TryParse(loopback, out var trusted)
                ? options with { TrustsLoopback = trusted }
                : throw new SettingsException([new SettingProblem(MetricsAccess.LoopbackSetting, "this must be true or false.")]);
        }

        builder.Services.AddSingleton(options);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => Configure(metrics, collector is not null));
        if (collector is not null)
        {
            telemetry.WithTracing(tracing => Configure(tracing).AddOtlpExporter());
        }
    }

    /// <summary>Maps <c>/metrics</c>, for those who may read it.</summary>
    public static void UseAtelierMetrics(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(MetricsGuard.Path), branch => branch.UseMiddleware<MetricsGuard>());
        app.MapPrometheusScrapingEndpoint(MetricsGuard.Path);
    }

    private static void Configure(MeterProviderBuilder metrics, bool collected)
    {
        metrics.AddMeter(Meters)
            .AddView("atelier.*.duration", new ExplicitBucketHistogramConfiguration { Boundaries = SecondBounds })
            // Result and media addresses name any host a caller likes: without these tags the series stay few.
            .AddView("http.client.*", new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.connection.state", "network.protocol.version"] })
            // Their names end in "count", which Prometheus keeps for histograms, and nobody watches them.
            .AddView("dotnet.assembly.count", MetricStreamConfiguration.Drop)
            .AddView("dotnet.process.cpu.count", MetricStreamConfiguration.Drop)
            .AddView("dotnet.timer.count", MetricStreamConfiguration.Drop)
            .AddPrometheusExporter();
        if (collected)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static TracerProviderBuilder Configure(TracerProviderBuilder tracing) => tracing
        .AddSource(Sources)
        .AddHttpClientInstrumentation()
        .AddAspNetCoreInstrumentation(web => web.Filter = context =>
            !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(MetricsGuard.Path));
}
