using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>Create, status, content, remix and delete below <c>/v1/videos</c>.</summary>
internal sealed class VideoEndpoints(VendorSimulators simulators, AiHubMixCashier cashier)
{
    public async Task CreateAsync(HttpContext context, string owner)
    {
        var order = await VideoRules.ReadAsync(await Fields.ReadAsync(context), context.RequestAborted);
        var seed = order.Seed?.ToString(CultureInfo.InvariantCulture) ?? context.Call().BodySha256;
        var work = new VideoWork(
            order.Family, order.Prompt, order.Seconds, order.Size.Width, order.Size.Height, SeedOf(order.Model, order.Prompt, seed));
        await StartAsync(context, owner, order.Model, work);
    }

    public async Task RemixAsync(HttpContext context, string owner)
    {
        var source = await FindAsync(context, owner);
        if (!VideoAnswer.IsDone(source, simulators.Clock.GetUtcNow()))
        {
            throw Refusal.Invalid("Video is not ready yet, use GET /v1/videos/{video_id} to check status.", "video_id", "invalid_value");
        }

        var prompt = VideoRules.Prompt(await Fields.ReadAsync(context));
        context.SetModel(source.Model!);
        var work = VideoWork.Of(source) with { Prompt = prompt, Seed = SeedOf(source.Id, prompt, null), RemixedFrom = source.Id };
        await StartAsync(context, owner, source.Model!, work);
    }

    public async Task GetAsync(HttpContext context, string owner) => await WriteAsync(context, await FindAsync(context, owner));

    public async Task ContentAsync(HttpContext context, string owner)
    {
        var task = await FindAsync(context, owner);
        var now = simulators.Clock.GetUtcNow();
        if (!VideoAnswer.IsDone(task, now))
        {
            throw Refusal.Invalid("Video is not ready yet, use GET /v1/videos/{video_id} to check status.", "video_id", "invalid_value");
        }

        if (task.Fate == TaskFate.Empty || now >= task.EndsAt + simulators.Options.AiHubMix.ResultLifetime)
        {
            throw Refusal.NotFound("Video content has expired or does not exist.");
        }

        var variant = context.Request.Query.TryGetValue("variant", out var wanted) ? wanted.ToString() : "video";
        var (content, type) = Variant(variant, task.Model!, VideoWork.Of(task));
        await Results.File(content, type, enableRangeProcessing: true).ExecuteAsync(context);
    }

    public async Task DeleteAsync(HttpContext context, string owner)
    {
        var task = await FindAsync(context, owner);
        await simulators.Store.SaveAsync(task with { CancelledAt = simulators.Clock.GetUtcNow() }, context.RequestAborted);
        if (simulators.Options.AiHubMix.DeleteWithoutBody)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await AiHubMixAnswers.WriteAsync(context, new JsonObject { ["id"] = task.Id, ["object"] = "video.deleted", ["deleted"] = true });
    }

    private async Task StartAsync(HttpContext context, string owner, string model, VideoWork work)
    {
        cashier.Charge(context, owner, work.Seconds * PerSecond(model, work));
        var task = new SimulatedTask
        {
            Id = VideoIds.New(model),
            Vendor = AiHubMixSimulator.VendorName,
            Owner = owner,
            Model = model,
            CreatedAt = simulators.Clock.GetUtcNow(),
            Duration = simulators.Options.TaskDuration(AiHubMixSimulator.VendorName),
            Payload = work.ToPayload(),
        }.With(context.Call().Fault);
        context.SetTaskId(task.Id);
        await simulators.Store.SaveAsync(task, context.RequestAborted);
        await WriteAsync(context, task);
    }

    private Task WriteAsync(HttpContext context, SimulatedTask task)
    {
        var contentUrl = context.PublicUrl(
            simulators.Options, $"/{AiHubMixSimulator.VendorName}/v1/videos/{Uri.EscapeDataString(task.Id)}/content");
        var answer = VideoAnswer.Of(task, VideoWork.Of(task), simulators.Clock.GetUtcNow(), simulators.Options.AiHubMix, contentUrl);
        return AiHubMixAnswers.WriteAsync(context, answer);
    }

    private async Task<SimulatedTask> FindAsync(HttpContext context, string owner)
    {
        // The router leaves an escaped slash as it is.
        var id = Uri.UnescapeDataString(context.GetRouteValue("id")?.ToString() ?? "");
        context.SetTaskId(id);
        var task = await simulators.Store.FindAsync(AiHubMixSimulator.VendorName, id, context.RequestAborted);
        return task is { CancelledAt: null } && task.Owner == owner && VideoWork.IsOne(task)
            ? task
            : throw Refusal.NotFound("Video not found.");
    }

    private static (byte[] Content, string Type) Variant(string variant, string model, VideoWork work)
    {
        var caption = $"aihubmix {model}";
        return variant switch
        {
            "video" => (Film(), "video/mp4"),
            "thumbnail" => (Still(PictureFormat.Webp), "image/webp"),
            "spritesheet" => (Still(PictureFormat.Jpeg), "image/jpeg"),
            _ => throw Refusal.Invalid(
                $"Invalid value: '{variant}'. Supported values are: 'video', 'thumbnail', and 'spritesheet'.", "variant", "invalid_value"),
        };

        byte[] Film() => Mp4Maker.Make(new Video(work.Width, work.Height, work.Seconds, work.Prompt, work.Seed) { Caption = caption });

        byte[] Still(PictureFormat format) =>
            PictureMaker.Make(new Picture(work.Width, work.Height, work.Prompt, work.Seed) { Caption = caption, Format = format });
    }

    private static long SeedOf(string model, string prompt, string? seed) => (long)(SimulatorSeed.Derive(model, prompt, seed) >> 1);

    private decimal PerSecond(string model, VideoWork work) => (model, (long)work.Width * work.Height) switch
    {
        ("sora-2", _) => 0.10m,
        ("sora-2-pro", <= 1280L * 720) => 0.30m,
        ("sora-2-pro", _) => 0.50m,
        _ => simulators.Options.AiHubMix.UnpublishedUsdPerSecond,
    };
}
