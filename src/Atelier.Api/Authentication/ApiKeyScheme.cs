using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Authentication;

/// <summary>Authentication by API key, and the two policies: any key, and an operator's key.</summary>
internal static class ApiKeyScheme
{
    public const string Name = "ApiKey";
    public const string OperatorPolicy = "Operator";
    public const string OperatorRole = "operator";

    public static void AddApiKeyAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Name, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(OperatorPolicy, policy => policy.RequireAuthenticatedUser().RequireRole(OperatorRole))
            .SetDefaultPolicy(new AuthorizationPolicyBuilder(Name).RequireAuthenticatedUser().Build());
    }
}
