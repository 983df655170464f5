using Atelier.Api.Authentication;
using Atelier.Api.Generations;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Quotes;

/// <summary>Prices before buying.</summary>
internal static class QuoteEndpoints
{
    public static void MapQuotes(this RouteGroupBuilder api) =>
        api.MapPost("/quotes", CreateAsync).WithName("createQuote").WithTags("Quotes")
            .Describe("Quote a generation", "Takes the same body as creating one and says what would be held. Holds nothing.")
            .Problems(400, 402, 403, 404, 409, 413, 415, 422, 503)
            .AllowBodyOf(BodyLimits.WithDataUris);

    private static async Task<Results<Ok<QuoteResource>, ProblemResult>> CreateAsync(
        CurrentCaller me, Body<GenerationRequest> body, IGenerationService generations, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand();
        if (!command.IsOk)
        {
            return (ProblemResult)command.Error;
        }

        var quote = await generations.QuoteAsync(me.Caller, command.Value, cancellationToken);
        return quote.IsOk ? TypedResults.Ok(QuoteResource.From(quote.Value, me.Caller.IsSandbox)) : (ProblemResult)quote.Error;
    }
}
