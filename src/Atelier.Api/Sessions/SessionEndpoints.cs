using Atelier.Api.Authentication;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Sessions;

/// <summary>Signing in and out in a browser.</summary>
internal static class SessionEndpoints
{
    private static readonly ServiceError OneWay = new(
        ErrorKind.Invalid, ProblemCodes.InvalidSignIn, "Give either 'key', or 'name' and 'password'.");

    private static readonly ServiceError NoSession = new(
        ErrorKind.NotFound, ProblemCodes.SessionNotFound, "This request came with a key and not from a browser that is signed in.");

    public static void MapSessions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/session").WithTags("Session");
        group.MapPost("", OpenAsync).WithName("openSession").AllowAnonymous()
            .Describe("Sign in", "For browsers: sets a cookie. Send `csrf_token` as `X-CSRF-Token` with every request that changes something.")
            .Problems(400, 401, 404, 415, 429);
        group.MapGet("/openid", StartOpenIdAsync).WithName("startOpenId").AllowAnonymous()
            .Describe("Sign in with OpenID Connect", "Sends the browser to the provider and, signed in, to `return_to`. There only when a provider is configured.")
            .Answers(302).Problems(400, 404);
        group.MapGet("", Get).WithName("getSession")
            .Describe("Who is signed in", "The user, the book and the token for changes.").Problems(404);
        group.MapDelete("", EndAsync).WithName("endCurrentSession")
            .Describe("Sign out", "Ends the session and removes the cookie.").Problems(403, 404);
    }

    private static async Task<Results<Created<CurrentSessionResource>, ProblemResult>> OpenAsync(
        HttpContext http, Body<SignInRequest> body, ISessionService sessions, SignInGuard guard, CancellationToken cancellationToken)
    {
        var request = body.Value;
        if (guard.Refuse(request.Name, http.AddressOfCaller()) is { } wait)
        {
            return (ProblemResult)wait;
        }

        var opened = await SignInAsync(request, sessions, http.AddressOfCaller(), cancellationToken);
        if (!opened.IsOk)
        {
            return (ProblemResult)opened.Error;
        }

        SessionCookie.Write(http, opened.Value);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            "/api/v1/session", CurrentSessionResource.From(opened.Value.Caller, SessionCookie.TokenOf(opened.Value.Secret)));
    }

    private static async Task<Results<EmptyHttpResult, ProblemResult>> StartOpenIdAsync(
        HttpContext http, Query<OpenIdQuery> query, OpenIdSettings settings)
    {
        if (!settings.IsConfigured)
        {
            return (ProblemResult)new ServiceError(
                ErrorKind.NotFound, ProblemCodes.OpenIdNotConfigured, $"No OpenID Connect provider is configured. An operator sets {OpenIdSettings.Section}.");
        }

        if (!OpenIdSignIn.IsLocal(query.Value.ReturnTo))
        {
            return (ProblemResult)new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidParameter, "'return_to' must be a path of this server.", "return_to");
        }

        await OpenIdSignIn.StartAsync(http, query.Value.ReturnTo);
        return TypedResults.Empty;
    }

    private static Task<Result<OpenedSession>> SignInAsync(
        SignInRequest request, ISessionService sessions, string? address, CancellationToken cancellationToken)
    {
        if (request is { Key: { } key, Name: null, Password: null, Book: null, TeamId: null })
        {
            return sessions.OpenByKeyAsync(key, address, cancellationToken);
        }

        if (request is not { Key: null, Name: { } name, Password: { } password })
        {
            return Task.FromResult<Result<OpenedSession>>(OneWay);
        }

        return Wire.TryParse<Book>(request.Book ?? Wire.Name(Book.Live), out var book)
            ? sessions.OpenByPasswordAsync(name, password, book, request.TeamId, address, cancellationToken)
            : Task.FromResult<Result<OpenedSession>>(
                new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidBook, "'book' must be 'live' or 'test'.", "book"));
    }

    private static Results<Ok<CurrentSessionResource>, ProblemResult> Get(HttpContext http, CurrentCaller me)
    {
        http.Response.Headers.CacheControl = "no-store";
        return me.Caller.SessionId is not null && SessionCookie.Read(http.Request) is { } secret
            ? TypedResults.Ok(CurrentSessionResource.From(me.Caller, SessionCookie.TokenOf(secret)))
            : (ProblemResult)NoSession;
    }

    private static async Task<Results<NoContent, ProblemResult>> EndAsync(
        HttpContext http, CurrentActor me, ISessionService sessions, CancellationToken cancellationToken)
    {
        if (me.Caller.SessionId is not { } id)
        {
            return (ProblemResult)NoSession;
        }

        SessionCookie.Clear(http);
        var ended = await sessions.EndAsync(id, me.Caller.UserId, me.Actor, cancellationToken);
        return ended.IsOk ? TypedResults.NoContent() : (ProblemResult)ended.Error;
    }
}
