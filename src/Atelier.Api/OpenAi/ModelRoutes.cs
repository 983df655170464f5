using Atelier.Api.Models;
using Atelier.Api.Problems;
using Atelier.Services.Accounts;
using Atelier.Services.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.OpenAi;

/// <summary>A model in OpenAI's shape.</summary>
internal sealed record OpenAiModelResource(string Id, string OwnedBy)
{
    public string Object { get; } = "model";

    /// <summary>The catalogue keeps no dates; SDKs need a number.</summary>
    public long Created { get; }

    public static OpenAiModelResource From(ModelEntry model) => new(model.Id, model.Id.Split('/')[0]);
}

/// <summary>All models.</summary>
internal sealed record OpenAiModelList(IReadOnlyList<OpenAiModelResource> Data)
{
    public string Object { get; } = "list";
}

/// <summary>The catalogue as OpenAI's SDKs read it.</summary>
internal static class ModelRoutes
{
    public static Task ListAsync(HttpContext http, Caller caller, ModelNames names, CancellationToken cancellationToken)
    {
        var availability = http.RequestServices.GetRequiredService<ModelAvailability>();
        var usable = names.All.Where(model => availability.Of(model, caller).Available).Select(OpenAiModelResource.From);
        return http.Response.WriteAsJsonAsync(
            new OpenAiModelList([.. usable]), OpenAiJsonContext.Readable.OpenAiModelList, "application/json", cancellationToken);
    }

    public static Task GetAsync(HttpContext http, string id, ModelNames names, CancellationToken cancellationToken)
    {
        var found = names.Find(id);
        return found.IsOk
            ? http.Response.WriteAsJsonAsync(
                OpenAiModelResource.From(found.Value), OpenAiJsonContext.Readable.OpenAiModelResource, "application/json", cancellationToken)
            : ProblemWriter.WriteErrorAsync(http, found.Error);
    }
}
