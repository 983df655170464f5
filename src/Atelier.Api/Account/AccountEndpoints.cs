using Atelier.Api.Authentication;
using Atelier.Api.Books;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Api.Sessions;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Account;

/// <summary>The caller's balance, ledger, password and sessions.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/account").WithTags("Account");
        group.MapGet("", GetAsync).WithName("getAccount")
            .Describe("Get the account", "Credits in the book of the key, and whose key it is.");
        group.MapGet("/ledger", LedgerAsync).WithName("listLedger")
            .Describe("List moves of credits", "Holds, captures, releases and grants in the book of the key, newest first.").Problems(400);
        group.MapPut("/password", SetPasswordAsync).WithName("setPassword")
            .Describe("Set your password", "To sign in with in a browser. Needs the current one when there is one; ends your other sessions that were opened by password.")
            .Problems(400, 403, 409, 415, 429);
        group.MapGet("/sessions", SessionsAsync).WithName("listSessions")
            .Describe("List your sessions", "Browsers that are signed in, newest first.");
        group.MapDelete("/sessions", EndSessionsAsync).WithName("endSessions")
            .Describe("Sign out everywhere", "Ends all your sessions, this one too; by a test key only those of the test book. Keys stay as they are.");
        group.MapDelete("/sessions/{id}", EndSessionAsync).WithName("endSession")
            .Describe("End a session", "For good. Safe to repeat.").Problems(403, 404);
        group.MapKeys();
        group.MapBooks();
        group.MapTopUps();
    }

    private static async Task<Ok<AccountResource>> GetAsync(CurrentCaller me, ICreditService credits, CancellationToken cancellationToken)
    {
        var balance = await credits.BalanceAsync(me.Caller.PayerId, me.Caller.Book, cancellationToken);
        return TypedResults.Ok(AccountResource.From(me.Caller, balance));
    }

    private static async Task<Ok<ListResource<LedgerMoveResource>>> LedgerAsync(
        CurrentCaller me, Query<LedgerListQuery> query, ICreditService credits, CancellationToken cancellationToken)
    {
        var page = await credits.LedgerAsync(query.Value.OwnedBy(me.Caller), cancellationToken);
        return TypedResults.Ok(ListResource.From(page, LedgerMoveResource.From));
    }

    private static async Task<Results<NoContent, ProblemResult>> SetPasswordAsync(
        CurrentActor me, Body<PasswordRequest> body, IAccountService accounts, SignInGuard guard, CancellationToken cancellationToken)
    {
        if (guard.Refuse(me.Caller.UserId, me.Actor.Address) is { } wait)
        {
            return (ProblemResult)wait;
        }

        var user = await accounts.ChangePasswordAsync(body.Value.CurrentPassword, body.Value.Password, me.Actor, cancellationToken);
        return user.IsOk ? TypedResults.NoContent() : (ProblemResult)user.Error;
    }

    private static async Task<Ok<ListResource<SessionResource>>> SessionsAsync(
        CurrentActor me, ISessionService sessions, CancellationToken cancellationToken)
    {
        var page = new Page<Session>(await sessions.ListAsync(me.Caller.UserId, cancellationToken), NextCursor: null);
        return TypedResults.Ok(ListResource.From(page, session => SessionResource.From(session, isCurrent: session.Id == me.Caller.SessionId)));
    }

    private static async Task<NoContent> EndSessionsAsync(
        HttpContext http, CurrentActor me, ISessionService sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(me.Caller.UserId, me.Actor, cancellationToken);
        if (me.Caller.SessionId is not null)
        {
            SessionCookie.Clear(http);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemResult>> EndSessionAsync(
        string id, CurrentActor me, ISessionService sessions, CancellationToken cancellationToken)
    {
        var ended = await sessions.EndAsync(id, me.Caller.UserId, me.Actor, cancellationToken);
        return ended.IsOk ? TypedResults.NoContent() : (ProblemResult)ended.Error;
    }
}
