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

/// <summary>Users and everybody's keys, for operators.</summary>
internal static class UserAdminEndpoints
{
    private const string UsersPath = "/api/v1/admin/users/";

    public static void MapUserAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/users", ListAsync).WithName("adminListUsers")
            .Describe("List users", "Newest first.").Problems(400);
        admin.MapPost("/users", CreateAsync).WithName("adminCreateUser")
            .Describe("Make a user", "Give them a key with POST .../users/{id}/keys.").Problems(400, 415, 409);
        admin.MapGet("/users/{id}", GetAsync).WithName("adminGetUser")
            .Describe("Get a user", "Name and role.").Problems(404);
        admin.MapGet("/users/{id}/keys", KeysAsync).WithName("adminListUserKeys")
            .Describe("List a user's keys", "Newest first; never their text.").Problems(400, 404);
        admin.MapPost("/users/{id}/keys", CreateKeyAsync).WithName("adminCreateUserKey")
            .Describe("Make a key for a user", "The answer is the only time its text is seen.").Problems(400, 404, 415);
        admin.MapGet("/keys", AllKeysAsync).WithName("adminListKeys")
            .Describe("List everybody's keys", "Newest first; never their text.").Problems(400);
        admin.MapDelete("/keys/{id}", RevokeAsync).WithName("adminRevokeKey")
            .Describe("Revoke anybody's key", "For good, at once. Safe to repeat.").Problems(404);
    }

    private static async Task<Ok<ListResource<UserResource>>> ListAsync(
        Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListUsersAsync(query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, UserResource.From));
    }

    private static async Task<Results<Created<UserResource>, ProblemResult>> CreateAsync(
        Body<UserRequest> body, IAccountService accounts, CancellationToken cancellationToken)
    {
        if (!Wire.TryParse<UserRole>(body.Value.Role ?? Wire.Name(UserRole.User), out var role))
        {
            return (ProblemResult)new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidRole, "'role' must be 'user' or 'operator'.", "role");
        }

        var created = await accounts.CreateUserAsync(body.Value.Name, role, cancellationToken);
        return created.IsOk
            ? TypedResults.Created(UsersPath + created.Value.Id, UserResource.From(created.Value))
            : (ProblemResult)created.Error;
    }

    private static async Task<Results<Ok<UserResource>, ProblemResult>> GetAsync(
        string id, IAccountService accounts, CancellationToken cancellationToken) =>
        await accounts.FindUserAsync(id, cancellationToken) is { } user ? TypedResults.Ok(UserResource.From(user)) : NoSuchUser(id);

    private static async Task<Results<Ok<ListResource<ApiKeyResource>>, ProblemResult>> KeysAsync(
        string id, Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        if (await accounts.FindUserAsync(id, cancellationToken) is null)
        {
            return NoSuchUser(id);
        }

        var page = await accounts.ListKeysAsync(id, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static async Task<Ok<ListResource<ApiKeyResource>>> AllKeysAsync(
        Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListKeysAsync(null, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static async Task<Results<Created<CreatedKeyResource>, ProblemResult>> CreateKeyAsync(
        string id, CurrentCaller me, Body<KeyRequest> body, IAccountService accounts, CancellationToken cancellationToken)
    {
        var book = body.Value.BookFor(me.Caller);
        if (!book.IsOk)
        {
            return (ProblemResult)book.Error;
        }

        var created = await accounts.CreateKeyAsync(id, book.Value, body.Value.Name, cancellationToken);
        return created.IsOk
            ? TypedResults.Created($"/api/v1/admin/keys/{created.Value.Key.Id}", CreatedKeyResource.From(created.Value))
            : (ProblemResult)created.Error;
    }

    private static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RevokeAsync(
        string id, IAccountService accounts, CancellationToken cancellationToken)
    {
        var revoked = await accounts.RevokeKeyAsync(id, null, cancellationToken);
        return revoked.IsOk ? TypedResults.Ok(ApiKeyResource.From(revoked.Value)) : (ProblemResult)revoked.Error;
    }

    private static ProblemResult NoSuchUser(string id) =>
        new(new ServiceError(ErrorKind.NotFound, ProblemCodes.UserNotFound, $"There is no user '{id}'.", "id"));
}
