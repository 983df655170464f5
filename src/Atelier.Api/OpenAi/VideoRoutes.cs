using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Content;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>Videos: jobs that are created, watched, fetched and removed.</summary>
internal sealed class VideoRoutes(
    OpenAiIntake intake, OpenAiBodyReader reader, OpenAiCalls calls, IGenerationService generations, IArtifactService artifacts)
{
    private const int DefaultPage = 20;
    private const int LargestPage = 100;

    public async Task CreateAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, Modality.Video, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        Map(read.Value);
        await StartAsync(http, caller, read.Value, key, null, cancellationToken);
    }

    public async Task RemixAsync(HttpContext http, Caller caller, string id, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        if (!found.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, found.Error);
            return;
        }

        var body = await reader.ReadAsync(http, caller, cancellationToken);
        var map = body.IsOk ? intake.Map(http, Remixed(found.Value, body.Value), Modality.Video) : body.Error;
        if (!map.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, map.Error);
            return;
        }

        if (!body.Value!.Has("prompt"))
        {
            map.Value.Refuse("prompt", "Missing required parameter: 'prompt'.", "missing");
        }

        if (map.Value.Model.MediaInputs.ContainsKey("video") && found.Value.Artifacts is [var source, ..])
        {
            map.Value.Set("video", "video", source.Id);
        }

        map.Value.MoveRest();
        await StartAsync(http, caller, map.Value, key, id, cancellationToken);
    }

    public async Task GetAsync(HttpContext http, Caller caller, string id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        await (found.IsOk ? WriteAsync(http, found.Value, cancellationToken) : ProblemWriter.WriteErrorAsync(http, found.Error));
    }

    public async Task ListAsync(HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        var query = http.Request.Query;
        var limit = DefaultPage;
        if (query["limit"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit > LargestPage))
        {
            await ProblemWriter.WriteErrorAsync(http, new ServiceError(ErrorKind.Invalid, "invalid_value", $"'limit' must be from 1 to {LargestPage}.", "limit"));
            return;
        }

        if (query["order"].ToString() is not ("" or "asc" or "desc"))
        {
            await ProblemWriter.WriteErrorAsync(http, new ServiceError(ErrorKind.Invalid, "invalid_value", "'order' must be 'asc' or 'desc'.", "order"));
            return;
        }

        var page = await generations.ListAsync(
            caller,
            new GenerationQuery
            {
                UserId = caller.UserId,
                Book = caller.Book,
                Modality = Modality.Video,
                OldestFirst = query["order"] == "asc",
                Cursor = query["after"].ToString() is { Length: > 0 } after ? after : null,
                Limit = Math.Max(1, limit),
            },
            cancellationToken);
        if (!page.IsOk)
        {
            var error = page.Error.Code == "invalid_cursor" ? page.Error with { Message = "'after' must be the id of a video.", Field = "after" } : page.Error;
            await ProblemWriter.WriteErrorAsync(http, error);
            return;
        }

        var list = new VideoListResource([.. page.Value.Items.Select(view => VideoResource.From(http, view))], page.Value.HasMore);
        await http.Response.WriteAsJsonAsync(list, OpenAiJsonContext.Readable.VideoListResource, "application/json", cancellationToken);
    }

    public async Task ContentAsync(HttpContext http, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (http.Request.Query["variant"].ToString() is not ("" or "video"))
        {
            await ProblemWriter.WriteErrorAsync(http, new ServiceError(
                ErrorKind.Invalid, "invalid_value", "Only the variant 'video' is kept; thumbnails and spritesheets are not made.", "variant"));
            return;
        }

        var found = await FindAsync(caller, id, cancellationToken);
        if (found is not { IsOk: true, Value: { Generation.State: GenerationState.Completed, Artifacts: [var artifact, ..] } view })
        {
            await ProblemWriter.WriteErrorAsync(http, found.IsOk ? NotReady(found.Value.Generation) : found.Error!);
            return;
        }

        OpenAiCalls.WriteHeaders(http, view.Generation);
        var file = new StoredFile(
            artifact.ContentType, artifact.Bytes, artifact.Sha256, FileNames.FromId(artifact.Id, artifact.ContentType), artifact.CreatedAt,
            (range, token) => artifacts.OpenAsync(artifact, range, token));
        await new FileResult(file, asDownload: false).ExecuteAsync(http);
    }

    public async Task DeleteAsync(HttpContext http, Caller caller, string id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        if (found is { IsOk: true, Value: var view } && !view.Generation.State.IsFinished())
        {
            var stopped = await generations.CancelAsync(caller, id, cancellationToken);
            found = stopped.IsOk || stopped.Error.Kind == ErrorKind.Conflict ? await FindAsync(caller, id, cancellationToken) : stopped.Error;
        }

        if (!found.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, found.Error);
            return;
        }

        if (!found.Value.Generation.State.IsFinished())
        {
            await ProblemWriter.WriteErrorAsync(http, new ServiceError(
                ErrorKind.Invalid, "video_not_stopped", "The video is being stopped; delete it again when its status is failed."));
            return;
        }

        var deleted = await generations.DeleteAsync(caller, id, cancellationToken);
        await (deleted.IsOk
            ? http.Response.WriteAsJsonAsync(new DeletedVideoResource(id), OpenAiJsonContext.Readable.DeletedVideoResource, "application/json", cancellationToken)
            : ProblemWriter.WriteErrorAsync(http, deleted.Error));
    }

    private static void Map(InputMap map)
    {
        map.Handled("user", "safety_identifier", "seconds");
        map.Move("prompt", "prompt");
        map.Move("seconds", "duration");
        SizeMapper.Apply(map);
        map.MoveMedia("input_reference", "image");
        map.MoveRest();
    }

    /// <summary>What the earlier video was made with, and the new prompt.</summary>
    private static OpenAiBody Remixed(GenerationView view, OpenAiBody body)
    {
        var fields = view.Generation.Input.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        fields["model"] = JsonElement.Parse(JsonValue.Create(view.Generation.Model).ToJsonString());
        if (body.Fields.TryGetValue("prompt", out var prompt))
        {
            fields["prompt"] = prompt;
        }

        return new OpenAiBody(fields, new Dictionary<string, IReadOnlyList<Upload>>());
    }

    private async Task StartAsync(HttpContext http, Caller caller, InputMap map, IdempotencyKey key, string? remixOf, CancellationToken cancellationToken)
    {
        var labels = remixOf is null ? null : new JsonObject { [VideoResource.RemixLabel] = remixOf };
        var started = await calls.StartAsync(http, caller, map, key, null, cancellationToken, labels);
        if (!started.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, started.Error);
            return;
        }

        await WriteAsync(http, started.Value.View, cancellationToken);
        await calls.DeliveredAsync(http, started.Value);
    }

    private async Task<Result<GenerationView>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var found = await generations.GetAsync(caller, Uri.UnescapeDataString(id), cancellationToken);
        return found is { IsOk: true, Value.Generation.Modality: Modality.Video }
            ? found
            : new ServiceError(ErrorKind.NotFound, "video_not_found", "There is no such video.", "video_id");
    }

    private static ServiceError NotReady(Generation generation) => generation.State.IsFinished()
        ? new ServiceError(ErrorKind.Invalid, "video_failed", "The video failed and has no content; its 'error' tells why.", "video_id")
        : new ServiceError(ErrorKind.Invalid, "video_not_ready", "The video is not finished yet: fetch it when its status is completed.", "video_id");

    private static Task WriteAsync(HttpContext http, GenerationView view, CancellationToken cancellationToken)
    {
        OpenAiCalls.WriteHeaders(http, view.Generation);
        return http.Response.WriteAsJsonAsync(
            VideoResource.From(http, view), OpenAiJsonContext.Readable.VideoResource, "application/json", cancellationToken);
    }
}
