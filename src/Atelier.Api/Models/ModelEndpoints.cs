using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Catalogue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Models;

/// <summary>The catalogue as callers see it.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/models").WithTags("Models");
        group.MapGet("", List).WithName("listModels")
            .Describe("List models", "All models with input schema, price and whether your key can use them, ordered by id.").Problems(400);
        // Ids hold slashes, as in stability/core.
        group.MapGet("/{**id}", Get).WithName("getModel")
            .Describe("Get a model", "Input schema, price, status and whether your key can use it.").Problems(404);
    }

    private static Ok<ListResource<ModelResource>> List(
        CurrentCaller me, Query<ModelListQuery> query, IModelCatalogue catalogue, ModelAvailability availability)
    {
        var models = catalogue.Models.Where(query.Value.Matches);
        return TypedResults.Ok(ListResource.Whole(models.Select(model => ModelResource.From(model, availability.Of(model, me.Caller)))));
    }

    private static Results<Ok<ModelResource>, ProblemResult> Get(
        string id, CurrentCaller me, IModelCatalogue catalogue, ModelAvailability availability)
    {
        if (catalogue.Find(Uri.UnescapeDataString(id)) is { } model)
        {
            return TypedResults.Ok(ModelResource.From(model, availability.Of(model, me.Caller)));
        }

        var suggestions = catalogue.Suggest(id);
        var hint = suggestions.Count > 0 ? $"Did you mean {string.Join(" or ", suggestions.Select(name => $"'{name}'"))}?" : "GET /api/v1/models lists them.";
        return (ProblemResult)new ServiceError(ErrorKind.NotFound, ProblemCodes.ModelNotFound, $"There is no model '{id}'. {hint}", "model");
    }
}

/// <summary>Which models to list.</summary>
/// <param name="Modality">Only this modality.</param>
/// <param name="Provider">Only this provider's.</param>
internal sealed record ModelListQuery(Modality? Modality, string? Provider) : IQueryShape<ModelListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("modality", "Only this modality.") { Choices = [.. Wire.Names<Modality>()] },
        new("provider", "Only this provider's."),
    ];

    public static ModelListQuery Read(QueryReader reader) => new(reader.Choice<Modality>("modality"), reader.Text("provider"));

    public bool Matches(ModelEntry model) =>
        (Modality is null || model.Modality == Modality) && (Provider is null || model.Provider == Provider);
}
