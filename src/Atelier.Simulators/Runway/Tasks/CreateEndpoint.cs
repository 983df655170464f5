using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Runway.Models;
using Atelier.Simulators.Runway.Validation;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway.Tasks;

/// <summary>
/// The POSTs that start tasks. Checks in the vendor's order: key, version, JSON, schema, assets, credits, daily quota. Only then is
/// anything taken or created.
/// </summary>
internal sealed class CreateEndpoint(
    VendorSimulators simulators, RunwayGate gate, RunwayTasks tasks, RunwayAccounts accounts, AssetProbe probe)
{
    private const int KeptPrompt = 200;
    private const long MostUpscaledPixels = 25_300_000;

    public async Task CreateAsync(HttpContext context, RunwayEndpoint endpoint)
    {
        if (await gate.EnterAsync(context) is not { } owner)
        {
            return;
        }

        var body = context.Call().Json;
        if (body.ValueKind == JsonValueKind.Undefined && context.Call().BodyBytes > 0)
        {
            await RunwayAnswers.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "The request body is not valid JSON.", withDocs: true);
            return;
        }

        var findings = new Findings();
        var model = BodyValidator.Validate(endpoint, body, findings);
        if (model is null)
        {
            await RunwayAnswers.RefuseBodyAsync(context, findings.Issues);
            return;
        }

        var assets = await ProbeAsync(findings.Assets, model, context.RequestAborted);
        if (assets.Issues.Count > 0)
        {
            await RunwayAnswers.RefuseBodyAsync(context, assets.Issues);
            return;
        }

        var order = Order.Read(endpoint, model, body, assets.Source);
        if (endpoint.Path == "/v1/image_upscale" && order.Size.Pixels > MostUpscaledPixels)
        {
            await RunwayAnswers.RefuseBodyAsync(
                context, [Issue.Custom(IssuePath.Root.Field("scaleFactor"), "The upscaled image must have at most 25.3 megapixels")]);
            return;
        }

        await AcceptAsync(context, owner, model, order);
    }

    private async Task AcceptAsync(HttpContext context, string owner, RunwayModel model, Order order)
    {
        var credits = model.Price.Credits(order, simulators.Options.Runway);
        if (accounts.Balance(owner) < credits)
        {
            await RefuseCreditsAsync(context);
            return;
        }

        if (Tiers.LimitsOf(simulators.Options.Runway, model.Name).MaxDailyGenerations is { } quota
            && (await tasks.CreatedLastDayAsync(owner, context.RequestAborted)).GetValueOrDefault(model.Name) >= quota)
        {
            await RunwayAnswers.RefuseAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "You have reached the daily generation limit of your tier for this model.",
                withDocs: true);
            return;
        }

        if (!accounts.TryCharge(owner, model.Name, credits))
        {
            await RefuseCreditsAsync(context);
            return;
        }

        context.MarkBilled(credits);
        var task = NewTask(context.Call(), owner, model, order, credits);
        context.SetTaskId(task.Id);
        await tasks.SaveAsync(task, context.RequestAborted);
        await RunwayAnswers.WriteAsync(context, new RunwayCreated(task.Id, new RunwayCredits(credits)), RunwayJson.Wire.RunwayCreated);
    }

    private SimulatedTask NewTask(SimulatedCall call, string owner, RunwayModel model, Order order, decimal credits)
    {
        var prompt = call.Json.TryGetProperty("promptText", out var text) ? text.GetString()! : "";
        var made = order.Fulfilled;
        var work = new RunwayWork
        {
            Sequence = tasks.NextSequence(),
            Video = order.Makes == OutputKind.Video,
            Sound = order.Makes == OutputKind.Sound,
            Width = order.Size.Width,
            Height = order.Size.Height,
            Seconds = made.Seconds,
            Count = order.Count,
            Format = order.Format,
            Prompt = prompt.Length > KeptPrompt ? prompt[..KeptPrompt] : prompt,
            Seed = Seed(call),
            Estimate = credits,
            Cost = model.Price.Credits(made, simulators.Options.Runway),
            StuckPending = call.Fault is { Kind: FaultKind.NeverFinish, Code: RunwayProgress.Pending },
        };
        return new SimulatedTask
        {
            Id = Guid.NewGuid().ToString(),
            Vendor = RunwaySimulator.VendorName,
            Owner = owner,
            Model = model.Name,
            CreatedAt = simulators.Clock.GetUtcNow(),
            Duration = simulators.Options.TaskDuration(RunwaySimulator.VendorName),
            Payload = work.ToPayload(),
        }.With(call.Fault);
    }

    /// <summary>The same body with the same seed gives the same bytes; without a seed every task differs.</summary>
    private static long Seed(SimulatedCall call) =>
        call.Json.TryGetProperty("seed", out _)
            ? (long)(SimulatorSeed.Derive(call.Path, call.BodySha256) >> 8)
            : SimulatorSeed.Choose(uint.MaxValue);

    private async Task<(List<JsonObject> Issues, SourceFacts Source)> ProbeAsync(
        List<AssetReference> assets, RunwayModel model, CancellationToken cancellationToken)
    {
        List<JsonObject> issues = [];
        FrameSize? size = null;
        double? length = null;
        var seconds = new Dictionary<AssetKind, double>();
        foreach (var asset in assets)
        {
            var facts = await probe.ProbeAsync(asset, model, cancellationToken);
            if (facts.Issue is { } issue)
            {
                issues.Add(issue);
            }

            size ??= facts.Size;
            length ??= model.LengthFrom is { } field && field != asset.Path.Head ? null : facts.Seconds;
            if (!IsReference(asset, model))
            {
                continue;
            }

            var sum = seconds[asset.Kind] = seconds.GetValueOrDefault(asset.Kind) + (facts.Seconds ?? 0);
            if (facts.Issue is null && sum > model.ReferenceSeconds && sum - facts.Seconds <= model.ReferenceSeconds)
            {
                issues.Add(Issue.AssetTooLong(asset.Path, model.ReferenceSeconds));
            }
        }

        return (issues, new SourceFacts(size, length));
    }

    /// <summary>Recordings to refer to share one length; what a task works on has bounds of its own.</summary>
    private static bool IsReference(AssetReference asset, RunwayModel model) =>
        asset.Path.Head.StartsWith("reference", StringComparison.Ordinal) && !model.Assets.ContainsKey(asset.Path.Head);

    private static Task RefuseCreditsAsync(HttpContext context) =>
        RunwayAnswers.RefuseAsync(
            context, StatusCodes.Status400BadRequest, "You do not have enough credits to run this task.", withDocs: true);
}
