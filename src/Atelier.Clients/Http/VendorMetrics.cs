using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Atelier.Clients.Http;

/// <summary>
/// What the clients measure, under the meter <see cref="MeterName"/>. Every tag of ours begins with <c>atelier.</c> and has few values: vendor, operation, outcome
/// (<c>success</c> and one word for each kind of <see cref="VendorException"/>), status; none comes from a user.
/// <list type="bullet">
/// <item><c>atelier.client.attempt.duration</c> (s): each request, with <c>http.response.status_code</c> when an answer came</item>
/// <item><c>atelier.client.request.body.size</c>, <c>atelier.client.response.body.size</c> (By): where the length is known</item>
/// <item><c>atelier.client.retries</c>, <c>atelier.client.ambiguous</c>, <c>atelier.client.cache.lookups</c>: counters</item>
/// <item><c>atelier.client.circuit.state</c>: 0 closed, 1 half open, 2 open, by class</item>
/// <item><c>atelier.client.limiter.waiting</c>, <c>atelier.client.limiter.under_way</c>, <c>atelier.client.keys.resting</c>,
/// <c>atelier.client.connections.open</c>: gauges</item>
/// </list>
/// More on the pools, without vendors, is measured by .NET itself under the meter <c>System.Net.Http</c>.
/// </summary>
public static class VendorMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Atelier.Clients";

    private const string Success = "success";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Attempts = Meter.CreateHistogram<double>(
        "atelier.client.attempt.duration", "s", "Time from sending a request to a vendor until its answer was read or opened, or failed.");

    private static readonly Histogram<long> RequestBytes = Meter.CreateHistogram<long>(
        "atelier.client.request.body.size", "By", "Length of the bodies sent to vendors, where it is known.");

    private static readonly Histogram<long> ResponseBytes = Meter.CreateHistogram<long>(
        "atelier.client.response.body.size", "By", "Length of the bodies that vendors answered with, where it is known.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "atelier.client.retries", "{retry}", "Requests sent to a vendor again after a failed attempt.");

    private static readonly Counter<long> Ambiguous = Meter.CreateCounter<long>(
        "atelier.client.ambiguous", "{request}", "Submissions that ended so that nobody can tell whether the vendor accepted them.");

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "atelier.client.cache.lookups", "{lookup}", "Questions that the response cache was asked first.");

    private static readonly WatchedClients Clients = new(Meter);

    /// <summary>Shows a client's pipeline for as long as the client lives.</summary>
    internal static void Watch(VendorHttpClient client, string account) => Clients.Add(client, account);

    internal static void Answered(string vendor, VendorCall call, int status, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "atelier.vendor", vendor },
            { "atelier.operation", call.Request.Operation },
            { "atelier.outcome", Success },
            { "http.response.status_code", status },
        };
        Attempts.Record(elapsed.TotalSeconds, tags);
        RecordSizes(vendor, call);
    }

    internal static void Failed(VendorCall call, VendorException fault, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "atelier.vendor", fault.Vendor },
            { "atelier.operation", fault.Operation },
            { "atelier.outcome", OutcomeOf(fault) },
        };
        if (fault.StatusCode is { } status)
        {
            tags.Add("http.response.status_code", status);
        }

        Attempts.Record(elapsed.TotalSeconds, tags);
        RecordSizes(fault.Vendor, call);
    }

    /// <summary>A whole call ended badly, with all its attempts.</summary>
    internal static void Ended(VendorException fault)
    {
        if (fault.MayHaveBeenAccepted)
        {
            Ambiguous.Add(1, new("atelier.vendor", fault.Vendor), new("atelier.operation", fault.Operation));
        }
    }

    internal static void Retried(VendorException fault) =>
        Retries.Add(1, new("atelier.vendor", fault.Vendor), new("atelier.operation", fault.Operation), new("atelier.outcome", OutcomeOf(fault)));

    internal static void Cached(string vendor, string operation, bool hit) =>
        Lookups.Add(1, new("atelier.vendor", vendor), new("atelier.operation", operation), new("atelier.cache.result", hit ? "hit" : "miss"));

    private static void RecordSizes(string vendor, VendorCall call)
    {
        if (RequestBytes.Enabled && call.RequestBytes is { } sent)
        {
            RequestBytes.Record(sent, new("atelier.vendor", vendor), new("atelier.operation", call.Request.Operation));
        }

        if (ResponseBytes.Enabled && call.ResponseBytes is { } received)
        {
            ResponseBytes.Record(received, new("atelier.vendor", vendor), new("atelier.operation", call.Request.Operation));
        }
    }

    internal static string OutcomeOf(VendorException fault) => fault switch
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
        VendorBusyException => "busy",
        VendorCircuitOpenException => "circuit_open",
        _ => "invalid_request",
    };
}
