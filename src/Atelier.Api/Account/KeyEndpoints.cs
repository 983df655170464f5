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

namespace Atelier.Api.Account;

/// <summary>The caller's own keys.</summary>
internal static class KeyEndpoints
{
    private const string KeysPath = "/api/v1/account/keys/";

    public static void MapKeys(this RouteGroupBuilder account)
    {
        account.MapGet("/keys", ListAsync).WithName("listKeys")
            .Describe("List your keys", "Live and test keys, newest first; never their text.").Problems(400);
        account.MapPost("/keys", CreateAsync).WithName("createKey")
            .Describe("Make a key", "The answer is the only time its text is seen. A key makes no key that may do more than itself; a test key makes test keys only.")
            .Problems(400, 403, 404, 415);
        account.MapGet("/keys/{id}", GetAsync).WithName("getKey")
            .Describe("Get a key", "Its settings; never its text.").Problems(404);
        account.MapPut("/keys/{id}", UpdateAsync).WithName("updateKey")
            .Describe("Change a key", "Replaces name, scopes, models, limits and expiry; what is absent takes its default.").Problems(400, 403, 404, 409, 415);
        account.MapPost("/keys/{id}/rotate", RotateAsync).WithName("rotateKey")
            .Describe("Give a key a new text", "The answer is the only time the new text is seen. The old text works for `overlap_seconds` more.")
            .Problems(400, 403, 404, 409, 415);
        account.MapDelete("/keys/{id}", RevokeAsync).WithName("revokeKey")
            .Describe("Revoke a key", "For good, at once; a test key revokes test keys only. Safe to repeat.").Problems(403, 404);
    }

    /// <summary>Makes a key for a user, for whoever may.</summary>
    public static async Task<Results<Created<ApiKeyResource>, ProblemResult>> CreateForAsync(
        string userId, string path, KeyRequest request, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken)
    {
        var (book, settings) = (request.BookFor(me.Caller), request.Settings());
        if ((book.Error ?? settings.Error) is { } error)
        {
            return (ProblemResult)error;
        }

        var wanted = settings.Value! with { TeamId = settings.Value.TeamId ?? (userId == me.Caller.UserId ? me.Caller.TeamId : null) };
        var created = await accounts.CreateKeyAsync(userId, book.Value, wanted, me.Actor, cancellationToken);
        return created.IsOk ? TypedResults.Created(path + created.Value.Key.Id, ApiKeyResource.From(created.Value)) : (ProblemResult)created.Error;
    }

    /// <summary>Changes a key of an owner.</summary>
    public static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> UpdateForAsync(
        string id, KeyOwner owner, KeyUpdate update, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken)
    {
        var settings = update.Settings();
        return settings.IsOk ? Answer(await accounts.UpdateKeyAsync(id, owner, settings.Value, me.Actor, cancellationToken)) : (ProblemResult)settings.Error;
    }

    /// <summary>Rotates a key of an owner.</summary>
    public static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RotateForAsync(
        string id, KeyOwner owner, KeyRotation rotation, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken)
    {
        var rotated = await accounts.RotateKeyAsync(id, owner, rotation.Overlap, me.Actor, cancellationToken);
        return rotated.IsOk ? TypedResults.Ok(ApiKeyResource.From(rotated.Value)) : (ProblemResult)rotated.Error;
    }

    /// <summary>Finds a key of an owner.</summary>
    public static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> GetForAsync(
        string id, KeyOwner owner, IAccountService accounts, CancellationToken cancellationToken) =>
        await accounts.FindKeyAsync(id, owner, cancellationToken) is { } key ? TypedResults.Ok(ApiKeyResource.From(key)) : (ProblemResult)NoSuchKey;

    /// <summary>A key, or why there is none.</summary>
    public static Results<Ok<ApiKeyResource>, ProblemResult> Answer(Result<ApiKey> key) =>
        key.IsOk ? TypedResults.Ok(ApiKeyResource.From(key.Value)) : (ProblemResult)key.Error;

    private static ServiceError NoSuchKey { get; } = new(ErrorKind.NotFound, ProblemCodes.KeyNotFound, "There is no such key; list keys to find the id.");

    private static KeyOwner Own(CurrentActor me) => new(me.Caller.UserId);

    private static async Task<Ok<ListResource<ApiKeyResource>>> ListAsync(
        CurrentActor me, Query<PageQuery> query, IAccountService accounts, CancellationToken cancellationToken)
    {
        var page = await accounts.ListKeysAsync(Own(me), query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static Task<Results<Created<ApiKeyResource>, ProblemResult>> CreateAsync(
        CurrentActor me, Body<KeyRequest> body, IAccountService accounts, CancellationToken cancellationToken) =>
        CreateForAsync(me.Caller.UserId, KeysPath, body.Value, me, accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> GetAsync(
        string id, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken) => GetForAsync(id, Own(me), accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> UpdateAsync(
        string id, CurrentActor me, Body<KeyUpdate> body, IAccountService accounts, CancellationToken cancellationToken) =>
        UpdateForAsync(id, Own(me), body.Value, me, accounts, cancellationToken);

    private static Task<Results<Ok<ApiKeyResource>, ProblemResult>> RotateAsync(
        string id, CurrentActor me, Body<KeyRotation> body, IAccountService accounts, CancellationToken cancellationToken) =>
        RotateForAsync(id, Own(me), body.Value, me, accounts, cancellationToken);

    private static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RevokeAsync(
        string id, CurrentActor me, IAccountService accounts, CancellationToken cancellationToken) =>
        Answer(await accounts.RevokeKeyAsync(id, Own(me), me.Actor, cancellationToken));
}
