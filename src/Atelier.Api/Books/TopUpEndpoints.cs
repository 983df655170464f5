using Atelier.Api.Account;
using Atelier.Api.Admin;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Books;

/// <summary>Codes that add credits, each once.</summary>
internal static class TopUpEndpoints
{
    public static void MapTopUps(this RouteGroupBuilder account) =>
        account.MapPost("/top-ups", RedeemAsync).WithName("redeemTopUp")
            .Describe("Redeem a code", "Adds its credits to your balance, or to your team's when the key belongs to one. Each code works once.")
            .Problems(400, 403, 404, 409, 415, 429);

    public static void MapTopUpAdmin(this RouteGroupBuilder admin)
    {
        admin.MapPost("/top-up-codes", CreateAsync).WithName("adminCreateTopUpCodes")
            .Describe("Make top-up codes", "Up to 1,000 at once. The answer is the only time their text is seen.").Problems(400, 403, 415);
        admin.MapGet("/top-up-codes", ListAsync).WithName("adminListTopUpCodes")
            .Describe("List top-up codes", "Newest first; never their text.").Problems(400);
        admin.MapDelete("/top-up-codes/{id}", RevokeAsync).WithName("adminRevokeTopUpCode")
            .Describe("Revoke a top-up code", "One that was redeemed stays so. Safe to repeat.").Problems(403, 404, 409);
    }

    private static async Task<Results<Created<LedgerMoveResource>, ProblemResult>> RedeemAsync(
        CurrentActor me, Body<TopUpRequest> body, ITopUpService codes, SignInGuard guard, CancellationToken cancellationToken)
    {
        // Guessing is hopeless with a hundred random bits; this keeps it from costing anything either.
        if (guard.Refuse("top-up " + me.Caller.UserId, me.Actor.Address) is { } wait)
        {
            return (ProblemResult)wait;
        }

        var move = await codes.RedeemAsync(body.Value.Code, me.Caller, cancellationToken);
        return move.IsOk ? TypedResults.Created((string?)null, LedgerMoveResource.From(move.Value)) : (ProblemResult)move.Error;
    }

    private static async Task<Results<Created<ListResource<TopUpCodeResource>>, ProblemResult>> CreateAsync(
        CurrentActor me, Body<TopUpCodesRequest> body, ITopUpService codes, CancellationToken cancellationToken)
    {
        var wanted = body.Value.Read(me.Caller);
        if (!wanted.IsOk)
        {
            return (ProblemResult)wanted.Error;
        }

        var made = await codes.CreateAsync(wanted.Value, me.Actor, cancellationToken);
        return made.IsOk
            ? TypedResults.Created((string?)null, ListResource.From(new Page<CreatedTopUpCode>(made.Value, NextCursor: null), one => TopUpCodeResource.From(one.Code, one.Secret)))
            : (ProblemResult)made.Error;
    }

    private static async Task<Ok<ListResource<TopUpCodeResource>>> ListAsync(
        Query<PageQuery> query, ITopUpService codes, CancellationToken cancellationToken)
    {
        var page = await codes.ListAsync(query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, code => TopUpCodeResource.From(code)));
    }

    private static async Task<Results<Ok<TopUpCodeResource>, ProblemResult>> RevokeAsync(
        string id, CurrentActor me, ITopUpService codes, CancellationToken cancellationToken)
    {
        var code = await codes.RevokeAsync(id, me.Actor, cancellationToken);
        return code.IsOk ? TypedResults.Ok(TopUpCodeResource.From(code.Value)) : (ProblemResult)code.Error;
    }
}
