using System.Diagnostics;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Generations;

/// <summary>Generations: make, watch, stop, remove, try again.</summary>
internal static class GenerationEndpoints
{
    private const string Path = "/api/v1/generations/";

    public static void MapGenerations(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/generations").WithTags("Generations");
        group.MapPost("", CreateAsync).WithName("createGeneration")
            .Describe("Create a generation", "Holds its credits and queues it. With `Prefer: wait=N` answers 200 when it finished within N seconds (at most 600).")
            .TakesHeader(IdempotencyKey.Header, "Makes repeating safe for 24 hours: the same key and body answer the same generation.")
            .TakesHeader(PreferWait.Header, "`wait=N`: hold the answer for up to N seconds.")
            .Problems(400, 402, 403, 404, 409, 413, 415, 422, 429, 503)
            .AllowBodyOf(BodyLimits.WithDataUris);
        group.MapGet("", ListAsync).WithName("listGenerations")
            .Describe("List generations", "The caller's own in the book of the key, newest first.").Problems(400);
        group.MapGet("/{id}", GetAsync).WithName("getGeneration")
            .Describe("Get a generation", "Its state, results and credits.").Problems(404);
        group.MapPost("/{id}/cancel", CancelAsync).WithName("cancelGeneration")
            .Describe("Cancel a generation", "Stops it and gives its hold back. Answers once it stopped, or after a few seconds with its state.")
            .Problems(404, 409);
        group.MapDelete("/{id}", DeleteAsync).WithName("deleteGeneration")
            .Describe("Delete a finished generation", "Hides it and removes its artifacts.").Problems(404, 409);
        group.MapPost("/{id}/retry", RetryAsync).WithName("retryGeneration")
            .Describe("Try a generation again", "A new generation with the same model and input as one that failed or was cancelled.")
            .TakesHeader(IdempotencyKey.Header, "Makes repeating safe for 24 hours.")
            .TakesHeader(PreferWait.Header, "`wait=N`: hold the answer for up to N seconds.")
            .Problems(400, 402, 404, 409, 422, 503);
        group.MapGet("/{id}/attempts", AttemptsAsync).WithName("listAttempts")
            .Describe("List the attempts of a generation", "Each submission to the vendor, oldest first.").Problems(404);
    }

    private static async Task<Results<Ok<GenerationResource>, Accepted<GenerationResource>, ProblemResult>> CreateAsync(
        CurrentCaller me, Body<GenerationRequest> body, IdempotencyKey key, HttpContext http,
        IGenerationService generations, GenerationWaiter waiter, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(key.Value, Activity.Current?.Id);
        if (!command.IsOk)
        {
            return (ProblemResult)command.Error;
        }

        var created = await generations.CreateAsync(me.Caller, command.Value, cancellationToken);
        return await AnswerAsync(created, me.Caller, http, waiter, cancellationToken);
    }

    private static async Task<Results<Ok<GenerationResource>, Accepted<GenerationResource>, ProblemResult>> RetryAsync(
        string id, CurrentCaller me, IdempotencyKey key, HttpContext http,
        IGenerationService generations, GenerationWaiter waiter, CancellationToken cancellationToken)
    {
        var created = await generations.RetryAsync(me.Caller, id, key.Value, cancellationToken);
        return await AnswerAsync(created, me.Caller, http, waiter, cancellationToken);
    }

    private static async Task<Results<Ok<GenerationResource>, Accepted<GenerationResource>, ProblemResult>> AnswerAsync(
        Result<CreatedGeneration> created, Caller caller, HttpContext http, GenerationWaiter waiter, CancellationToken cancellationToken)
    {
        if (!created.IsOk)
        {
            return (ProblemResult)created.Error;
        }

        var view = created.Value.View;
        if (created.Value.Replayed)
        {
            http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }

        if (PreferWait.Read(http.Request.Headers) is { } seconds)
        {
            var waited = await waiter.WaitAsync(caller, view.Generation.Id, TimeSpan.FromSeconds(seconds), cancellationToken);
            if (!waited.IsOk)
            {
                return (ProblemResult)waited.Error;
            }

            view = waited.Value;
            http.Response.Headers[PreferWait.AppliedHeader] = $"wait={seconds}";
        }

        var resource = GenerationResource.From(view);
        return view.Generation.State.IsFinished()
            ? TypedResults.Ok(resource)
            : TypedResults.Accepted(Path + resource.Id, resource);
    }

    private static async Task<Results<Ok<ListResource<GenerationResource>>, ProblemResult>> ListAsync(
        CurrentCaller me, Query<GenerationListQuery> query, IGenerationService generations, CancellationToken cancellationToken)
    {
        var page = await generations.ListAsync(me.Caller, query.Value.OwnedBy(me.Caller), cancellationToken);
        return page.IsOk ? TypedResults.Ok(ListResource.From(page.Value, GenerationResource.From)) : (ProblemResult)page.Error;
    }

    private static async Task<Results<Ok<GenerationResource>, ProblemResult>> GetAsync(
        string id, CurrentCaller me, IGenerationService generations, CancellationToken cancellationToken) =>
        Show(await generations.GetAsync(me.Caller, id, cancellationToken));

    private static async Task<Results<Ok<GenerationResource>, ProblemResult>> CancelAsync(
        string id, CurrentCaller me, IGenerationService generations, CancellationToken cancellationToken) =>
        Show(await generations.CancelAsync(me.Caller, id, cancellationToken));

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        string id, CurrentCaller me, IGenerationService generations, CancellationToken cancellationToken)
    {
        var deleted = await generations.DeleteAsync(me.Caller, id, cancellationToken);
        return deleted.IsOk ? TypedResults.NoContent() : (ProblemResult)deleted.Error;
    }

    private static async Task<Results<Ok<ListResource<AttemptResource>>, ProblemResult>> AttemptsAsync(
        string id, CurrentCaller me, IGenerationService generations, CancellationToken cancellationToken)
    {
        var attempts = await generations.AttemptsAsync(me.Caller, id, cancellationToken);
        return attempts.IsOk ? TypedResults.Ok(ListResource.Whole(attempts.Value.Select(AttemptResource.From))) : (ProblemResult)attempts.Error;
    }

    private static Results<Ok<GenerationResource>, ProblemResult> Show(Result<GenerationView> view) =>
        view.IsOk ? TypedResults.Ok(GenerationResource.From(view.Value)) : (ProblemResult)view.Error;
}
