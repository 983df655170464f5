namespace Atelier.Clients.Http;

/// <summary>
/// When calls of one class stop being sent to a vendor that fails. Only faults of the vendor and of the way to it count: 5xx, timeouts, lost
/// connections. A refusal is an answer.
/// </summary>
public sealed class VendorCircuitOptions
{
    /// <summary>Whether there is a breaker. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Share of failures that opens it, above 0 to 1. Default: 0.5.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Fewest requests in <see cref="Sampling"/> that say anything, 2 or more. Default: 8.</summary>
    public int MinimumRequests { get; set; } = 8;

    /// <summary>How far back failures are counted, half a second to one hour. Default: 30 seconds.</summary>
    public TimeSpan Sampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open before one request is let through to try, half a second to one day. Default: 5 seconds.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(5);

    internal IEnumerable<string> Problems(string where)
    {
        if (FailureRatio is not (> 0 and <= 1))
        {
            yield return $"{where}:{nameof(FailureRatio)} must be above 0 and at most 1, but is {FailureRatio}.";
        }

        if (MinimumRequests is < 2 or > 1_000_000)
        {
            yield return $"{where}:{nameof(MinimumRequests)} must be 2 to 1,000,000, but is {MinimumRequests}.";
        }

        if (Sampling < TimeSpan.FromSeconds(0.5) || Sampling > TimeSpan.FromHours(1))
        {
            yield return $"{where}:{nameof(Sampling)} must be half a second to one hour, but is {Sampling}.";
        }

        if (Break < TimeSpan.FromSeconds(0.5) || Break > TimeSpan.FromDays(1))
        {
            yield return $"{where}:{nameof(Break)} must be half a second to one day, but is {Break}.";
        }
    }
}
