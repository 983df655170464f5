using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Authentication;

/// <summary>Authentication by API key or by a browser's session, and the one policy: what <see cref="AccessTable"/> says of the route.</summary>
internal static class ApiKeyScheme
{
    public const string Name = "ApiKey";

    /// <summary>For what stands beside the routes and asks the principal, such as the guard of metrics.</summary>
    public const string OperatorRole = "operator";

    public static void AddApiKeyAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Name, null);
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<SignInGuard>();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder(Name).RequireAuthenticatedUser().AddRequirements(new AccessRequirement()).Build());
    }
}
