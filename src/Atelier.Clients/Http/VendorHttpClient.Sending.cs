using System.Runtime.CompilerServices;
using Polly.CircuitBreaker;

namespace Atelier.Clients.Http;

// The frames of a call are borrowed from a pool, as a call has several. Each of these tasks is awaited exactly once, as that needs.
public abstract partial class VendorHttpClient
{
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> ExecuteAsync<T>(VendorRequest request, ReadAnswer<T> read, CancellationToken cancellationToken)
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
                var refusal = NotSent(call, broken);
                VendorMetrics.Ended(refusal);
                throw refusal;
            }
            catch (VendorException refused) when (RefusesKey(refused) && TakeAnotherKey(call, refused))
            {
                // A refused key proves that nothing was done, and another key is another chance.
            }
            catch (VendorException fault)
            {
                VendorMetrics.Ended(fault);
                throw;
            }
        }
    }

    /// <summary>A first attempt with the strategies out of its way, and with them when it failed so that another one makes sense.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> AttemptFreelyAsync<T>(VendorCall call, ReadAnswer<T> read, CancellationToken cancellationToken)
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
    private ValueTask<T> RepeatAsync<T>(VendorCall call, ReadAnswer<T> read, VendorException? first, CancellationToken cancellationToken)
        where T : class => _circuits.Retries.ExecuteAsync(
            token => Interlocked.Exchange(ref first, null) is { } fault
                ? ValueTask.FromException<T>(fault)
                : _circuits.Breaker(call.Request.EffectiveClass).ExecuteAsync(attempt => AttemptAsync(call, read, attempt), token),
            cancellationToken);

    private static bool RefusesKey(VendorException fault) => fault
        is VendorAuthenticationException or VendorBalanceException or VendorPermissionException or VendorRateLimitedException { StatusCode: 429 };

    /// <summary>Lets the refused key rest; says whether there is another one to try.</summary>
    private bool TakeAnotherKey(VendorCall call, VendorException refused)
    {
        if (call.Key is not { } key || !_keys.HasSeveral || !call.Request.Authenticate)
        {
            return false;
        }

        _keys.Refused(key, refused, call.AttemptBegan);
        (call.RefusedKeys ??= []).Add(key.Id);
        return _keys.HasAnother(VendorKeyScope.Wanted, call.RefusedKeys);
    }

    private VendorCircuitOpenException NotSent(VendorCall call, BrokenCircuitException broken) => new(
        Describe(call, null, "not sent: the vendor has been failing, and calls pause for a while") with
        {
            // While another call tries the vendor, the answer is near; a whole further break would only keep everybody waiting.
            RetryAfter = _circuits.IsOpen(call.Request.EffectiveClass) ? broken.RetryAfter ?? _options.Circuit.Break : TrialTime,
        });

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> AttemptAsync<T>(VendorCall call, ReadAnswer<T> read, CancellationToken cancellationToken)
        where T : class
    {
        using var permit = await _gate.EnterAsync(_describe, call, Shorter(Left(call), LongestTimer), cancellationToken).ConfigureAwait(false);
        call.Attempts++;
        call.ResponseBytes = null;
        call.AttemptBegan = Time.GetTimestamp();
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
                throw await ReadRefusalAsync(response, call, deadline.Token, cancellationToken).ConfigureAwait(false);
            }

            var result = await read(response, call, deadline.Token).ConfigureAwait(false);
            ReportAnswered(call, (int)response.StatusCode, Time.GetElapsedTime(call.AttemptBegan), activity);
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
            fault.MayRetry = fault.MayRetry && RetryPipeline.LongestWait(_options, call.Attempts, fault) < Left(call);
            ReportFailed(call, fault, Time.GetElapsedTime(call.AttemptBegan), activity);
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

    private static bool IsOurs(Exception e) => e is VendorException or HttpRequestException or IOException or OperationCanceledException
        or InvalidDataException or TimeoutException or UnreadableFileException;

    /// <summary>Reads what an attempt is for from an answer that is no refusal; the answer is the reader's to dispose.</summary>
    private delegate ValueTask<T> ReadAnswer<T>(HttpResponseMessage response, VendorCall call, CancellationToken cancellationToken)
        where T : class;
}
