using System.ClientModel;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>Runs a call of a plugged client so that whatever goes wrong comes back as an outcome.</summary>
internal static class PluggedCalls
{
    public static async Task<SubmitOutcome> SubmitAsync(
        string provider, ProviderRequest request, Func<CancellationToken, Task<SubmitOutcome>> call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var failure = FailureOf(provider, e);
            return failure.MayHaveCharged && request.SubmitPolicy == SubmitPolicy.AtMostOnce
                ? new SubmitOutcome.Unknown(failure with { Kind = ProviderFailureKind.UnknownOutcome, Retryable = false })
                : new SubmitOutcome.Refused(failure);
        }
    }

    /// <summary>
    /// What an exception of a client means. A client that nobody here knows may throw anything: unless a status or the input proves that
    /// nothing was done, the vendor may have charged.
    /// </summary>
    public static ProviderFailure FailureOf(string provider, Exception exception) => exception switch
    {
        PluggedInputException input => new(ProviderFailureKind.InvalidRequest, input.Message) { Field = input.Field },
        MediaUnavailableException media => media.Failure,
        ProviderFailureException known => known.Failure,
        ClientResultException answered => ByStatus(provider, answered.Status),
        HttpRequestException { StatusCode: { } status } => ByStatus(provider, (int)status),
        NotSupportedException or ArgumentException => new(ProviderFailureKind.InvalidRequest, $"{provider} cannot do this: {exception.Message}"),
        OperationCanceledException or TimeoutException =>
            new(ProviderFailureKind.Timeout, $"{provider} did not answer in time.") { Retryable = true, MayHaveCharged = true },
        _ => new(ProviderFailureKind.VendorFault, $"{provider} failed with {exception.GetType().Name}.") { Retryable = true, MayHaveCharged = true },
    };

    // The texts of unknown clients may echo keys; the status tells enough.
    private static ProviderFailure ByStatus(string provider, int status) => status switch
    {
        401 or 403 => new(ProviderFailureKind.Authentication, $"{provider} does not accept the configured key.") { VendorStatus = status },
        402 => new(ProviderFailureKind.InsufficientVendorBalance, $"The account at {provider} has no balance left.") { VendorStatus = status },
        429 => new(ProviderFailureKind.RateLimited, $"{provider} asks to slow down.") { VendorStatus = status, Retryable = true },
        408 or >= 500 or 0 => new(ProviderFailureKind.VendorFault, $"{provider} reported a fault (status {status}).")
        {
            VendorStatus = status,
            Retryable = true,
            MayHaveCharged = true,
        },
        _ => new(ProviderFailureKind.InvalidRequest, $"{provider} refused the request (status {status}).") { VendorStatus = status },
    };
}
