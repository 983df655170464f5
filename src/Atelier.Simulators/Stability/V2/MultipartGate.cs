using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atelier.Simulators.Stability.V2;

/// <summary>
/// The checks of a multipart request before its fields: Accept (v2beta), content type, size, and whether the multipart body can be read.
/// </summary>
internal static class MultipartGate
{
    /// <summary>Most bytes of a request with pictures.</summary>
    public const long MaxImageBytes = 10L * 1024 * 1024;

    /// <summary>Most bytes of a request with a recording.</summary>
    public const long MaxAudioBytes = 50L * 1024 * 1024;

    /// <summary>The form, and whether JSON is wanted; null when an error was answered.</summary>
    public static async Task<(IFormCollection Form, bool AsJson)?> EnterAsync(
        HttpContext context, string kind, long maxBytes = MaxImageBytes)
    {
        if (AcceptHeader.WantsJson(context, kind) is not { } asJson)
        {
            await BadRequestAsync(context, [$"accept: must be one of {kind}/*, application/json"]);
            return null;
        }

        return await ReadFormAsync(context, maxBytes) is { } form ? (form, asJson) : null;
    }

    /// <summary>The form; null when an error was answered.</summary>
    public static async Task<IFormCollection?> ReadFormAsync(HttpContext context, long maxBytes = MaxImageBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || type.Boundary.Length == 0)
        {
            await BadRequestAsync(context, ["content-type: must be multipart/form-data"]);
            return null;
        }

        if (context.Call().BodyBytes > maxBytes)
        {
            await StabilityErrors.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "payload_too_large", TooLarge(maxBytes));
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            await BadRequestAsync(context, ["body: could not be parsed as multipart/form-data"]);
            return null;
        }
    }

    public static Task BadRequestAsync(HttpContext context, IReadOnlyList<string> problems) =>
        StabilityErrors.WriteAsync(context, StatusCodes.Status400BadRequest, "bad_request", problems);

    private static string TooLarge(long maxBytes) => $"body: payloads cannot be larger than {maxBytes / (1024 * 1024)}MiB in size";
}
