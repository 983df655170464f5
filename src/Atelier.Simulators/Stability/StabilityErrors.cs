using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>
/// The vendor's two error envelopes: one text in <c>message</c> below <c>/v1</c>, an array in <c>errors</c> elsewhere. Keys stand in
/// alphabetical order and every error has a fresh id, which v2beta repeats in <c>x-request-id</c>.
/// </summary>
internal static class StabilityErrors
{
    public const string ServerErrorText = "An unexpected server error has occurred, please try again later.";

    private const string V1ServerErrorText = "An unexpected server error occurred, please try again.";

    public const string RateLimitText =
        "You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds.";

    public const string PollLimitText = "You have asked for this generation more often than once in 10 seconds.";

    public const string ModerationText =
        "Your request was flagged by our content moderation system, as a result your request was denied and you were not charged.";

    public const string ExpiredText = "id: the generation either does not exist or has expired.";

    public static Task WriteAsync(HttpContext context, int status, string name, params IReadOnlyList<string> texts)
    {
        context.Response.StatusCode = status;
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return IsV1(context) ? WriteV1Async(context, id, name, texts[0]) : WriteV2Async(context, id, name, texts);
    }

    public static bool IsV1(HttpContext context) => context.Call().Path.StartsWith("/v1/", StringComparison.Ordinal);

    public static Task ServerErrorAsync(HttpContext context) =>
        IsV1(context)
            ? WriteAsync(context, StatusCodes.Status500InternalServerError, "server_error", V1ServerErrorText)
            : WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error", ServerErrorText);

    public static Task ModerationAsync(HttpContext context) =>
        IsV1(context)
            ? WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_prompts", "Invalid prompts detected")
            : WriteAsync(context, StatusCodes.Status403Forbidden, "content_moderation", ModerationText);

    public static Task NotFoundAsync(HttpContext context, string text) =>
        WriteAsync(context, StatusCodes.Status404NotFound, "not_found", text);

    private static Task WriteV1Async(HttpContext context, string id, string name, string message) =>
        StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            writer.WriteString("id", id);
            writer.WriteString("message", message);
            writer.WriteString("name", name);
        });

    private static Task WriteV2Async(HttpContext context, string id, string name, IReadOnlyList<string> texts)
    {
        context.Response.Headers["x-request-id"] = id;
        return StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            writer.WriteStartArray("errors");
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteString("id", id);
            writer.WriteString("name", name);
        });
    }
}
