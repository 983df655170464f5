using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atelier.Api.Health;

/// <summary>For load balancers and supervisors; needs no key and tells no secret.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", Live).WithName("healthLive")
            .Describe("Is the process alive?", "Answers as long as requests are served at all.");
        group.MapGet("/ready", ReadyAsync).WithName("healthReady")
            .Describe("Can it do its work?", "200 when database, artifact store and engine are there, else 503 with what is missing.");
    }

    private static Ok<HealthResource> Live() => TypedResults.Ok(new HealthResource { Status = "ok", Checks = [] });

    private static async Task<Results<Ok<HealthResource>, JsonHttpResult<HealthResource>>> ReadyAsync(
        HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        var resource = HealthResource.From(report);
        return report.Status == HealthStatus.Healthy
            ? TypedResults.Ok(resource)
            : TypedResults.Json(resource, ReadableJson.Context.HealthResource, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
