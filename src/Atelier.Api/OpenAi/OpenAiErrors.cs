using System.Globalization;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Errors as OpenAI's SDKs expect them. What is refused before anything was accepted keeps its status; what failed after a generation was
/// accepted is always a 4xx that no SDK repeats by itself, because a repetition would buy again.
/// </summary>
internal static class OpenAiErrors
{
    private const string InvalidRequest = "invalid_request_error";
    private const int MostWaitSeconds = 60;

    // These need an operator; no repetition helps.
    private static readonly HashSet<string> Permanent = new(StringComparer.Ordinal) { "vendor_not_configured", "model_unpriced" };

    /// <summary>Whether errors of this request are answered in OpenAI's envelope.</summary>
    public static bool Answers(HttpContext context) => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal);

    /// <summary>Answers a problem of any layer in the envelope.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDocument problem)
    {
        var status = StatusOf(problem);
        var retry = problem.RetryAfter is { } seconds ? Math.Clamp(seconds, 1, MostWaitSeconds) : status is 429 or 503 ? 1 : (int?)null;
        if (IsPermanent(problem, status))
        {
            retry = null;
        }

        return WriteAsync(context, status, FromProblem(context, problem), retry);
    }

    /// <summary>The error of a generation that did not succeed.</summary>
    public static OpenAiError FromGeneration(HttpContext context, Generation generation)
    {
        if (generation.State == GenerationState.Cancelled)
        {
            return new OpenAiError { Message = "The generation was cancelled. Nothing was charged.", Type = InvalidRequest, Code = "generation_cancelled" };
        }

        var error = generation.Error ?? new GenerationError("internal_error", "The generation failed.", false);
        var refused = error.Code == "content_refused";
        return new OpenAiError
        {
            Message = Translate(context, error.Message, error.Field),
            Type = refused ? (generation.Modality == Providers.Modality.Image ? "image_generation_user_error" : InvalidRequest)
                : IsOfTheCaller(error.Code) ? InvalidRequest : "vendor_error",
            Code = refused ? "moderation_blocked" : error.Code,
            Param = Param(context, error.Field),
        };
    }

    /// <summary>Answers a generation that did not succeed.</summary>
    public static Task WriteFailureAsync(HttpContext context, Generation generation)
    {
        var ours = generation.State == GenerationState.Cancelled || IsOfTheCaller(generation.Error?.Code) || generation.Error?.Code == "content_refused";
        var status = ours ? StatusCodes.Status400BadRequest : StatusCodes.Status424FailedDependency;
        return WriteAsync(context, status, FromGeneration(context, generation), retrySeconds: null);
    }

    private static async Task WriteAsync(HttpContext context, int status, OpenAiError error, int? retrySeconds)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (retrySeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = (seconds * 1000).ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            // Also for 409: OpenAI's own SDK repeats it otherwise.
            response.Headers["x-should-retry"] = status == StatusCodes.Status500InternalServerError ? "true" : "false";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.WriteAsJsonAsync(
                new OpenAiErrorEnvelope(error), OpenAiJsonContext.Readable.OpenAiErrorEnvelope, "application/json", context.RequestAborted);
        }
    }

    private static OpenAiError FromProblem(HttpContext context, ProblemDocument problem)
    {
        var (type, code) = problem switch
        {
            { Status: 402 } => ("insufficient_quota", "credit_balance_exhausted"),
            { Code: ProblemCodes.MissingApiKey } => (InvalidRequest, null),
            { Status: 401 } => (InvalidRequest, "invalid_api_key"),
            { Code: ProblemCodes.RouteNotFound or ProblemCodes.MethodNotAllowed } => (InvalidRequest, null),
            { Code: ProblemCodes.Missing } => (InvalidRequest, "missing_required_parameter"),
            { Code: ProblemCodes.WrongType } => (InvalidRequest, "invalid_type"),
            { Code: ProblemCodes.UnknownField } => (InvalidRequest, "unknown_parameter"),
            { Status: 429 } => ("requests", "rate_limit_exceeded"),
            { Code: var own } when Permanent.Contains(own) => (InvalidRequest, own),
            { Status: 503 } => ("service_unavailable_error", "server_is_overloaded"),
            { Status: >= 500 } => ("server_error", null),
            _ => (InvalidRequest, problem.Code),
        };
        var message = problem.Code switch
        {
            ProblemCodes.RouteNotFound => $"Invalid URL ({context.Request.Method} {context.Request.Path}){Instead(context.Request.Path)}",
            ProblemCodes.MethodNotAllowed => $"Invalid method for URL ({context.Request.Method} {context.Request.Path})",
            _ => Translate(context, problem.Detail, problem.Field),
        };
        return new OpenAiError { Message = message, Type = type, Code = code, Param = Param(context, problem.Field) };
    }

    /// <summary>Vercel's AI SDK asks for responses unless told otherwise.</summary>
    private static string Instead(PathString path) => path.StartsWithSegments("/v1/responses", StringComparison.Ordinal)
        ? ". The Responses API is not served here: use chat completions (POST /v1/chat/completions; with Vercel's AI SDK openai.chat('model') instead of "
            + "openai('model'), or @ai-sdk/openai-compatible)."
        : "";

    private static int StatusOf(ProblemDocument problem) => problem switch
    {
        { Status: StatusCodes.Status402PaymentRequired } => StatusCodes.Status429TooManyRequests,
        { Code: var code } when Permanent.Contains(code) => StatusCodes.Status404NotFound,
        { Code: ProblemCodes.RequestTimeout } => StatusCodes.Status408RequestTimeout,
        _ => problem.Status,
    };

    private static bool IsPermanent(ProblemDocument problem, int status) =>
        problem.Status == StatusCodes.Status402PaymentRequired || status < 429 && status != StatusCodes.Status408RequestTimeout;

    private static bool IsOfTheCaller(string? code) => code is "vendor_invalid_request" or "input_unavailable";

    private static string? Param(HttpContext context, string? field) =>
        field is null ? null : context.Features.Get<ParameterNames>()?.Translate(field) ?? field;

    // Messages about inputs begin with the input's path, which the caller of this API has never seen.
    private static string Translate(HttpContext context, string message, string? field) =>
        field is not null && message.StartsWith(field + ":", StringComparison.Ordinal)
            ? $"'{Param(context, field)}':{message[(field.Length + 1)..]}"
            : message;
}
