using Atelier.Api.Problems;
using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atelier.Api.Requests;

/// <summary>Bodies are taken as they are: a packed one is refused before anything of it is read, so there is nothing that could swell.</summary>
internal static class ContentEncodings
{
    private const string Plain = "identity";

    public static void UsePlainBodies(this IApplicationBuilder app) =>
        app.Use((context, next) => IsPlain(context.Request.Headers.ContentEncoding) ? next(context) : RefuseAsync(context));

    private static bool IsPlain(StringValues encoding) =>
        encoding.Count == 0 || encoding.All(value => string.IsNullOrWhiteSpace(value) || value.Trim().Equals(Plain, StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext context)
    {
        // What RFC 9110 section 15.5.16 asks for, so that a client knows how to send it again.
        context.Response.Headers.AcceptEncoding = Plain;
        return ProblemWriter.WriteErrorAsync(context, new ServiceError(
            ErrorKind.UnsupportedMedia, ProblemCodes.UnsupportedEncoding, "Bodies are taken unpacked only: send it without 'Content-Encoding'.", "Content-Encoding"));
    }
}
