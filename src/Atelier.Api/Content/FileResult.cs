using System.Globalization;
using Atelier.Api.Problems;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.Content;

/// <summary>
/// Serves a stored file: GET and HEAD, one range, entity tag, conditions. Bytes go from the store to the caller without being collected.
/// What it serves was made by strangers, so browsers are told neither to guess its type nor to run anything in it.
/// </summary>
internal sealed class FileResult(StoredFile file, bool asDownload) : IResult
{
    private const string Policy = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    // A stored file never changes under its id; a day bounds how long a removed one lives in its owner's cache.
    private const string Caching = "private, max-age=86400, immutable";

    // Shown in place; anything else, such as a page or a drawing with scripts that a vendor sent, is a file to save.
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "image/heic",
        "text/plain", "text/vtt", "text/srt", "application/x-subrip", "application/json", "model/gltf-binary",
    };

    private readonly EntityTagHeaderValue tag = new($"\"{file.Sha256}\"");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request.GetTypedHeaders();
        WriteCommonHeaders(httpContext.Response);
        if (IsKnownToCaller(request))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return ContentRange.Read(request, file, tag) switch
        {
            ContentRange.Part part => SendAsync(httpContext, part.Range),
            ContentRange.Unsatisfiable => RefuseRangeAsync(httpContext),
            _ => SendAsync(httpContext, null),
        };
    }

    private void WriteCommonHeaders(HttpResponse response)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = file.WrittenAt;
        var disposition = new ContentDispositionHeaderValue(asDownload || !IsShown(file.ContentType) ? "attachment" : "inline");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = Caching;
        response.Headers.Vary = "Authorization, x-api-key, Cookie";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
    }

    private static bool IsShown(string contentType)
    {
        var type = contentType.Split(';')[0].Trim();
        return Shown.Contains(type)
            || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase);
    }

    private bool IsKnownToCaller(RequestHeaders request) => request.IfNoneMatch is { Count: > 0 } tags
        ? tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false))
        : request.IfModifiedSince is { } since && file.WrittenAt.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

    private async Task SendAsync(HttpContext context, ByteRange? range)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            WriteBodyHeaders(context.Response, range);
            return;
        }

        var opened = await file.OpenAsync(range, context.RequestAborted);
        if (!opened.IsOk)
        {
            context.Response.Headers.Clear();
            await ProblemWriter.WriteErrorAsync(context, opened.Error);
            return;
        }

        await using var content = opened.Value;
        WriteBodyHeaders(context.Response, range);
        await content.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private void WriteBodyHeaders(HttpResponse response, ByteRange? range)
    {
        response.ContentType = file.ContentType;
        response.ContentLength = range is { } part ? part.To - part.From + 1 : file.Bytes;
        if (range is { } given)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(given.From, given.To, file.Bytes);
        }
    }

    private Task RefuseRangeAsync(HttpContext context)
    {
        context.Response.Headers.Clear();
        context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{file.Bytes}");
        return ProblemWriter.WriteStatusAsync(context, StatusCodes.Status416RangeNotSatisfiable);
    }
}
