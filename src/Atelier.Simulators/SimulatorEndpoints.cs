using Atelier.Simulators.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Simulators;

/// <summary>Puts the simulated vendors on a web application.</summary>
public static class SimulatorEndpoints
{
    /// <summary>
    /// Maps <c>/stability</c>, <c>/runway</c>, <c>/aihubmix</c> and the control API <c>/_control</c>. The control API has no
    /// authentication: map the simulators only where the callers are trusted, such as a loopback address.
    /// </summary>
    public static void MapVendorSimulators(this IEndpointRouteBuilder endpoints)
    {
        var simulators = endpoints.ServiceProvider.GetRequiredService<VendorSimulators>();
        var pipeline = endpoints.ServiceProvider.GetRequiredService<VendorPipeline>();
        var vendors = endpoints.ServiceProvider.GetServices<IVendorSimulator>().ToList();
        foreach (var vendor in vendors)
        {
            var group = endpoints.MapGroup($"/{vendor.Name}").ExcludeFromDescription();
            ((IEndpointConventionBuilder)group).Finally(endpoint =>
            {
                var handle = endpoint.RequestDelegate
                    ?? throw new InvalidOperationException($"Endpoint {endpoint.DisplayName} has no handler.");
                endpoint.RequestDelegate = context => pipeline.InvokeAsync(context, vendor, handle);
            });
            vendor.Map(group);
        }

        ControlEndpoints.Map(endpoints, simulators, [.. vendors.Select(vendor => vendor.Name)]);
    }
}
