using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.Uploads;

/// <summary>Finds the file in the body of a request and streams it on; nothing is collected in memory or in temporary files.</summary>
internal static class UploadBody
{
    private const string PartName = "file";
    private const int MaxBoundaryLength = 70;

    // Boundaries and part headers around the file.
    private const long MultipartOverhead = 64 * 1024;

    public static async Task<Result<Upload>> StoreAsync(
        HttpRequest request, string? fileName, long maxBytes,
        Func<Stream, string?, Task<Result<Upload>>> store, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes + MultipartOverhead;
        }

        try
        {
            return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                    ? await StorePartAsync(request, type, store, cancellationToken)
                    : await StoreWholeAsync(request, fileName, store);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ServiceError(
                ErrorKind.TooLarge, ProblemCodes.FileTooLarge, $"The body is larger than an upload may be ({maxBytes} bytes).", PartName);
        }
    }

    private static async Task<Result<Upload>> StoreWholeAsync(HttpRequest request, string? fileName, Func<Stream, string?, Task<Result<Upload>>> store)
    {
        if (request.ContentLength == 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return new ServiceError(
                ErrorKind.Invalid, ProblemCodes.EmptyFile, "Send the file as the body, or as the part 'file' of multipart/form-data.", PartName);
        }

        return await store(request.Body, fileName);
    }

    private static async Task<Result<Upload>> StorePartAsync(
        HttpRequest request, MediaTypeHeaderValue type, Func<Stream, string?, Task<Result<Upload>>> store, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= MaxBoundaryLength })
        {
            return Broken("its Content-Type names no boundary of 1 to 70 characters");
        }

        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            if (await MultipartBrokenException.GuardAsync(() => reader.ReadNextSectionAsync(cancellationToken)) is not { } section)
            {
                return Missing();
            }

            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                return Broken("a part has no Content-Disposition");
            }

            if (!disposition.Name.Equals(PartName, StringComparison.Ordinal))
            {
                return Unexpected(disposition.Name.Value);
            }

            var name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;
            await using var only = new OnlyPartStream(section.Body, reader);
            return await store(only, name);
        }
        catch (Exception exception) when (RefusalIn(exception) is { } refusal)
        {
            return refusal;
        }
    }

    // The service may have wrapped what the source threw.
    private static ServiceError? RefusalIn(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case BadHttpRequestException:
                    return null;
                case UnexpectedPartException unexpected:
                    return Unexpected(unexpected.PartName);
                case InvalidDataException or MultipartBrokenException:
                    return Broken(current.Message.TrimEnd('.'));
                default:
                    continue;
            }
        }

        return null;
    }

    private static ServiceError Missing() => new(
        ErrorKind.Invalid, ProblemCodes.Missing, "The multipart body has no part. Send the file as the part 'file'.", PartName);

    private static ServiceError Unexpected(string? name) => new(
        ErrorKind.Invalid, ProblemCodes.UnknownField, $"The part '{name?.Shown()}' is not known. Send one part, named 'file'.", name?.Shown());

    private static ServiceError Broken(string why) => new(
        ErrorKind.Invalid, ProblemCodes.BrokenMultipart, $"The multipart body is broken: {why}. Send it again as multipart/form-data with one part 'file'.");
}
