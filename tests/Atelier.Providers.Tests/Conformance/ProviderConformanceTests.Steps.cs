using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>The steps the promises are told in.</summary>
public abstract partial class ProviderConformanceTests
{
    protected void Script(Fault fault, string operation = OperationNames.Submit, int? times = null) =>
        host.Simulators.Faults.Add(Vendor, operation, fault, times);

    protected int Submissions() => host.Simulators.Calls.List(Vendor, OperationNames.Submit).Count;

    protected int BilledSubmissions() => host.Simulators.Calls.Billed(Vendor);

    protected Task<ProviderResult> CompleteAsync(ProviderRequest request) => CompleteAsync(Provider, request);

    /// <summary>Submits, lets the task's time pass when there is one, and gives the result.</summary>
    protected async Task<ProviderResult> CompleteAsync(IGenerationProvider provider, ProviderRequest request)
    {
        var outcome = await provider.SubmitAsync(request, Token);
        if (outcome is SubmitOutcome.Completed completed)
        {
            return completed.Result;
        }

        var accepted = outcome.ShouldBeOfType<SubmitOutcome.Accepted>();
        host.Simulators.Clock.Advance(ConformanceHost.TaskDuration * 2);
        var task = new ProviderTask(accepted.VendorTaskId, request.VendorModel, request.Modality);
        return (await provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Completed>().Result;
    }

    /// <summary>The failure of a request that is refused at once, or that fails as a task.</summary>
    protected async Task<ProviderFailure> FailureAsync(ProviderRequest request)
    {
        var outcome = await Provider.SubmitAsync(request, Token);
        if (outcome is SubmitOutcome.Refused refused)
        {
            return refused.Failure;
        }

        var accepted = outcome.ShouldBeOfType<SubmitOutcome.Accepted>();
        host.Simulators.Clock.Advance(ConformanceHost.TaskDuration * 2);
        var task = new ProviderTask(accepted.VendorTaskId, request.VendorModel, request.Modality);
        return (await Provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Failed>().Failure;
    }

    protected async Task<ProviderFailure> RefusalAsync(ProviderRequest request) =>
        (await Provider.SubmitAsync(request with { SubmitPolicy = SubmitPolicy.AtLeastOnce }, Token))
        .ShouldBeOfType<SubmitOutcome.Refused>().Failure;

    protected async Task<ProviderFailure> UnknownAsync(ProviderRequest request) =>
        (await Provider.SubmitAsync(request with { SubmitPolicy = SubmitPolicy.AtMostOnce }, Token))
        .ShouldBeOfType<SubmitOutcome.Unknown>().Failure;

    /// <summary>Waits for something that another thread brings about, for a minute at most.</summary>
    protected static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }

    private async Task<long> BodyBytesAsync(ProviderRequest request)
    {
        host.Reset();
        await using var result = await CompleteAsync(request);
        return host.Simulators.Calls.List(Vendor, OperationNames.Submit).ShouldHaveSingleItem().BodyBytes;
    }
}
