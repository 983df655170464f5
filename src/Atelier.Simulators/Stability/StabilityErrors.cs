using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>The vendor's two error envelopes: one text in <c>message</c> below <c>/v1</c>, an array in <c>errors</c> everywhere else.</summary>
internal static class StabilityErrors
{
    public const string InternalError = "An unexpected server error has occurred, please try again later.";

    public static Task WriteAsync(HttpContext context, int status, string name, params string[] texts) =>
        IsV1(context) ? WriteV1Async(context, status, name, texts[0]) : WriteV2Async(context, status, name, texts);

    public static bool IsV1(HttpContext context) => Http.CallMarks.Call(context).Path.StartsWith("/v1/", StringComparison.Ordinal);

    private static Task WriteV1Async(HttpContext context, int status, string name, string message)
    {
        context.Response.StatusCode = status;
        return StabilityAnswers.WriteJsonAsync(context, new V1Error(NewId(), message, name), StabilityJson.Default.V1Error, "application/json");
    }

    private static Task WriteV2Async(HttpContext context, int status, string name, string[] texts)
    {
        var error = new V2Error(texts, NewId(), name);
        context.Response.StatusCode = status;
        context.Response.Headers["x-request-id"] = error.Id;
        return StabilityAnswers.WriteJsonAsync(context, error, StabilityJson.Default.V2Error, "application/json");
    }

    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
