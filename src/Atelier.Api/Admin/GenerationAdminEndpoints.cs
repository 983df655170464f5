using System.Text.Json.Serialization;
using Atelier.Api.Authentication;
using Atelier.Api.Generations;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>Everybody's generations, for operators.</summary>
internal static class GenerationAdminEndpoints
{
    public static void MapGenerationAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/generations", ListAsync).WithName("adminListGenerations")
            .Describe("List everybody's generations", "Newest first, each with its `user_id`.").Problems(400);
        admin.MapPost("/generations/{id}/resolve", ResolveAsync).WithName("adminResolveGeneration")
            .Describe(
                "Settle a generation whose outcome is unknown",
                "With the vendor's task id it is polled as if just accepted; with null it fails and its hold is given back.")
            .Problems(400, 404, 409, 415);
    }

    private static async Task<Results<Ok<ListResource<GenerationResource>>, ProblemResult>> ListAsync(
        CurrentCaller me, Query<AdminGenerationListQuery> query, IGenerationService generations, CancellationToken cancellationToken)
    {
        var page = await generations.ListAsync(me.Caller, query.Value.Filter, cancellationToken);
        return page.IsOk ? TypedResults.Ok(ListResource.From(page.Value, WithOwner)) : (ProblemResult)page.Error;
    }

    private static async Task<Results<Ok<GenerationResource>, ProblemResult>> ResolveAsync(
        string id, CurrentCaller me, Body<ResolveBody> body, IGenerationService generations, CancellationToken cancellationToken)
    {
        var resolved = await generations.ResolveUnknownAsync(me.Caller, id, body.Value.VendorTaskId, cancellationToken);
        return resolved.IsOk ? TypedResults.Ok(WithOwner(resolved.Value)) : (ProblemResult)resolved.Error;
    }

    private static GenerationResource WithOwner(GenerationView view) =>
        GenerationResource.From(view) with { UserId = view.Generation.UserId };
}

/// <summary>What became of a generation whose outcome was unknown.</summary>
internal sealed record ResolveBody : IAuditedBody
{
    /// <summary>The task the vendor has for it; absent or null when the vendor has none.</summary>
    public string? VendorTaskId { get; init; }

    [JsonIgnore]
    public IReadOnlyDictionary<string, string?> Facts => new Dictionary<string, string?> { ["vendor_task_id"] = VendorTaskId ?? "none" };
}
