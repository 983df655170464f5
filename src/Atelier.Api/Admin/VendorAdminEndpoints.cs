using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>The vendors, for operators.</summary>
internal static class VendorAdminEndpoints
{
    private static readonly ServiceError NotFound =
        new(ErrorKind.NotFound, ProblemCodes.VendorNotFound, "There is no such vendor; list vendors to find the name.");

    public static void MapVendorAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/vendors", ListAsync).WithName("adminListVendors")
            .Describe(
                "List vendors",
                "Whether each is configured, how its calls from this node went lately, its pipeline here, and its gate over all nodes.");
        admin.MapPost("/vendors/{name}/drain", DrainAsync).WithName("adminDrainVendor")
            .Describe(
                "Stop submitting to a vendor",
                "Live generations stay queued; what the vendor has accepted is polled to its end. Lasts until resumed, or until the node that holds the gate stops.")
            .Problems(404);
        admin.MapPost("/vendors/{name}/resume", ResumeAsync).WithName("adminResumeVendor")
            .Describe("Submit to a vendor again", "Queued generations go in the order in which they came.").Problems(404);
    }

    private static async Task<Ok<ListResource<VendorResource>>> ListAsync(
        IProviderHealthSource health, IVendorDrain gates, CancellationToken cancellationToken)
    {
        var vendors = new List<VendorResource>();
        foreach (var vendor in VendorResource.From(health.Report()))
        {
            vendors.Add(await WithGateAsync(vendor, gates, cancellationToken));
        }

        return TypedResults.Ok(ListResource.Whole(vendors));
    }

    private static Task<Results<Ok<VendorResource>, ProblemResult>> DrainAsync(
        string name, IProviderHealthSource health, IVendorDrain gates, CancellationToken cancellationToken) =>
        ActAsync(name, gates.DrainAsync, health, gates, cancellationToken);

    private static Task<Results<Ok<VendorResource>, ProblemResult>> ResumeAsync(
        string name, IProviderHealthSource health, IVendorDrain gates, CancellationToken cancellationToken) =>
        ActAsync(name, gates.ResumeAsync, health, gates, cancellationToken);

    private static async Task<Results<Ok<VendorResource>, ProblemResult>> ActAsync(
        string name, Func<string, CancellationToken, Task> act, IProviderHealthSource health, IVendorDrain gates, CancellationToken cancellationToken)
    {
        if (VendorResource.From(health.Report()).FirstOrDefault(vendor => vendor.Name == name) is not { } found)
        {
            return (ProblemResult)NotFound;
        }

        await act(GateOf(name), cancellationToken);
        return TypedResults.Ok(await WithGateAsync(found, gates, cancellationToken));
    }

    private static async Task<VendorResource> WithGateAsync(VendorResource vendor, IVendorDrain gates, CancellationToken cancellationToken) =>
        vendor with { Gate = VendorGateResource.From(await gates.StatusAsync(GateOf(vendor.Name), cancellationToken)) };

    // The simulators of test keys are ours; only the live account is ever drained.
    private static string GateOf(string vendor) => $"{vendor}:live";
}
