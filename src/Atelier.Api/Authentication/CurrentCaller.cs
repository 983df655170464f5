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

/// <summary>Keeps the caller beside the request.</summary>
internal static class CallerFeature
{
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>The caller. Only for routes that require a key.</summary>
    /// <exception cref="InvalidOperationException">The route does not require a key: a defect of ours.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route asks for a caller but does not require a key.");
}
