using Atelier.Clients.Http;

namespace Atelier.Providers.Mapping;

/// <summary>Runs a provider's calls of its client so that whatever goes wrong comes back as an outcome.</summary>
internal static class VendorCalls
{
    /// <summary>Runs a submission.</summary>
    public static async Task<SubmitOutcome> SubmitAsync(
        ProviderRequest request,
        Func<VendorException, ProviderFailure> mapFailure,
        Func<Task<SubmitOutcome>> call)
    {
        try
        {
            return await call();
        }
        catch (InvalidInputException e)
        {
            return new SubmitOutcome.Refused(e.ToFailure());
        }
        catch (MediaUnavailableException e)
        {
            // Input media could not be read, so the request never was complete.
            return new SubmitOutcome.Refused(e.Failure);
        }
        catch (VendorException e) when (InputFaultIn(e) is { } fault)
        {
            return new SubmitOutcome.Refused(fault.Failure);
        }
        catch (VendorException e)
        {
            return OutcomeOf(mapFailure(e), request.SubmitPolicy);
        }
    }

    /// <summary>
    /// What a failed submission comes to. An ambiguous one is unknown under <see cref="SubmitPolicy.AtMostOnce"/>; under
    /// <see cref="SubmitPolicy.AtLeastOnce"/> a second purchase was agreed to, so it is a refusal that may be tried again.
    /// </summary>
    public static SubmitOutcome OutcomeOf(ProviderFailure failure, SubmitPolicy policy) =>
        failure is { MayHaveCharged: true, Kind: not ProviderFailureKind.ContentRefused } && policy == SubmitPolicy.AtMostOnce
            ? new SubmitOutcome.Unknown(failure with { Kind = ProviderFailureKind.UnknownOutcome, Retryable = false })
            : new SubmitOutcome.Refused(failure);

    /// <summary>Runs a poll.</summary>
    /// <param name="mapFailure">The vendor's failure mapper.</param>
    /// <param name="pollAfter">When asking again makes sense, unless the vendor says longer.</param>
    /// <param name="call">The poll itself.</param>
    public static async Task<PollOutcome> PollAsync(
        Func<VendorException, ProviderFailure> mapFailure,
        TimeSpan pollAfter,
        Func<Task<PollOutcome>> call)
    {
        try
        {
            return await call();
        }
        catch (VendorNotFoundException e)
        {
            // The vendor forgot the task or never had it. It may well have run, and been charged, before that.
            return new PollOutcome.Failed(mapFailure(e) with
            {
                Kind = ProviderFailureKind.VendorFault,
                Message = "The vendor does not know this task any more; its result cannot be had.",
                Field = null,
                Retryable = false,
                MayHaveCharged = true,
            });
        }
        catch (VendorException e)
        {
            // Any other fault is about the question, not about the task: a wrong key today may be right after a restart.
            var failure = mapFailure(e) with { MayHaveCharged = true };
            var wait = failure.RetryAfter is { } asked && asked > pollAfter ? asked : pollAfter;
            return new PollOutcome.Unavailable(failure, wait);
        }
    }

    /// <summary>Runs a cancellation.</summary>
    public static async Task<CancelOutcome> CancelAsync(Func<VendorException, ProviderFailure> mapFailure, Func<Task> call)
    {
        try
        {
            await call();
            return new CancelOutcome.Cancelled();
        }
        catch (VendorNotFoundException)
        {
            return new CancelOutcome.Cancelled();
        }
        catch (VendorException e)
        {
            return new CancelOutcome.Failed(mapFailure(e));
        }
    }

    /// <summary>The client's word for our policy.</summary>
    public static Clients.Http.SubmitPolicy ToClient(this SubmitPolicy policy) => policy switch
    {
        SubmitPolicy.AtLeastOnce => Clients.Http.SubmitPolicy.AtLeastOnce,
        SubmitPolicy.AtMostOnce => Clients.Http.SubmitPolicy.AtMostOnce,
        _ => throw new ArgumentOutOfRangeException(nameof(policy)),
    };

    /// <summary>A body that cannot be read fails inside the sending, and comes out wrapped as a connection fault.</summary>
    private static MediaUnavailableException? InputFaultIn(VendorException exception)
    {
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is MediaUnavailableException fault)
            {
                return fault;
            }
        }

        return null;
    }
}
