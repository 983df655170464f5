using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Api.Sessions;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>Users, for operators.</summary>
internal static class UserAdminEndpoints
{
    private const string UsersPath = "/api/v1/admin/users/";

    public static void MapUserAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/users", ListAsync).WithName("adminListUsers")
            .Describe("List users", "Newest first.").Problems(400);
        admin.MapPost("/users", CreateAsync).WithName("adminCreateUser")
            .Describe("Make a user", "Give them a key with POST .../users/{id}/keys, or a password to sign in with.").Problems(400, 403, 409, 415);
        admin.MapGet("/users/{id}", GetAsync).WithName("adminGetUser")
            .Describe("Get a user", "Name, role and limits.").Problems(404);
        admin.MapPatch("/users/{id}", UpdateAsync).WithName("adminUpdateUser")
            .Describe("Change a user", "Name, role, limits, OpenID subject, or disable. The last operator stays one.").Problems(400, 403, 404, 409, 415);
        admin.MapPut("/users/{id}/password", SetPasswordAsync).WithName("adminSetUserPassword")
            .Describe("Set a user's password", "Ends the user's sessions that were opened by password.").Problems(400, 403, 404, 409, 415);
        admin.MapDelete("/users/{id}/password", RemovePasswordAsync).WithName("adminRemoveUserPassword")
            .Describe("Remove a user's password", "The user signs in by key or OpenID only. Safe to repeat.").Problems(403, 404);
        admin.MapGet("/users/{id}/sessions", SessionsAsync).WithName("adminListUserSessions")
            .Describe("List a user's sessions", "Browsers that are signed in, newest first.").Problems(404);
        admin.MapDelete("/users/{id}/sessions", EndSessionsAsync).WithName("adminEndUserSessions")
            .Describe("Sign a user out everywhere", "Ends all the user's sessions; keys stay as they are.").Problems(404);
        admin.MapDelete("/sessions/{id}", EndSessionAsync).WithName("adminEndSession")
            .Describe("End anybody's session", "For good. Safe to repeat.").Problems(403, 404);
    }

    private static async Task<Ok<ListResource<UserResource>>> ListAsync(
        Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListUsersAsync(query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, UserResource.From));
    }

    private static async Task<Results<Created<UserResource>, ProblemResult>> CreateAsync(
        CurrentActor me, Body<UserRequest> body, IAccountService accounts, CancellationToken cancellationToken)
    {
        var wanted = body.Value.Read();
        if (!wanted.IsOk)
        {
            return (ProblemResult)wanted.Error;
        }

        var created = await accounts.CreateUserAsync(wanted.Value, me.Actor, cancellationToken);
        return created.IsOk
            ? TypedResults.Created(UsersPath + created.Value.Id, UserResource.From(created.Value))
            : (ProblemResult)created.Error;
    }

    private static async Task<Results<Ok<UserResource>, ProblemResult>> GetAsync(
        string id, IAccountService accounts, CancellationToken cancellationToken) =>
        await accounts.FindUserAsync(id, cancellationToken) is { } user ? TypedResults.Ok(UserResource.From(user)) : NoSuchUser(id);

    private static async Task<Results<Ok<UserResource>, ProblemResult>> UpdateAsync(
        string id, CurrentActor me, Body<UserUpdate> body, IAccountService accounts, CancellationToken cancellationToken)
    {
        var changes = body.Value.Read();
        return changes.IsOk ? Answer(await accounts.UpdateUserAsync(id, changes.Value, me.Actor, cancellationToken)) : (ProblemResult)changes.Error;
    }

    private static async Task<Results<Ok<UserResource>, ProblemResult>> SetPasswordAsync(
        string id, CurrentActor me, Body<PasswordRequest> body, IAccountService accounts, CancellationToken cancellationToken) =>
        Answer(await accounts.SetPasswordAsync(id, body.Value.Password, me.Actor, cancellationToken));

    private static async Task<Results<Ok<UserResource>, ProblemResult>> RemovePasswordAsync(
        string id, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken) =>
        Answer(await accounts.SetPasswordAsync(id, password: null, me.Actor, cancellationToken));

    private static async Task<Results<Ok<ListResource<SessionResource>>, ProblemResult>> SessionsAsync(
        string id, CurrentCaller me, IAccountService accounts, ISessionService sessions, CancellationToken cancellationToken)
    {
        if (await accounts.FindUserAsync(id, cancellationToken) is null)
        {
            return NoSuchUser(id);
        }

        var page = new Page<Session>(await sessions.ListAsync(id, cancellationToken), NextCursor: null);
        return TypedResults.Ok(ListResource.From(page, session => SessionResource.From(session, isCurrent: session.Id == me.Caller.SessionId)));
    }

    private static async Task<Results<NoContent, ProblemResult>> EndSessionsAsync(
        string id, CurrentActor me, IAccountService accounts, ISessionService sessions, CancellationToken cancellationToken)
    {
        if (await accounts.FindUserAsync(id, cancellationToken) is null)
        {
            return NoSuchUser(id);
        }

        await sessions.EndAllAsync(id, me.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemResult>> EndSessionAsync(
        string id, CurrentActor me, ISessionService sessions, CancellationToken cancellationToken)
    {
        var ended = await sessions.EndAsync(id, userId: null, me.Actor, cancellationToken);
        return ended.IsOk ? TypedResults.NoContent() : (ProblemResult)ended.Error;
    }

    private static Results<Ok<UserResource>, ProblemResult> Answer(Result<User> user) =>
        user.IsOk ? TypedResults.Ok(UserResource.From(user.Value)) : (ProblemResult)user.Error;

    private static ProblemResult NoSuchUser(string id) =>
        new(new ServiceError(ErrorKind.NotFound, ProblemCodes.UserNotFound, $"There is no user '{id}'.", "id"));
}
