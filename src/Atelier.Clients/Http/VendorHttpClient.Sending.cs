using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Polly.CircuitBreaker;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private async Task<T> ExecuteAsync<T>(
        VendorRequest request, Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        var deadline = Time.GetTimestamp() + (long)((request.Deadline ?? _options.Deadline).TotalSeconds * Time.TimestampFrequency);
        var call = new VendorCall(request, BuildUri(request), request.Timeout ?? _options.Timeout, deadline);
        while (true)
        {
            call.Key = _keys.Choose(VendorKeyScope.Wanted, (IReadOnlyCollection<string>?)call.RefusedKeys ?? []);
            try
            {
                return _circuits.IsClosed(request.EffectiveClass)
                    ? await AttemptFreelyAsync(call, read, cancellationToken).ConfigureAwait(false)
                    : await RepeatAsync(call, read, null, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokenCircuitException broken)
            {
                throw NotSent(call, broken);
            }
            catch (VendorException refused) when (RefusesKey(refused) && TakeAnotherKey(call, refused))
            {
                // A refused key proves that nothing was done, and another key is another chance.
            }
        }
    }

    /// <summary>A first attempt with the strategies out of its way, and with them when it failed so that another one makes sense.</summary>
    private async Task<T> AttemptFreelyAsync<T>(
        VendorCall call, Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        VendorException fault;
        try
        {
            var result = await AttemptAsync(call, read, cancellationToken).ConfigureAwait(false);
            _circuits.Report(call.Request.EffectiveClass, null);
            return result;
        }
        catch (VendorException e)
        {
            _circuits.Report(call.Request.EffectiveClass, e);
            if (!e.MayRetry || _options.RetryCount == 0)
            {
                throw;
            }

            fault = e;
        }

        return await RepeatAsync(call, read, fault, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Attempts within the strategies; a fault given is how the first attempt went already.</summary>
    private async Task<T> RepeatAsync<T>(
        VendorCall call,
        Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read,
        VendorException? first,
        CancellationToken cancellationToken)
        where T : class
    {
        return await _circuits.Retries.ExecuteAsync(
            async token =>
            {
                if (Interlocked.Exchange(ref first, null) is { } fault)
                {
                    throw fault;
                }

                return await _circuits.Breaker(call.Request.EffectiveClass).ExecuteAsync(
                    async attempt => await AttemptAsync(call, read, attempt).ConfigureAwait(false), token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static bool RefusesKey(VendorException fault) => fault
        is VendorAuthenticationException or VendorBalanceException or VendorPermissionException or VendorRateLimitedException { StatusCode: 429 };

    /// <summary>Lets the refused key rest; says whether there is another one to try.</summary>
    private bool TakeAnotherKey(VendorCall call, VendorException refused)
    {
        if (call.Key is not { } key || !_keys.HasSeveral || !call.Request.Authenticate)
        {
            return false;
        }

        _keys.Refused(key, refused);
        (call.RefusedKeys ??= []).Add(key.Id);
        return _keys.HasAnother(VendorKeyScope.Wanted, call.RefusedKeys);
    }

    private VendorCircuitOpenException NotSent(VendorCall call, BrokenCircuitException broken) => new(
        Describe(call, null, "not sent: the vendor has been failing, and calls pause for a while") with
        {
            // While another call tries the vendor, the answer is near; a whole further break would only keep everybody waiting.
            RetryAfter = _circuits.IsOpen(call.Request.EffectiveClass) ? broken.RetryAfter ?? _options.Circuit.Break : TrialTime,
        });

    private async Task<T> AttemptAsync<T>(
        VendorCall call, Func<HttpResponseMessage, VendorCall, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var permit = await EnterAsync(call, cancellationToken).ConfigureAwait(false);
        call.Attempts++;
        call.ResponseBytes = null;
        var started = Time.GetTimestamp();
        var progress = new SendProgress(call.Request.SubmitPolicy);
        using var activity = VendorDiagnostics.Start(Vendor, call);
        using var deadline = new CancellationTokenSource(Shorter(call.Timeout, Left(call)), Time);
        using var leaving = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendFollowingAsync(call, progress, deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && !IsWantedRedirect(call, response))
            {
                throw await ReadRefusalAsync(response, call, deadline.Token).ConfigureAwait(false);
            }

            var result = await read(response, call, deadline.Token).ConfigureAwait(false);
            ReportAnswered(call, (int)response.StatusCode, Time.GetElapsedTime(started), activity);
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
            fault.MayRetry = fault.MayRetry && RetryPipeline.ShortestWait(_options, call.Attempts, fault) < Left(call);
            ReportFailed(call, fault, Time.GetElapsedTime(started), activity);
            throw fault == e ? e : fault;
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private TimeSpan Left(VendorCall call) => Time.GetElapsedTime(Time.GetTimestamp(), call.Deadline);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other)
    {
        var shorter = one < other ? one : other;
        return shorter > TimeSpan.Zero ? shorter : TimeSpan.Zero;
    }

    /// <summary>Waits for the call's turn, within its deadline.</summary>
    private async ValueTask<VendorGate.Permit> EnterAsync(VendorCall call, CancellationToken cancellationToken)
    {
        var entering = _gate.EnterAsync(_describe, call, cancellationToken);
        if (entering.IsCompleted)
        {
            return await entering.ConfigureAwait(false);
        }

        // Rare: the call has to wait. The turn is waited for with the deadline in sight.
        var turn = entering.AsTask();
        try
        {
            return await turn.WaitAsync(Shorter(Left(call), LongestTimer), Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Whoever left the queue gives the turn back when it comes after all.
            _ = turn.ContinueWith(
                static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw e is TimeoutException
                ? new VendorTimeoutException(Describe(call, null, "not sent: its turn did not come within the time allowed"), e)
                : e;
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
        var message = new HttpRequestMessage(request.Method, uri)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
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
            if (call.Key is { } key && request.KeyHeader is { } header)
            {
                message.Headers.TryAddWithoutValidation(header, key.Text);
            }
            else if (call.Key is { } usual)
            {
                AddCredentials(message.Headers, usual.Text);
            }
        }

        message.Content = request.Body is { } body ? new WatchedContent(body.CreateContent(), progress) : null;
        call.RequestBytes = message.Content?.Headers.ContentLength;
        return message;
    }

    private Uri BuildUri(VendorRequest request)
    {
        var path = request.Path;
        if (request.Query.Count == 0 && !path.Contains("://", StringComparison.Ordinal))
        {
            return new Uri(_root.AbsoluteUri + path.TrimStart('/'));
        }

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
