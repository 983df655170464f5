using Atelier.Api.Authentication;
using Atelier.Api.Events;
using Atelier.Api.Generations;
using Atelier.Api.Health;
using Atelier.Api.Json;
using Atelier.Api.Limits;
using Atelier.Api.Models;
using Atelier.Api.OpenAi;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api;

/// <summary>Registers the API. The service layer must be registered too.</summary>
public static class ApiServiceCollectionExtensions
{
    /// <summary>Adds authentication, problems, JSON, OpenAPI and what the routes need. Map them with <see cref="ApiEndpoints.MapAtelierApi"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// Where <see cref="OpenIdSettings.Section"/> and <c>Atelier:Cors:Origins</c> are looked for; without it nobody signs in with OpenID Connect,
    /// and no page of another site may call.
    /// </param>
    /// <exception cref="FormatException">An origin of the setting is none.</exception>
    public static IServiceCollection AddAtelierApi(this IServiceCollection services, IConfiguration? configuration = null)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
            options.SerializerOptions.Encoder = ReadableJson.Encoder;
            options.SerializerOptions.PropertyNamingPolicy = ApiJsonContext.Default.Options.PropertyNamingPolicy;
            options.SerializerOptions.DefaultIgnoreCondition = ApiJsonContext.Default.Options.DefaultIgnoreCondition;
            options.SerializerOptions.NumberHandling = ApiJsonContext.Default.Options.NumberHandling;
        });
        services.AddSafetyHeaders();
        services.AddOtherOrigins(configuration);
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultHandler>();
        services.AddApiKeyAuthentication();
        services.AddOpenIdSignIn(configuration);
        services.AddApiDocument();
        services.AddOpenAi();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<ModelAvailability>();
        services.AddScoped<EventFeed>();
        services.AddScoped<GenerationWaiter>();
        return services;
    }
}
