using System.Globalization;
using Atelier.Api.Json;
using Atelier.Api.OpenAi;
using Atelier.Services;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Problems;

/// <summary>Writes problems. Every error of every route goes through here.</summary>
internal static class ProblemWriter
{
    public static Task WriteErrorAsync(HttpContext context, ServiceError error) =>
        WriteAsync(context, ProblemMapper.FromError(error, context.TraceIdentifier));

    public static Task WriteStatusAsync(HttpContext context, int status) =>
        WriteAsync(context, ProblemMapper.FromStatus(status, context.TraceIdentifier));

    public static Task WriteAsync(HttpContext context, ProblemDocument problem)
    {
        if (OpenAiErrors.Answers(context))
        {
            return OpenAiErrors.WriteAsync(context, problem);
        }

        var response = context.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        return response.WriteAsJsonAsync(
            problem, ReadableJson.Context.ProblemDocument, ProblemDocument.ContentType, context.RequestAborted);
    }
}
