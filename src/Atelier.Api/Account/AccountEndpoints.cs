using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Account;

/// <summary>The caller's balance, ledger and keys.</summary>
internal static class AccountEndpoints
{
    private const string KeysPath = "/api/v1/account/keys/";

    public static void MapAccount(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/account").WithTags("Account");
        group.MapGet("", GetAsync).WithName("getAccount")
            .Describe("Get the account", "Credits in the book of the key, and whose key it is.");
        group.MapGet("/ledger", LedgerAsync).WithName("listLedger")
            .Describe("List moves of credits", "Holds, captures, releases and grants in the book of the key, newest first.").Problems(400);
        group.MapGet("/keys", KeysAsync).WithName("listKeys")
            .Describe("List your keys", "Live and test keys, newest first; never their text.").Problems(400);
        group.MapPost("/keys", CreateKeyAsync).WithName("createKey")
            .Describe("Make a key", "The answer is the only time its text is seen. A test key can make test keys only.").Problems(400, 403, 415);
        group.MapDelete("/keys/{id}", RevokeKeyAsync).WithName("revokeKey")
            .Describe("Revoke a key", "For good, at once. Safe to repeat.").Problems(404);
    }

    private static async Task<Ok<AccountResource>> GetAsync(CurrentCaller me, ICreditService credits, CancellationToken cancellationToken)
    {
        var balance = await credits.BalanceAsync(me.Caller.UserId, me.Caller.Book, cancellationToken);
        return TypedResults.Ok(AccountResource.From(me.Caller, balance));
    }

    private static async Task<Ok<ListResource<LedgerMoveResource>>> LedgerAsync(
        CurrentCaller me, Query<LedgerListQuery> query, ICreditService credits, CancellationToken cancellationToken)
    {
        var page = await credits.LedgerAsync(query.Value.OwnedBy(me.Caller), cancellationToken);
        return TypedResults.Ok(ListResource.From(page, LedgerMoveResource.From));
    }

    private static async Task<Ok<ListResource<ApiKeyResource>>> KeysAsync(
        CurrentCaller me, Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListKeysAsync(me.Caller.UserId, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static async Task<Results<Created<CreatedKeyResource>, ProblemResult>> CreateKeyAsync(
        CurrentCaller me, Body<KeyRequest> body, IAccountService accounts, CancellationToken cancellationToken)
    {
        var book = body.Value.BookFor(me.Caller);
        if (!book.IsOk)
        {
            return (ProblemResult)book.Error;
        }

        var created = await accounts.CreateKeyAsync(me.Caller.UserId, book.Value, body.Value.Name, cancellationToken);
        return created.IsOk
            ? TypedResults.Created(KeysPath + created.Value.Key.Id, CreatedKeyResource.From(created.Value))
            : (ProblemResult)created.Error;
    }

    private static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RevokeKeyAsync(
        string id, CurrentCaller me, IAccountService accounts, CancellationToken cancellationToken)
    {
        var revoked = await accounts.RevokeKeyAsync(id, me.Caller.UserId, cancellationToken);
        return revoked.IsOk ? TypedResults.Ok(ApiKeyResource.From(revoked.Value)) : (ProblemResult)revoked.Error;
    }
}
