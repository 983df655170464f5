using System.Globalization;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    /// <summary>Reads why the vendor refuses. The status alone is an answer: a body that does not come in time leaves only its text out.</summary>
    private async Task<VendorException> ReadRefusalAsync(
        HttpResponseMessage response, VendorCall call, CancellationToken deadline, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = default;
        try
        {
            body = await BoundedBody.ReadStartAsync(response.Content, LargestErrorBody, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time of the attempt is over, and the status has been known for long.
        }

        call.ResponseBytes = body.Length;
        var headers = new VendorHeaders(response);
        return Refusal(response, headers, call, ParseError((int)response.StatusCode, headers, body), body);
    }

    private VendorException Refusal(
        HttpResponseMessage response, VendorHeaders headers, VendorCall call, VendorError error, ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        var retryAfter = VendorFaults.RetryAfter(response.Headers, error.RetryAfter, Time);
        var proven = status is < 500 and not 408 || IsProvenRefusal(status, headers, error);
        var transient = status is < 400 or >= 500 && (error.IsTransient ?? status >= 500);
        call.MayHaveBeenAccepted |= call.IsSubmission && !proven;
        var fault = Describe(call, status, error.Message ?? DefaultText(status)) with
        {
            ErrorCode = error.Code is { } code ? _redactor.Redact(code) : null,
            RequestId = error.RequestId ?? RequestIdOf(headers),
            RetryAfter = retryAfter,
            BodyExcerpt = _redactor.Excerpt(body.Span),
        };
        return VendorFaults.FromRefusal(
            error.Kind,
            fault,
            transient && MayRepeat(call, proven) && !(retryAfter > _options.MaxRetryAfter));
    }

    private VendorException TransportFault(Exception cause, VendorCall call, SendProgress progress, HttpResponseMessage? response)
    {
        var neverArrived = response is null && (VendorFaults.IsConnectPhase(cause) || VendorFaults.IsUnreadableFile(cause)
            || (call.Request.Body is not null && !progress.BodyBegan));
        call.MayHaveBeenAccepted |= call.IsSubmission && !neverArrived;
        return VendorFaults.FromTransport(
            cause, Describe(call, (int?)response?.StatusCode, ""), MayRepeat(call, neverArrived));
    }

    private static bool MayRepeat(VendorCall call, bool provenNotTaken) =>
        call.Request.SubmitPolicy is not SubmitPolicy.AtMostOnce || provenNotTaken;

    private static string DefaultText(int status) => string.Create(CultureInfo.InvariantCulture, $"the vendor answered {status} without a reason");

    /// <summary>A vendor's own words about a task that failed, in an answer that is no error: without secrets, like those of errors.</summary>
    private protected string? Conceal(string? text) => text is null ? null : _redactor.Redact(text);

    private VendorFault Describe(VendorCall call, int? status, string text) => new()
    {
        Vendor = Vendor,
        Operation = call.Request.Operation,
        StatusCode = status,
        Text = _redactor.Redact(text),
        MayHaveBeenAccepted = call.MayHaveBeenAccepted,
        Attempts = call.Attempts,
    };
}
