using Atelier.Api.Authentication;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Admin;

/// <summary>A body that says what to write down of it.</summary>
internal interface IAuditedBody
{
    /// <summary>The facts, without secrets.</summary>
    IReadOnlyDictionary<string, string?> Facts { get; }
}

/// <summary>
/// Writes every act of an operator to the trail. Changes of users, keys and teams are written in their own transactions; for anything else
/// the entry follows the act, also when the caller is gone by then.
/// </summary>
internal static class OperatorTrail
{
    public static RouteGroupBuilder WithTrail(this RouteGroupBuilder group) => group.AddEndpointFilter(static async (invocation, next) =>
    {
        var result = await next(invocation);
        var http = invocation.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || IsProblem(result))
        {
            return result;
        }

        var actor = http.GetActor();
        if (!actor.Recorded)
        {
            var trail = http.RequestServices.GetRequiredService<IAuditTrail>();
            await trail.RecordAsync(actor, ActOf(http), TargetOf(http), FactsOf(invocation), CancellationToken.None);
        }

        return result;
    });

    private static bool IsProblem(object? result) => result switch
    {
        INestedHttpResult nested => IsProblem(nested.Result),
        ProblemResult => true,
        _ => false,
    };

    // adminDrainVendor is the act drainVendor.
    private static string ActOf(HttpContext http)
    {
        var name = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? http.Request.Method;
        return name.StartsWith("admin", StringComparison.Ordinal) ? char.ToLowerInvariant(name[5]) + name[6..] : name;
    }

    private static string? TargetOf(HttpContext http) => (http.GetRouteValue("id") ?? http.GetRouteValue("name"))?.ToString();

    private static Dictionary<string, string?> FactsOf(EndpointFilterInvocationContext invocation)
    {
        var facts = new Dictionary<string, string?>();
        foreach (var (name, value) in invocation.Arguments.OfType<IBodyHolder>().Select(holder => holder.Content).OfType<IAuditedBody>().SelectMany(body => body.Facts))
        {
            facts[name] = value;
        }

        return facts;
    }
}
