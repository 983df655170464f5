namespace Atelier.Simulators.Faults;

/// <summary>An error a vendor is told to answer with, in its own envelope.</summary>
/// <param name="Kind">Status, rate limit, refusal by content, or error inside a 200.</param>
/// <param name="Status">Status asked for; null leaves it to the vendor (500, 429, and whatever it uses for refusals).</param>
/// <param name="RetryAfter">Seconds; the header is written by the caller.</param>
/// <param name="Code">Vendor's error code asked for; null leaves it to the vendor.</param>
internal sealed record ScriptedError(FaultKind Kind, int? Status, int? RetryAfter, string? Code);
