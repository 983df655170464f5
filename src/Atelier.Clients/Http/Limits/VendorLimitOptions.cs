namespace Atelier.Clients.Http;

/// <summary>How much may be asked of one vendor account at once. A call beyond it waits its turn, in order.</summary>
public sealed class VendorLimitOptions
{
    /// <summary>Most requests in any <see cref="Window"/>; 0 for no limit. Default: 0, unless the vendor documents one.</summary>
    public int Requests { get; set; }

    /// <summary>The time in which <see cref="Requests"/> are counted, 100 milliseconds to one hour. Default: 10 seconds.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most requests under way at once, from sending to the headers (or the whole) of the answer; 0 for no limit. Default: 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Most calls that wait for their turn; one more is refused with <see cref="VendorBusyException"/>. Default: 1,000.</summary>
    public int Queue { get; set; } = 1000;

    /// <summary>
    /// How long nothing is sent after a 429 without <c>Retry-After</c>; 0 lets a 429 pause nothing, whatever it says. Default: 10 seconds.
    /// </summary>
    public TimeSpan PauseAfter429 { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Most generations under way at the vendor at once, from their submission to their end, over all nodes of an installation; the client
    /// alone does not count them. Default: what the provider knows of the vendor.
    /// </summary>
    public int? Generations { get; set; }

    internal IEnumerable<string> Problems(string where)
    {
        if (Requests is < 0 or > 1_000_000)
        {
            yield return $"{where}:{nameof(Requests)} must be 0 (no limit) to 1,000,000, but is {Requests}.";
        }

        if (Window < TimeSpan.FromMilliseconds(100) || Window > TimeSpan.FromHours(1))
        {
            yield return $"{where}:{nameof(Window)} must be 100 milliseconds to one hour, but is {Window}.";
        }

        if (Concurrency is < 0 or > 100_000)
        {
            yield return $"{where}:{nameof(Concurrency)} must be 0 (no limit) to 100,000, but is {Concurrency}.";
        }

        if (Generations is < 1 or > 100_000)
        {
            yield return $"{where}:{nameof(Generations)} must be 1 to 100,000, but is {Generations}.";
        }

        if (Queue is < 0 or > 1_000_000)
        {
            yield return $"{where}:{nameof(Queue)} must be 0 to 1,000,000, but is {Queue}.";
        }

        if (PauseAfter429 < TimeSpan.Zero || PauseAfter429 > TimeSpan.FromHours(1))
        {
            yield return $"{where}:{nameof(PauseAfter429)} must be 0 to one hour, but is {PauseAfter429}.";
        }
    }
}
