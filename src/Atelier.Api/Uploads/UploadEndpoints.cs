using Atelier.Api.Authentication;
using Atelier.Api.Content;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Uploads;

/// <summary>Stored inputs.</summary>
internal static class UploadEndpoints
{
    private const string Path = "/api/v1/uploads/";

    public static void MapUploads(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/uploads").WithTags("Uploads");
        group.MapPost("", CreateAsync).WithName("createUpload")
            .Describe("Upload a file", "As `multipart/form-data` with one part named `file`, or as the raw body. Its type is read from its bytes.")
            .Accepts<Stream>("application/octet-stream", "multipart/form-data", "image/*", "audio/*", "video/*")
            .Problems(400, 413, 415, 503)
            .AllowBodyOf(null);
        group.MapGet("/{id}", GetAsync).WithName("getUpload")
            .Describe("Get an upload", "What it is; its bytes are at its `url`.").Problems(404);
        group.MapMethods("/{id}/content", [HttpMethods.Get, HttpMethods.Head], ContentAsync).WithName("getUploadContent")
            .Describe("Get the bytes of an upload", "Exactly as they were sent. One range, `If-None-Match` and `If-Range` are understood.")
            .TakesHeader("Range", "One range of bytes, for example `bytes=0-1023`.")
            .Answers(StatusCodes.Status200OK, "application/octet-stream")
            .Answers(StatusCodes.Status206PartialContent, "application/octet-stream")
            .Answers(StatusCodes.Status304NotModified)
            .Problems(404, 416, 503);
    }

    private static async Task<Results<Created<UploadResource>, ProblemResult>> CreateAsync(
        CurrentCaller me, HttpRequest request, Query<UploadQuery> query, IUploadService uploads, CancellationToken cancellationToken)
    {
        var created = await UploadBody.StoreAsync(
            request, query.Value.FileName, uploads.MaxBytes,
            (content, name) => uploads.CreateAsync(me.Caller, content, name, cancellationToken), cancellationToken);
        return created.IsOk
            ? TypedResults.Created(Path + created.Value.Id, UploadResource.From(created.Value))
            : (ProblemResult)created.Error;
    }

    private static async Task<Results<Ok<UploadResource>, ProblemResult>> GetAsync(
        string id, CurrentCaller me, IUploadService uploads, CancellationToken cancellationToken)
    {
        var upload = await uploads.FindAsync(me.Caller, id, cancellationToken);
        return upload.IsOk ? TypedResults.Ok(UploadResource.From(upload.Value)) : (ProblemResult)upload.Error;
    }

    private static async Task<Results<FileResult, ProblemResult>> ContentAsync(
        string id, CurrentCaller me, Query<DownloadQuery> query, IUploadService uploads, CancellationToken cancellationToken)
    {
        var found = await uploads.FindAsync(me.Caller, id, cancellationToken);
        if (!found.IsOk)
        {
            return (ProblemResult)found.Error;
        }

        var upload = found.Value;
        var file = new StoredFile(
            upload.ContentType, upload.Bytes, upload.Sha256, FileNames.FromCaller(upload.FileName, upload.Id, upload.ContentType), upload.CreatedAt,
            (range, token) => uploads.OpenAsync(upload, range, token));
        return new FileResult(file, query.Value.Download);
    }
}
