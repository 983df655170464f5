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

/// <summary>Finds the caller of a request by the API key in <c>Authorization: Bearer</c> or <c>x-api-key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IAccountService accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string BearerPrefix = "Bearer ";
    private const string KeyHeader = "x-api-key";

    private static readonly ServiceError NoKey = new(
        ErrorKind.Unauthenticated, ProblemCodes.MissingApiKey, "Send an API key in the header 'Authorization: Bearer atl_...'.");

    private static readonly ServiceError NotAnOperator = new(
        ErrorKind.Forbidden, ProblemCodes.OperatorOnly, "Only an operator's key may do this. Ask an operator of this installation.");

    private ServiceError? refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadKey() is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        var result = await accounts.AuthenticateAsync(key, Context.RequestAborted);
        if (!result.IsOk)
        {
            refusal = result.Error;
            return AuthenticateResult.Fail(result.Error.Code);
        }

        Context.SetCaller(result.Value);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(result.Value), ApiKeyScheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"atelier\"";
        return ProblemWriter.WriteErrorAsync(Context, refusal ?? NoKey);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteErrorAsync(Context, NotAnOperator);

    private string? ReadKey()
    {
        var authorization = Request.Headers.Authorization.ToString();
        var key = authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? authorization[BearerPrefix.Length..].Trim()
            : Request.Headers[KeyHeader].ToString().Trim();
        return key.Length == 0 ? null : key;
    }

    private static ClaimsPrincipal PrincipalOf(Caller caller)
    {
        var identity = new ClaimsIdentity(ApiKeyScheme.Name);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.UserId));
        identity.AddClaim(new Claim(ClaimTypes.Role, caller.IsOperator ? ApiKeyScheme.OperatorRole : "user"));
        return new ClaimsPrincipal(identity);
    }
}
