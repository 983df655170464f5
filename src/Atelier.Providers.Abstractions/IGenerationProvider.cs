namespace Atelier.Providers;

/// <summary>
/// Runs generations at a vendor. Vendor faults are outcomes, never exceptions; only the caller's own cancellation is thrown.
/// Implementations are thread safe and keep nothing between calls.
/// </summary>
public interface IGenerationProvider : IProvider
{
    /// <summary>Submits the work once, under the request's <see cref="SubmitPolicy"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how a task the vendor accepted is doing. Safe to call any number of times.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken);

    /// <summary>Asks the vendor to stop a task. Safe to repeat.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken);
}

/// <summary>A task the vendor accepted.</summary>
/// <param name="VendorTaskId">What <see cref="SubmitOutcome.Accepted"/> gave; opaque to everybody but the provider that made it.</param>
/// <param name="VendorModel">The vendor's own model name the task was submitted with.</param>
/// <param name="Modality">What the task makes.</param>
public sealed record ProviderTask(string VendorTaskId, string VendorModel, Modality Modality);
