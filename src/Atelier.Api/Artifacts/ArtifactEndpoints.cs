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

namespace Atelier.Api.Artifacts;

/// <summary>Stored results: what they are, and their bytes.</summary>
internal static class ArtifactEndpoints
{
    public static void MapArtifacts(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/artifacts").WithTags("Artifacts");
        group.MapGet("/{id}", GetAsync).WithName("getArtifact")
            .Describe("Get an artifact", "What it is; its bytes are at its `url`.").Problems(404);
        group.MapMethods("/{id}/content", [HttpMethods.Get, HttpMethods.Head], ContentAsync).WithName("getArtifactContent")
            .Describe("Get the bytes of an artifact", "Exactly as the vendor gave them. One range, `If-None-Match` and `If-Range` are understood.")
            .TakesHeader("Range", "One range of bytes, for example `bytes=0-1023`.")
            .Answers(StatusCodes.Status200OK, "application/octet-stream")
            .Answers(StatusCodes.Status206PartialContent, "application/octet-stream")
            .Answers(StatusCodes.Status304NotModified)
            .Problems(404, 416, 503);
    }

    private static async Task<Results<Ok<ArtifactResource>, ProblemResult>> GetAsync(
        string id, CurrentCaller me, IArtifactService artifacts, CancellationToken cancellationToken)
    {
        var artifact = await artifacts.FindAsync(me.Caller, id, cancellationToken);
        return artifact.IsOk ? TypedResults.Ok(ArtifactResource.From(artifact.Value)) : (ProblemResult)artifact.Error;
    }

    private static async Task<Results<FileResult, ProblemResult>> ContentAsync(
        string id, CurrentCaller me, Query<DownloadQuery> query, IArtifactService artifacts, CancellationToken cancellationToken)
    {
        var found = await artifacts.FindAsync(me.Caller, id, cancellationToken);
        if (!found.IsOk)
        {
            return (ProblemResult)found.Error;
        }

        var artifact = found.Value;
        var file = new StoredFile(
            artifact.ContentType, artifact.Bytes, artifact.Sha256, FileNames.FromId(artifact.Id, artifact.ContentType), artifact.CreatedAt,
            (range, token) => artifacts.OpenAsync(artifact, range, token));
        return new FileResult(file, query.Value.Download);
    }
}
