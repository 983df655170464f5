using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>The vendors, for operators.</summary>
internal static class VendorAdminEndpoints
{
    public static void MapVendorAdmin(this RouteGroupBuilder admin) =>
        admin.MapGet("/vendors", List).WithName("adminListVendors")
            .Describe("List vendors", "Whether each is configured, and how its calls from this node went lately.");

    private static Ok<ListResource<VendorResource>> List(IProviderHealthSource health) =>
        TypedResults.Ok(ListResource.Whole(VendorResource.From(health.Report())));
}
