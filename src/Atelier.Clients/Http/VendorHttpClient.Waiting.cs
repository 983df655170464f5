namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    /// <summary>Asks again and again until there is a result.</summary>
    /// <param name="operation">The vendor's word for what is asked.</param>
    /// <param name="ask">Asks once; null means that the work is still going on.</param>
    /// <param name="maxWait">Longest wait, from now.</param>
    /// <param name="pollInterval">Time between two questions; up to a quarter is added at random when jitter is on.</param>
    /// <param name="cancellationToken">Ends the wait; the vendor's work goes on.</param>
    /// <exception cref="VendorTimeoutException">The work was still going on after <paramref name="maxWait"/>. It goes on at the vendor.</exception>
    protected async Task<T> WaitAsync<T>(
        string operation, Func<CancellationToken, Task<T?>> ask, TimeSpan maxWait, TimeSpan pollInterval, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWait, TimeSpan.Zero);
        var started = Time.GetTimestamp();
        while (true)
        {
            if (await ask(cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result;
            }

            var left = maxWait - Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new VendorTimeoutException(new VendorFault
                {
                    Vendor = Vendor,
                    Operation = operation,
                    Text = $"the work was still going on after {maxWait.TotalSeconds} s",
                    MayHaveBeenAccepted = true,
                });
            }

            var pause = _options.UseJitter ? pollInterval * (1 + (Random.Shared.NextDouble() / 4)) : pollInterval;
            await Task.Delay(pause < left ? pause : left, Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
