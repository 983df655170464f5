using Atelier.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Api.OpenApi;

/// <summary>What a route says about itself in the OpenAPI document.</summary>
internal static class RouteDocumentation
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary, string description) =>
        route.WithSummary(summary).WithDescription(description);

    /// <summary>The statuses of the problems it may answer, beside those every route may.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            route.WithMetadata(ProblemOf(status));
        }

        return route;
    }

    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder route, string name, string description) =>
        route.WithMetadata(new HeaderParameter(name, description));

    public static IProducesResponseTypeMetadata ProblemOf(int status) =>
        new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]);

    /// <summary>An answer that is not JSON.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status, string contentType) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Stream), [contentType]));

    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status));
}

/// <summary>Metadata of a route: a request header it takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
internal sealed record HeaderParameter(string Name, string Description);
