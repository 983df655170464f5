using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Authentication;

/// <summary>Asks the table whether the caller may use the route.</summary>
internal sealed class AccessRequirement : IAuthorizationRequirement;

/// <summary>Decides by <see cref="AccessTable"/>, and keeps the reason of a refusal beside the request.</summary>
internal sealed class AccessHandler : AuthorizationHandler<AccessRequirement>
{
    private static readonly ServiceError NotAnOperator = new(
        ErrorKind.Forbidden, ProblemCodes.OperatorOnly, "Only an operator's key may do this. Ask an operator of this installation.");

    private static readonly ServiceError NeedsLiveKey = new(
        ErrorKind.Forbidden, ProblemCodes.LiveKeyRequired, "A test key cannot do this: it concerns live work too. Use a live key.");

    private static readonly ServiceError NoRule = new(
        ErrorKind.Forbidden, ProblemCodes.RouteClosed, "This route is closed to everybody: it has no rule. Tell the operator of this installation.");

    /// <summary>Why the route was refused.</summary>
    public static ServiceError RefusalOf(HttpContext context) => context.Features.Get<AccessRefusal>()?.Reason ?? NotAnOperator;

    /// <summary>The reason why a caller may not use a route; <see langword="null"/> when it may.</summary>
    public static ServiceError? Refuse(Access? access, Caller caller) => access switch
    {
        Access.Anyone => null,
        Access.Read => Needs(caller, KeyScopes.Read),
        Access.Generate => Needs(caller, KeyScopes.Generate),
        Access.Admin => Needs(caller, KeyScopes.Admin),
        Access.Operator => caller.Role == UserRole.Operator ? Needs(caller, KeyScopes.Admin) : NotAnOperator,
        Access.LiveOperator => Refuse(Access.Operator, caller) ?? (caller.IsSandbox ? NeedsLiveKey : null),
        null => NoRule,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.FindCaller() is not { } caller)
        {
            return Task.CompletedTask;
        }

        var route = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        if (Refuse(AccessTable.Of(route), caller) is { } reason)
        {
            http.Features.Set(new AccessRefusal(reason));
        }
        else
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static ServiceError? Needs(Caller caller, KeyScopes scope) => caller.Scopes.HasFlag(scope)
        ? null
        : new ServiceError(
            ErrorKind.Forbidden,
            ProblemCodes.ScopeMissing,
            $"This key lacks the scope '{scope.ToString().ToLowerInvariant()}'. Use a key that has it, or ask for one.");

    private sealed record AccessRefusal(ServiceError Reason);
}
