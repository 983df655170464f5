using System.Reflection;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Authentication;

/// <summary>Hands the authenticated caller to handlers that ask for one.</summary>
/// <param name="Caller">Who is calling.</param>
internal sealed record CurrentCaller(Caller Caller) : IBindableFromHttpContext<CurrentCaller>
{
    public static ValueTask<CurrentCaller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<CurrentCaller?>(new CurrentCaller(context.GetCaller()));
}

/// <summary>Hands the caller as one who acts, for what goes on the audit trail. One request has one actor.</summary>
/// <param name="Caller">Who is calling.</param>
/// <param name="Actor">The same, as the trail knows it.</param>
internal sealed record CurrentActor(Caller Caller, Actor Actor) : IBindableFromHttpContext<CurrentActor>
{
    public static ValueTask<CurrentActor?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<CurrentActor?>(new CurrentActor(context.GetCaller(), context.GetActor()));
}

/// <summary>Keeps the caller beside the request.</summary>
internal static class CallerFeature
{
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>The caller, if there is one.</summary>
    public static Caller? FindCaller(this HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The caller. Only for routes that require a key.</summary>
    /// <exception cref="InvalidOperationException">The route does not require a key: a defect of ours.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException("The route asks for a caller but does not require a key.");

    /// <summary>The caller as an actor.</summary>
    public static Actor GetActor(this HttpContext context)
    {
        if (context.Features.Get<Actor>() is { } known)
        {
            return known;
        }

        var actor = Actor.Of(context.GetCaller(), context.AddressOfCaller());
        context.Features.Set(actor);
        return actor;
    }

    /// <summary>From which network address the request came.</summary>
    public static string? AddressOfCaller(this HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;
}
