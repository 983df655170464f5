using System.Diagnostics;

namespace Atelier.Clients.Http;

/// <summary>
/// The traces of the clients, under the source <see cref="SourceName"/>: one span for each attempt, named <c>vendor operation</c>, with the
/// HTTP attributes of OpenTelemetry's conventions. No address with a query, no body, no key.
/// </summary>
public static class VendorDiagnostics
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "Atelier.Clients";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Start(string vendor, VendorCall call)
    {
        if (!Source.HasListeners() || Source.StartActivity($"{vendor} {call.Request.Operation}", ActivityKind.Client) is not { } activity)
        {
            return null;
        }

        activity.SetTag("atelier.vendor", vendor);
        activity.SetTag("atelier.operation", call.Request.Operation);
        activity.SetTag("http.request.method", call.Request.Method.Method);
        activity.SetTag("server.address", call.Uri.Host);
        activity.SetTag("server.port", call.Uri.Port);
        if (call.Attempts > 1)
        {
            activity.SetTag("http.request.resend_count", call.Attempts - 1);
        }

        return activity;
    }

    internal static void Answered(Activity? activity, int status) => activity?.SetTag("http.response.status_code", status);

    internal static void Failed(Activity? activity, VendorException fault, string outcome)
    {
        if (activity is not null)
        {
            activity.SetTag("http.response.status_code", fault.StatusCode);
            activity.SetTag("error.type", outcome);
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
