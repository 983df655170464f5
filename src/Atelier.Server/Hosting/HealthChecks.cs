using Atelier.Services.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Atelier.Server.Hosting;

/// <summary>Whether the database answers and has its shape.</summary>
internal sealed class DatabaseHealthCheck(IDatabaseSetup database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = await database.CheckAsync(cancellationToken);
        return health.IsHealthy ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, health.Problem);
    }
}

/// <summary>Whether this node executes generations; not while it is starting or handing over its work.</summary>
internal sealed class EngineHealthCheck(ISiloStatusOracle silo, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var works = silo.CurrentStatus == SiloStatus.Active && !lifetime.ApplicationStopping.IsCancellationRequested;
        return Task.FromResult(works
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The engine is {silo.CurrentStatus.ToString().ToLowerInvariant()}."));
    }
}
