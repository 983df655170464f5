using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix;

/// <summary>What stands around every endpoint: a request id, the key, and refusals written as errors.</summary>
internal sealed class AiHubMixAccess(VendorSimulators simulators)
{
    /// <summary>An endpoint that wants a key; it is given the key's owner.</summary>
    public RequestDelegate WithKey(Func<HttpContext, string, Task> handle) => WithKey(handle, ApiKeys.Presented);

    /// <summary>The same on Google's side of the gateway, which reads the key in Google's header alone.</summary>
    public RequestDelegate WithGoogleKey(Func<HttpContext, string, Task> handle) =>
        WithKey(handle, context => ApiKeys.Presented(context, "x-goog-api-key"));

    private RequestDelegate WithKey(Func<HttpContext, string, Task> handle, Func<HttpContext, string?> presented) => Open(context =>
    {
        var key = presented(context) ?? throw new Refusal(StatusCodes.Status401Unauthorized, "no key provided");
        return simulators.Options.Accepts(key)
            ? handle(context, ApiKeys.Owner(key))
            : throw new Refusal(StatusCodes.Status401Unauthorized, "Invalid token");
    });

    /// <summary>An endpoint anybody may call.</summary>
    public RequestDelegate Open(RequestDelegate handle) => async context =>
    {
        AiHubMixAnswers.Identify(context, simulators.Clock);
        try
        {
            await handle(context);
        }
        catch (Refusal refusal)
        {
            await AiHubMixAnswers.WriteAsync(context, refusal);
        }
    };
}
