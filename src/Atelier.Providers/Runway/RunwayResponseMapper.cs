using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says the vendor's answers in our words. Pure: a result is an address that nobody has opened.</summary>
internal static class RunwayResponseMapper
{
    /// <summary>One of the vendor's credits is 0.01 USD.</summary>
    private const double MicroUsdPerCredit = 10_000;

    public static SubmitOutcome Map(RunwayCreated created, TimeSpan pollAfter) =>
        new SubmitOutcome.Accepted(created.Id, pollAfter) { EstimatedVendorCostMicroUsd = MicroUsd(created.EstimatedCost) };

    /// <summary>Maps a task. A status that is not known here counts as still going on, since the vendor adds some.</summary>
    /// <param name="task">The task.</param>
    /// <param name="pollAfter">When asking again makes sense.</param>
    /// <param name="download">Makes a source from an address, a media type and a file name.</param>
    public static PollOutcome Map(RunwayTask task, TimeSpan pollAfter, Func<Uri, string?, string?, MediaSource> download) => task.Status switch
    {
        RunwayTaskStatus.Succeeded => Completed(task, pollAfter, download),
        RunwayTaskStatus.Failed => Failed(RunwayFailureMapper.MapTask(task.Failure, task.FailureCode, task.Cost), task.Cost),
        RunwayTaskStatus.Cancelled => Failed(
            new ProviderFailure(ProviderFailureKind.VendorFault, "The task was cancelled at Runway.")
            {
                MayHaveCharged = task.Cost is not { Credits: 0 },
            },
            task.Cost),
        _ => new PollOutcome.Running(task.Progress is { } progress ? Math.Clamp(progress, 0, 1) : null, pollAfter),
    };

    private static PollOutcome.Failed Failed(ProviderFailure failure, RunwayCost? cost) =>
        new(failure) { VendorCostMicroUsd = MicroUsd(cost) };

    private static PollOutcome Completed(RunwayTask task, TimeSpan pollAfter, Func<Uri, string?, string?, MediaSource> download)
    {
        var media = new List<MediaSource>();
        foreach (var output in task.Output ?? [])
        {
            if (!Uri.TryCreate(output, UriKind.Absolute, out var url))
            {
                return new PollOutcome.Unavailable(NoAddress, pollAfter);
            }

            var name = Path.GetFileName(url.AbsolutePath);
            media.Add(download(url, MediaTypes.FromFileName(name), name.Length > 0 ? name : null));
        }

        return new PollOutcome.Completed(new ProviderResult(media) { VendorCostMicroUsd = MicroUsd(task.Cost) });
    }

    private static ProviderFailure NoAddress { get; } =
        new(ProviderFailureKind.VendorFault, "Runway gave an address of the result that is none.") { Retryable = true, MayHaveCharged = true };

    private static long? MicroUsd(RunwayCost? cost) => cost is null ? null : (long)Math.Round(cost.Credits * MicroUsdPerCredit);
}
