using Atelier.Services;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Problems;

/// <summary>Turns expected errors, refusals of the framework and faults into problems. The only place that knows status codes.</summary>
internal static class ProblemMapper
{
    private const string TypePrefix = "urn:atelier:problem:";

    /// <summary>The problem of an expected error.</summary>
    public static ProblemDocument FromError(ServiceError error, string requestId) => new()
    {
        Type = TypePrefix + error.Code,
        Title = TitleOf(error.Kind),
        Status = StatusOf(error.Kind),
        Detail = error.Message,
        Code = error.Code,
        Field = error.Field,
        Problems = error.Problems.Count > 0 ? error.Problems : null,
        RetryAfter = error.RetryAfter is { } wait ? (int)Math.Ceiling(Math.Max(0, wait.TotalSeconds)) : null,
        RequestId = requestId,
    };

    /// <summary>The problem of a request that the framework refused with a bare status.</summary>
    public static ProblemDocument FromStatus(int status, string requestId)
    {
        var (title, code, detail) = status switch
        {
            StatusCodes.Status400BadRequest =>
                ("Invalid request", ProblemCodes.BadRequest, "The request cannot be read. Check its headers and body."),
            StatusCodes.Status401Unauthorized =>
                ("Not authenticated", ProblemCodes.MissingApiKey, "Send an API key in the header 'Authorization: Bearer atl_...'."),
            StatusCodes.Status403Forbidden =>
                ("Not allowed", ProblemCodes.OperatorOnly, "Only an operator's key may do this."),
            StatusCodes.Status404NotFound =>
                ("Not found", ProblemCodes.RouteNotFound, "There is nothing at this address. The routes are listed at /docs."),
            StatusCodes.Status405MethodNotAllowed =>
                ("Method not allowed", ProblemCodes.MethodNotAllowed, "This address does not take this method; the header 'Allow' names those it takes."),
            StatusCodes.Status406NotAcceptable =>
                ("Not acceptable", ProblemCodes.NotAcceptable, "This route cannot answer in the asked format."),
            StatusCodes.Status408RequestTimeout =>
                ("Too slow", ProblemCodes.RequestTimeout, "The body did not arrive in time. Send it again."),
            StatusCodes.Status413PayloadTooLarge =>
                ("Too large", ProblemCodes.BodyTooLarge, "The body is larger than this route accepts. Send media through POST /api/v1/uploads."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("Unsupported media type", ProblemCodes.UnsupportedMediaType, "Send the body as 'Content-Type: application/json'."),
            StatusCodes.Status416RangeNotSatisfiable =>
                ("Range not satisfiable", ProblemCodes.RangeNotSatisfiable, "The asked range lies outside the content; 'Content-Range' names its length."),
            StatusCodes.Status503ServiceUnavailable =>
                ("Unavailable", ProblemCodes.ServerBusy, "The server cannot answer right now. Try again in a moment."),
            < 500 => ("Invalid request", ProblemCodes.BadRequest, "The request was refused."),
            _ => ("Internal error", ProblemCodes.InternalError, "Something broke on our side. Try again; if it stays, tell the operator the request id."),
        };
        return new ProblemDocument
        {
            Type = TypePrefix + code,
            Title = title,
            Status = status,
            Detail = detail,
            Code = code,
            RequestId = requestId,
        };
    }

    /// <summary>The problem of an exception. What went wrong inside is for the log, never for the answer.</summary>
    public static ProblemDocument FromException(Exception exception, string requestId)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case BadHttpRequestException refused:
                    return FromStatus(refused.StatusCode, requestId);
                case IOException { InnerException: OverflowException }:
                    // A chunk of the body whose length no number holds: the web server tells it as any fault of reading.
                    return FromStatus(StatusCodes.Status400BadRequest, requestId);
                case ConnectionResetException or ConnectionAbortedException:
                    // The caller is gone, although the server has not been told yet; nobody will read this.
                    return FromStatus(StatusCodes.Status400BadRequest, requestId);
                case StoreUnavailableException:
                    return FromError(StoreAway, requestId);
                default:
                    continue;
            }
        }

        return FromStatus(StatusCodes.Status500InternalServerError, requestId);
    }

    private static ServiceError StoreAway { get; } = new(
        ErrorKind.Unavailable, ProblemCodes.StorageUnavailable, "The artifact store cannot be reached right now. Try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.PaymentRequired => StatusCodes.Status402PaymentRequired,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "Invalid request",
        ErrorKind.Unauthenticated => "Not authenticated",
        ErrorKind.PaymentRequired => "Too few credits",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "Conflict",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.UnsupportedMedia => "Unsupported media type",
        ErrorKind.Unprocessable => "Contradictory request",
        ErrorKind.RateLimited => "Too many requests",
        ErrorKind.Unavailable => "Unavailable",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
