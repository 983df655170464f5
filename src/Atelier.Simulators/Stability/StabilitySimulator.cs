using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Stability;

/// <summary>Simulates the REST API of Stability AI: v1 and v2beta.</summary>
internal sealed class StabilitySimulator : IVendorSimulator
{
    public string Name => "stability";

    public void Map(RouteGroupBuilder group)
    {
        group.Map("{**path}", (RequestDelegate)UnknownPathAsync).WithOperation(OperationNames.Unknown);
    }

    public Task WriteScriptedErrorAsync(HttpContext context, ScriptedError error) => error switch
    {
        { Kind: FaultKind.RateLimited } => StabilityErrors.WriteAsync(
            context,
            error.Status ?? StatusCodes.Status429TooManyRequests,
            error.Code ?? "rate_limit_exceeded",
            "You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds."),
        { Kind: FaultKind.ContentRefused } when StabilityErrors.IsV1(context) => StabilityErrors.WriteAsync(
            context, error.Status ?? StatusCodes.Status400BadRequest, error.Code ?? "invalid_prompts", "Invalid prompts detected"),
        { Kind: FaultKind.ContentRefused } => StabilityErrors.WriteAsync(
            context,
            error.Status ?? StatusCodes.Status403Forbidden,
            error.Code ?? "content_moderation",
            "Your request was flagged by our content moderation system, as a result your request was denied and you were not charged."),
        { Kind: FaultKind.Error200 } => StabilityErrors.WriteAsync(
            context, error.Status ?? StatusCodes.Status200OK, error.Code ?? "internal_error", StabilityErrors.InternalError),
        _ => StabilityErrors.WriteAsync(
            context, error.Status ?? StatusCodes.Status500InternalServerError, error.Code ?? NameOf(error.Status, context), StabilityErrors.InternalError),
    };

    private static Task UnknownPathAsync(HttpContext context) =>
        StabilityErrors.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "The requested resource was not found.");

    private static string NameOf(int? status, HttpContext context) => status switch
    {
        StatusCodes.Status400BadRequest => "bad_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status402PaymentRequired => "payment_required",
        StatusCodes.Status403Forbidden => "permission_denied",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status413PayloadTooLarge => "payload_too_large",
        _ => StabilityErrors.IsV1(context) ? "server_error" : "internal_error",
    };
}
