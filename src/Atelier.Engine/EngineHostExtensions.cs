using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Atelier.Engine.Gates;
using Atelier.Engine.Generations;
using Atelier.Engine.Nodes;
using Atelier.Services.Generations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Atelier.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineHostExtensions
{
    /// <summary>The embedded profile: one node, no other server. Its loopback port is chosen free, so that several can run on one machine.</summary>
    public static IHostApplicationBuilder AddAtelierEmbeddedEngine(this IHostApplicationBuilder builder, Action<EngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseOrleans(silo =>
        {
            var port = FreeLoopbackPort();
            silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, primarySiloEndpoint: new IPEndPoint(IPAddress.Loopback, port), serviceId: "atelier", clusterId: $"embedded-{port}");
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, port);
            });

            // Where grains of other nodes live; there are none. The usual million places take 18 MB from the start.
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 1_000);
            silo.ConfigureServices(services => services.AddAtelierEngine(configure));
        });
        return builder;
    }

    /// <summary>What every profile has.</summary>
    public static IServiceCollection AddAtelierEngine(this IServiceCollection services, Action<EngineOptions>? configure = null)
    {
        services.AddOptions<EngineOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ResumeQueue>();
        services.TryAddSingleton<StepDrain>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<StepDrain>());
        services.TryAddSingleton<GateLimits>();
        services.TryAddSingleton<IVendorGate, GrainVendorGate>();
        services.TryAddSingleton<IVendorDrain, GrainVendorDrain>();
        services.TryAddSingleton<INodeDirectory, SiloNodeDirectory>();
        services.TryAddSingleton<IGenerationDispatcher, OrleansGenerationDispatcher>();
        services.TryAddSingleton<RecoveryService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RecoveryService>());
        return services;
    }

    /// <summary>
    /// A port that is free now, below those that systems give to outgoing connections: one of these could take a port from there between
    /// the look and the use.
    /// </summary>
    private static int FreeLoopbackPort()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; look elsewhere.
            }
        }

        throw new InvalidOperationException("None of 100 ports from 20000 to 31999 is free on the loopback address.");
    }
}
