using Atelier.Api.Account;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Credits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>Everybody's credits, for operators.</summary>
internal static class CreditAdminEndpoints
{
    public static void MapCreditAdmin(this RouteGroupBuilder admin)
    {
        admin.MapPost("/grants", GrantAsync).WithName("adminGrantCredits")
            .Describe("Grant credits", "Adds credits to a user's book, or takes available ones back when negative.").Problems(400, 402, 404, 415);
        admin.MapPost("/adjustments", AdjustAsync).WithName("adminAdjustCredits")
            .Describe("Correct a balance", "Up or down, with a reason; never below what is available.").Problems(400, 402, 404, 415);
        admin.MapGet("/ledger", LedgerAsync).WithName("adminListLedger")
            .Describe("List everybody's moves of credits", "Newest first.").Problems(400);
        admin.MapGet("/reconciliation", ReconcileAsync).WithName("adminReconcile")
            .Describe("Check the books", "Sums and differences that must all be zero.");
    }

    private static async Task<Results<Created<LedgerMoveResource>, ProblemResult>> GrantAsync(
        CurrentActor me, Body<GrantBody> body, ICreditService credits, CancellationToken cancellationToken)
    {
        var request = body.Value.ToRequest(me.Caller);
        if (!request.IsOk)
        {
            return (ProblemResult)request.Error;
        }

        var move = await credits.GrantAsync(request.Value, me.Actor, cancellationToken);
        return move.IsOk ? TypedResults.Created((string?)null, LedgerMoveResource.From(move.Value)) : (ProblemResult)move.Error;
    }

    private static async Task<Results<Created<LedgerMoveResource>, ProblemResult>> AdjustAsync(
        CurrentActor me, Body<GrantBody> body, ICreditService credits, CancellationToken cancellationToken)
    {
        var request = body.Value.ToRequest(me.Caller);
        if (!request.IsOk)
        {
            return (ProblemResult)request.Error;
        }

        var move = await credits.AdjustAsync(request.Value, me.Actor, cancellationToken);
        return move.IsOk ? TypedResults.Created((string?)null, LedgerMoveResource.From(move.Value)) : (ProblemResult)move.Error;
    }

    private static async Task<Ok<ListResource<LedgerMoveResource>>> LedgerAsync(
        Query<AdminLedgerListQuery> query, ICreditService credits, CancellationToken cancellationToken)
    {
        var page = await credits.LedgerAsync(query.Value.Filter, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, LedgerMoveResource.From));
    }

    private static async Task<Ok<ReconciliationResource>> ReconcileAsync(ICreditService credits, CancellationToken cancellationToken) =>
        TypedResults.Ok(ReconciliationResource.From(await credits.ReconcileAsync(cancellationToken)));
}
