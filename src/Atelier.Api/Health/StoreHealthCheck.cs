using Atelier.Services.Artifacts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atelier.Api.Health;

/// <summary>Whether the artifact store can be written.</summary>
internal sealed class StoreHealthCheck(IArtifactStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = await store.CheckAsync(cancellationToken);
        return health.IsHealthy
            ? HealthCheckResult.Healthy(store.Description)
            : new HealthCheckResult(context.Registration.FailureStatus, health.Problem);
    }
}
