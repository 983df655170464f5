using System.Security.Claims;
using System.Text.Encodings.Web;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Api.Authentication;

/// <summary>
/// Finds the caller of a request by the API key in <c>Authorization: Bearer</c> or <c>x-api-key</c>, else by the cookie of a browser's session.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IAccountService accounts, ISessionService sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string BearerPrefix = "Bearer ";
    private const string KeyHeader = "x-api-key";

    private static readonly ServiceError NoKey = new(
        ErrorKind.Unauthenticated, ProblemCodes.MissingApiKey, "Send an API key in the header 'Authorization: Bearer atl_...'.");

    private static readonly ServiceError NoToken = new(
        ErrorKind.Forbidden,
        ProblemCodes.CsrfTokenMissing,
        $"A browser's session changes things only with the header '{SessionCookie.TokenHeader}': the csrf_token of GET /api/v1/session.");

    private ServiceError? refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await FindAsync() is not { } result)
        {
            return AuthenticateResult.NoResult();
        }

        if (!result.IsOk)
        {
            refusal = result.Error;
            return AuthenticateResult.Fail(result.Error.Code);
        }

        Context.SetCaller(result.Value);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, result.Value.UserId)], ApiKeyScheme.Name);
        if (result.Value.IsOperator)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, ApiKeyScheme.OperatorRole));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ApiKeyScheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (refusal is not { Kind: ErrorKind.Forbidden })
        {
            Response.Headers.WWWAuthenticate = "Bearer realm=\"atelier\"";
        }

        return ProblemWriter.WriteErrorAsync(Context, refusal ?? NoKey);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteErrorAsync(Context, AccessHandler.RefusalOf(Context));

    private async Task<Result<Caller>?> FindAsync()
    {
        if (ReadKey() is { } key)
        {
            Context.Features.Set(new CallerProof(token => accounts.AuthenticateAsync(key, token)));
            return await accounts.AuthenticateAsync(key, Context.RequestAborted);
        }

        if (SessionCookie.Read(Request) is not { } secret)
        {
            return null;
        }

        Context.Features.Set(new CallerProof(token => sessions.AuthenticateAsync(secret, token)));
        var caller = await sessions.AuthenticateAsync(secret, Context.RequestAborted);
        var changes = !HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method) && !HttpMethods.IsOptions(Request.Method);
        return caller.IsOk && changes && !SessionCookie.HasToken(Request, secret) ? NoToken : caller;
    }

    private string? ReadKey()
    {
        var authorization = Request.Headers.Authorization.ToString();
        var key = authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? authorization[BearerPrefix.Length..].Trim()
            : Request.Headers[KeyHeader].ToString().Trim();
        return key.Length == 0 ? null : key;
    }
}
