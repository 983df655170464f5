using Atelier.Api.Authentication;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Events;

/// <summary>Events as they happen, by server-sent events.</summary>
internal static class EventEndpoints
{
    private const string ContentType = "text/event-stream";

    public static void MapEvents(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Events");
        group.MapGet("/generations/{id}/events", OfGenerationAsync).WithName("followGeneration")
            .Describe("Follow a generation", "Server-sent events from its beginning, or after `Last-Event-ID`. Ends after the terminal event.")
            .TakesHeader(EventStart.Header, "Begin after this event.")
            .Answers(StatusCodes.Status200OK, ContentType).Problems(400, 404);
        group.MapGet("/events", OfCallerAsync).WithName("followEvents")
            .Describe("Follow everything of yours", "Server-sent events of all your generations in the book of the key, from now on or after `Last-Event-ID`.")
            .TakesHeader(EventStart.Header, "Begin after this event.")
            .Answers(StatusCodes.Status200OK, ContentType).Problems(400);
    }

    private static async Task<Results<EventStreamResult, ProblemResult>> OfGenerationAsync(
        string id, CurrentCaller me, EventStart start, IGenerationService generations, EventFeed feed, CancellationToken cancellationToken)
    {
        var found = await generations.GetAsync(me.Caller, id, cancellationToken);
        return found.IsOk
            ? new EventStreamResult(ending => feed.OfGenerationAsync(me.Caller, id, start.After ?? 0, ending))
            : (ProblemResult)found.Error;
    }

    private static async Task<EventStreamResult> OfCallerAsync(
        CurrentCaller me, EventStart start, EventFeed feed, IGenerationReader reader, CancellationToken cancellationToken)
    {
        var after = start.After ?? await reader.LastSequenceAsync(cancellationToken);
        return new EventStreamResult(ending => feed.OfCallerAsync(me.Caller, after, ending));
    }
}
