using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private async Task<T> ExecuteAsync<T>(
        VendorRequest request, Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new VendorCall(request, BuildUri(request), request.Timeout ?? _options.Timeout);
        return await _retries.ExecuteAsync(
            static async (state, token) => await state.Client.AttemptAsync(state.Call, state.Read, token).ConfigureAwait(false),
            (Client: this, Call: call, Read: read),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> AttemptAsync<T>(
        VendorCall call, Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        call.Attempts++;
        call.ResponseBytes = null;
        var started = Time.GetTimestamp();
        var progress = new SendProgress(call.Request.SubmitPolicy);
        using var deadline = new CancellationTokenSource(call.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendFollowingAsync(call, progress, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && !IsWantedRedirect(call, response))
            {
                throw await ReadRefusalAsync(response, call, either.Token).ConfigureAwait(false);
            }

            var result = await read(response, call, either.Token).ConfigureAwait(false);
            ReportAnswered(call, (int)response.StatusCode, Time.GetElapsedTime(started));
            return result;
        }
        catch (Exception e) when (IsOurs(e))
        {
            response?.Dispose();
            if (e is not VendorException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var fault = e as VendorException ?? TransportFault(e, call, progress, response);
            ReportFailed(call, fault, Time.GetElapsedTime(started));
            throw fault == e ? e : fault;
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private static bool IsOurs(Exception e) => e is VendorException or HttpRequestException or IOException or OperationCanceledException
        or InvalidDataException or TimeoutException or UnreadableFileException;

    private static bool IsWantedRedirect(VendorCall call, HttpResponseMessage response) =>
        !call.Request.FollowRedirects && Redirects.IsRedirect((int)response.StatusCode);

    private async Task<HttpResponseMessage> SendFollowingAsync(VendorCall call, SendProgress progress, CancellationToken cancellationToken)
    {
        var uri = call.Uri;
        for (var hop = 0; ; hop++)
        {
            using var message = CreateMessage(call, uri, progress);
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!call.Request.FollowRedirects || !Redirects.IsRedirect((int)response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                var (next, refusal) = hop < Redirects.Most
                    ? Redirects.Follow(call.Request.Method, uri, response)
                    : (null, "too many redirects");
                uri = next ?? throw new VendorProtocolException(Describe(call, (int)response.StatusCode, refusal!));
                progress = new SendProgress(call.Request.SubmitPolicy);
            }
        }
    }

    private HttpRequestMessage CreateMessage(VendorCall call, Uri uri, SendProgress progress)
    {
        var request = call.Request;
        var message = new HttpRequestMessage(request.Method, uri);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        if (Redirects.SameOrigin(uri, call.Uri))
        {
            foreach (var (name, value) in request.Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Authenticate && Redirects.SameOrigin(uri, _root))
        {
            AddHeaders(message.Headers);
        }

        message.Content = request.Body is { } body ? new WatchedContent(body.CreateContent(), progress) : null;
        return message;
    }

    private Uri BuildUri(VendorRequest request)
    {
        var path = request.Path;
        var text = new StringBuilder(path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? path
            : _root.AbsoluteUri + path.TrimStart('/'));
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in request.Query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return new Uri(text.ToString());
    }

    private async Task<VendorException> ReadRefusalAsync(HttpResponseMessage response, VendorCall call, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadStartAsync(response.Content, LargestErrorBody, cancellationToken).ConfigureAwait(false);
        call.ResponseBytes = body.Length;
        var headers = new VendorHeaders(response);
        return Refusal(response, headers, call, ParseError((int)response.StatusCode, headers, body), body);
    }

    private VendorException Refusal(
        HttpResponseMessage response, VendorHeaders headers, VendorCall call, VendorError error, ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        var retryAfter = VendorFaults.RetryAfter(response.Headers, Time) ?? error.RetryAfter;
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
