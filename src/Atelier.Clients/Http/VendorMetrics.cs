using System.Diagnostics.Metrics;

namespace Atelier.Clients.Http;

/// <summary>
/// What the clients measure, under the meter <see cref="MeterName"/>: <c>atelier.client.attempt.duration</c> (seconds; tags vendor,
/// operation, outcome) and <c>atelier.client.retries</c> (tags vendor, operation, outcome). Outcomes are <c>success</c> and one word for
/// each kind of <see cref="VendorException"/>; no tag comes from a user.
/// </summary>
public static class VendorMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Atelier.Clients";

    private const string Success = "success";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Attempts = Meter.CreateHistogram<double>(
        "atelier.client.attempt.duration", "s", "Time from sending a request to a vendor until its answer was read or opened, or failed.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "atelier.client.retries", "{retry}", "Requests sent to a vendor again after a failed attempt.");

    internal static void Answered(string vendor, string operation, TimeSpan elapsed) =>
        Attempts.Record(elapsed.TotalSeconds, new("vendor", vendor), new("operation", operation), new("outcome", Success));

    internal static void Failed(VendorException fault, TimeSpan elapsed) =>
        Attempts.Record(elapsed.TotalSeconds, new("vendor", fault.Vendor), new("operation", fault.Operation), new("outcome", OutcomeOf(fault)));

    internal static void Retried(VendorException fault) =>
        Retries.Add(1, new("vendor", fault.Vendor), new("operation", fault.Operation), new("outcome", OutcomeOf(fault)));

    private static string OutcomeOf(VendorException fault) => fault switch
    {
        VendorAuthenticationException => "authentication",
        VendorPermissionException => "permission",
        VendorBalanceException => "balance",
        VendorContentRefusedException => "content_refused",
        VendorNotFoundException => "not_found",
        VendorRateLimitedException => "rate_limited",
        VendorServerException => "server",
        VendorTimeoutException => "timeout",
        VendorConnectionException => "connection",
        VendorProtocolException => "protocol",
        DownloadRefusedException => "download_refused",
        _ => "invalid_request",
    };
}
