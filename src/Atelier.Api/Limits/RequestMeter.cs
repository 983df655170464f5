namespace Atelier.Api.Limits;

/// <summary>How many requests a subject may make in a window.</summary>
/// <param name="Subject">Whose requests are counted.</param>
/// <param name="Limit">Requests in a window.</param>
internal readonly record struct Allowance(string Subject, int Limit);

/// <summary>Where a subject stands after a request.</summary>
/// <param name="Allowance">What it may.</param>
/// <param name="Remaining">Requests still allowed in the window.</param>
/// <param name="ResetAfter">When the window is full again.</param>
internal readonly record struct Standing(Allowance Allowance, int Remaining, TimeSpan ResetAfter);

/// <summary>Whether a request is allowed, and where its subjects stand.</summary>
/// <param name="IsAllowed">Whether it is.</param>
/// <param name="Standings">One for each allowance.</param>
/// <param name="Wait">How long to wait when it is not.</param>
internal readonly record struct MeterReading(bool IsAllowed, IReadOnlyList<Standing> Standings, TimeSpan Wait);

/// <summary>
/// Counts requests in windows of a minute, in the memory of this node. The framework's limiters do not tell when a window ends, which the
/// headers must, and cannot be run on a clock of the tests' own.
/// </summary>
internal sealed class RequestMeter(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Windows that are over are only swept away when there are many.
    private const int SweepAbove = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Start, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts a request for all its subjects, or for none when one of them has used up its window.</summary>
    public MeterReading Take(IReadOnlyList<Allowance> allowances)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_windows.Count > SweepAbove)
            {
                Sweep(now);
            }

            var current = allowances.Select(allowance => (Allowance: allowance, Window: WindowOf(allowance.Subject, now))).ToList();
            var full = current.Where(one => one.Window.Count >= one.Allowance.Limit).ToList();
            foreach (var (allowance, window) in full.Count == 0 ? current : [])
            {
                _windows[allowance.Subject] = window with { Count = window.Count + 1 };
            }

            var taken = full.Count == 0 ? 1 : 0;
            var standings = current.ConvertAll(one => new Standing(
                one.Allowance, Math.Max(0, one.Allowance.Limit - one.Window.Count - taken), one.Window.Start + Window - now));
            return new MeterReading(full.Count == 0, standings, full.Count == 0 ? TimeSpan.Zero : full.Max(one => one.Window.Start + Window - now));
        }
    }

    private (DateTimeOffset Start, int Count) WindowOf(string subject, DateTimeOffset now) =>
        _windows.TryGetValue(subject, out var window) && now - window.Start < Window ? window : (now, 0);

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (subject, window) in _windows.ToList())
        {
            if (now - window.Start >= Window)
            {
                _windows.Remove(subject);
            }
        }
    }
}
