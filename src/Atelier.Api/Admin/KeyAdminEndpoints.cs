using Atelier.Api.Account;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>Everybody's keys, for operators.</summary>
internal static class KeyAdminEndpoints
{
    public static void MapKeyAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/users/{id}/keys", OfUserAsync).WithName("adminListUserKeys")
            .Describe("List a user's keys", "Newest first; never their text.").Problems(400, 404);
        admin.MapPost("/users/{id}/keys", CreateAsync).WithName("adminCreateUserKey")
            .Describe("Make a key for a user", "The answer is the only time its text is seen.").Problems(400, 403, 404, 415);
        admin.MapGet("/keys", ListAsync).WithName("adminListKeys")
            .Describe("List everybody's keys", "Newest first; never their text.").Problems(400);
        admin.MapGet("/keys/{id}", GetAsync).WithName("adminGetKey")
            .Describe("Get anybody's key", "Its settings; never its text.").Problems(404);
        admin.MapPut("/keys/{id}", UpdateAsync).WithName("adminUpdateKey")
            .Describe("Change anybody's key", "Replaces name, scopes, models, limits and expiry; what is absent takes its default.").Problems(400, 403, 404, 409, 415);
        admin.MapPost("/keys/{id}/rotate", RotateAsync).WithName("adminRotateKey")
            .Describe("Give anybody's key a new text", "The answer is the only time the new text is seen.").Problems(400, 403, 404, 409, 415);
        admin.MapDelete("/keys/{id}", RevokeAsync).WithName("adminRevokeKey")
            .Describe("Revoke anybody's key", "For good, at once. Safe to repeat.").Problems(403, 404);
    }

    private static async Task<Results<Ok<ListResource<ApiKeyResource>>, ProblemResult>> OfUserAsync(
        string id, Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        if (await accounts.FindUserAsync(id, cancellationToken) is null)
        {
            return new ProblemResult(new ServiceError(ErrorKind.NotFound, ProblemCodes.UserNotFound, $"There is no user '{id}'.", "id"));
        }

        var page = await accounts.ListKeysAsync(new KeyOwner(id), query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static async Task<Ok<ListResource<ApiKeyResource>>> ListAsync(
        Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListKeysAsync(KeyOwner.Anybody, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static Task<Results<Created<ApiKeyResource>, ProblemResult>> CreateAsync(
        string id, CurrentActor me, Body<KeyRequest> body, IAccountService accounts, CancellationToken cancellationToken) =>
        KeyEndpoints.CreateForAsync(id, "/api/v1/admin/keys/", body.Value, me, accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> GetAsync(string id, IAccountService accounts, CancellationToken cancellationToken) =>
        KeyEndpoints.GetForAsync(id, KeyOwner.Anybody, accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> UpdateAsync(
        string id, CurrentActor me, Body<KeyUpdate> body, IAccountService accounts, CancellationToken cancellationToken) =>
        KeyEndpoints.UpdateForAsync(id, KeyOwner.Anybody, body.Value, me, accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> RotateAsync(
        string id, CurrentActor me, Body<KeyRotation> body, IAccountService accounts, CancellationToken cancellationToken) =>
        KeyEndpoints.RotateForAsync(id, KeyOwner.Anybody, body.Value, me, accounts, cancellationToken);

    private static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RevokeAsync(
        string id, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken) =>
        KeyEndpoints.Answer(await accounts.RevokeKeyAsync(id, KeyOwner.Anybody, me.Actor, cancellationToken));
}
