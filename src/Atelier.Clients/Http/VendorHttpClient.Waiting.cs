namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    /// <summary>
    /// Asks again and again until there is a result. A fault that may pass (5xx, 429, timeout, connection) does not end the wait, since
    /// the vendor's work goes on meanwhile.
    /// </summary>
    /// <param name="operation">The vendor's word for what is asked.</param>
    /// <param name="ask">Asks once; null means that the work is still going on.</param>
    /// <param name="maxWait">Longest wait, from now.</param>
    /// <param name="pollInterval">Time between two questions; up to a quarter is added at random when jitter is on.</param>
    /// <param name="cancellationToken">Ends the wait; the vendor's work goes on.</param>
    /// <exception cref="VendorTimeoutException">
    /// There was no result after <paramref name="maxWait"/>. The work goes on at the vendor. A fault of the last question is the inner exception.
    /// </exception>
    protected async Task<T> WaitAsync<T>(
        string operation, Func<CancellationToken, Task<T?>> ask, TimeSpan maxWait, TimeSpan pollInterval, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWait, TimeSpan.Zero);
        var started = Time.GetTimestamp();
        while (true)
        {
            var (result, fault) = await AskAsync(ask, cancellationToken).ConfigureAwait(false);
            if (result is not null)
            {
                return result;
            }

            var left = maxWait - Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw StillGoingOn(operation, maxWait, fault);
            }

            var pause = _options.UseJitter ? pollInterval * (1 + (Random.Shared.NextDouble() / 4)) : pollInterval;
            pause = fault?.RetryAfter > pause ? fault.RetryAfter.Value : pause;
            await Task.Delay(pause < left ? pause : left, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(T? Result, VendorException? Fault)> AskAsync<T>(
        Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await ask(cancellationToken).ConfigureAwait(false), null);
        }
        catch (VendorException e) when (e is VendorServerException or VendorRateLimitedException or VendorTimeoutException or VendorConnectionException)
        {
            return (null, e);
        }
    }

    private VendorTimeoutException StillGoingOn(string operation, TimeSpan maxWait, VendorException? fault) => new(
        new VendorFault
        {
            Vendor = Vendor,
            Operation = operation,
            Text = $"there was no result after {maxWait.TotalSeconds} s",
            MayHaveBeenAccepted = true,
        },
        fault);
}
