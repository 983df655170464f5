using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly.Retry;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private void ReportAnswered(VendorCall call, int status, TimeSpan elapsed, Activity? activity)
    {
        VendorMetrics.Answered(Vendor, call, status, elapsed);
        VendorDiagnostics.Answered(activity, status);
        if (call.Key is { } key && _keys.HasSeveral && call.Request.Authenticate)
        {
            _keys.Worked(key, call.AttemptBegan);
            if (VendorKeyScope.Current is { } scope)
            {
                scope.UsedKeyId = key.Id;
            }
        }

        if (Logger.IsEnabled(LogLevel.Debug))
        {
            var body = call.Request.Body;
            LogAnswered(
                Vendor, call.Request.Operation, call.Request.Method, _redactor.Url(call.Uri), body?.IsJson ?? false, body?.HasFiles ?? false,
                status, call.ResponseBytes, elapsed.TotalMilliseconds, call.Attempts);
        }
    }

    private void ReportFailed(VendorCall call, VendorException fault, TimeSpan elapsed, Activity? activity)
    {
        VendorMetrics.Failed(call, fault, elapsed);
        VendorDiagnostics.Failed(activity, fault, VendorMetrics.OutcomeOf(fault));
        if (fault is VendorRateLimitedException && _options.Limits.PauseAfter429 > TimeSpan.Zero
            && call.Request.EffectiveClass != OperationClass.Download && !(_keys.HasSeveral && call.Request.Authenticate))
        {
            _gate.Close(fault.RetryAfter ?? _options.Limits.PauseAfter429);
        }

        if (Logger.IsEnabled(LogLevel.Warning))
        {
            var body = call.Request.Body;
            LogFailed(
                Vendor, call.Request.Operation, call.Request.Method, _redactor.Url(call.Uri), body?.IsJson ?? false, body?.HasFiles ?? false,
                fault.StatusCode, call.ResponseBytes, elapsed.TotalMilliseconds, call.Attempts, fault.VendorMessage);
        }
    }

    private void OnRetry(OnRetryArguments<object> retry)
    {
        if (retry.Outcome.Exception is VendorException fault)
        {
            VendorMetrics.Retried(fault);
            LogRetry(fault.Vendor, fault.Operation, fault.Attempts, retry.RetryDelay.TotalSeconds, fault.VendorMessage);
        }
    }

    [LoggerMessage(LogLevel.Debug,
        "{Vendor} {Operation}: {Method} {Url} (json {HasJson}, files {HasFiles}) answered {Status}, {ResponseBytes} bytes, {DurationMs} ms, attempt {Attempt}")]
    private partial void LogAnswered(
        string vendor, string operation, HttpMethod method, string url, bool hasJson, bool hasFiles, int status, long? responseBytes, double durationMs, int attempt);

    [LoggerMessage(LogLevel.Warning,
        "{Vendor} {Operation}: {Method} {Url} (json {HasJson}, files {HasFiles}) failed with {Status}, {ResponseBytes} bytes, {DurationMs} ms, attempt {Attempt}: {Error}")]
    private partial void LogFailed(
        string vendor, string operation, HttpMethod method, string url, bool hasJson, bool hasFiles, int? status, long? responseBytes, double durationMs, int attempt, string error);

    [LoggerMessage(LogLevel.Information, "{Vendor} {Operation}: attempt {Attempt} failed, the next one follows in {DelaySeconds} s: {Error}")]
    private partial void LogRetry(string vendor, string operation, int attempt, double delaySeconds, string error);
}
