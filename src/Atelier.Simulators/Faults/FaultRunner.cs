using System.Globalization;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;

namespace Atelier.Simulators.Faults;

/// <summary>Serves a call with the fault that struck it, or as usual when none did.</summary>
internal sealed class FaultRunner(VendorSimulators simulators, IHostApplicationLifetime lifetime)
{
    public async Task RunAsync(HttpContext context, IVendorSimulator vendor, RequestDelegate handle)
    {
        if (context.Call().Fault is not { } fault)
        {
            await handle(context);
            return;
        }

        if (fault.Delay > TimeSpan.Zero && fault.Kind != FaultKind.SlowDrip)
        {
            await Task.Delay(fault.Delay, simulators.Clock, context.RequestAborted);
        }

        if (fault.Accepted || fault.Kind == FaultKind.ResetAfterBody)
        {
            await CapturedAnswer.DiscardAsync(context, handle);
        }

        switch (fault.Kind)
        {
            case FaultKind.ContentRefused when fault.DeliversFiltered:
                await handle(context);
                break;
            case FaultKind.Status or FaultKind.RateLimited or FaultKind.ContentRefused or FaultKind.Error200:
                await WriteErrorAsync(context, vendor, fault);
                break;
            case FaultKind.HtmlError:
                await WriteHtmlAsync(context, fault);
                break;
            case FaultKind.Timeout:
                await HangAsync(context);
                break;
            case FaultKind.ResetBeforeBody or FaultKind.ResetAfterBody:
                context.DropConnection();
                break;
            case FaultKind.MalformedBody or FaultKind.TruncatedBody or FaultKind.SlowDrip:
                await SpoilAsync(context, handle, fault);
                break;
            default:
                AddHeaders(context, fault);
                await handle(context);
                break;
        }
    }

    private static void AddHeaders(HttpContext context, Fault fault)
    {
        foreach (var (name, value) in fault.Headers ?? new Dictionary<string, string>())
        {
            context.Response.Headers[name] = value;
        }
    }

    private static async Task WriteErrorAsync(HttpContext context, IVendorSimulator vendor, Fault fault)
    {
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        AddHeaders(context, fault);
        if (fault.BodyText() is not { } text)
        {
            await vendor.WriteScriptedErrorAsync(context, new ScriptedError(fault.Kind, fault.Status, fault.RetryAfter, fault.Code));
            return;
        }

        context.Response.StatusCode = fault.Status ?? fault.Kind switch
        {
            FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
            FaultKind.ContentRefused => StatusCodes.Status400BadRequest,
            FaultKind.Error200 => StatusCodes.Status200OK,
            _ => StatusCodes.Status500InternalServerError,
        };
        context.Response.ContentType ??= "application/json";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task WriteHtmlAsync(HttpContext context, Fault fault)
    {
        context.Response.StatusCode = fault.Status ?? StatusCodes.Status502BadGateway;
        context.Response.ContentType = "text/html; charset=utf-8";
        AddHeaders(context, fault);
        await context.Response.WriteAsync(fault.BodyText() ?? HtmlPage(context.Response.StatusCode), context.RequestAborted);
    }

    private static string HtmlPage(int status)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.GetReasonPhrase(status)}");
        return $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n";
    }

    /// <summary>Holds the call until the caller gives up, or the simulators stop.</summary>
    private async Task HangAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(() => ended.TrySetResult()))
        {
            await ended.Task;
        }

        context.DropConnection();
    }

    private async Task SpoilAsync(HttpContext context, RequestDelegate handle, Fault fault)
    {
        var answer = await CapturedAnswer.CaptureAsync(context, handle);
        AddHeaders(context, fault);
        switch (fault.Kind)
        {
            case FaultKind.MalformedBody:
                await answer.SendMalformedAsync(context);
                break;
            case FaultKind.TruncatedBody:
                await answer.SendHalfAsync(context);
                break;
            default:
                var pause = fault.DelayMs is null ? TimeSpan.FromMilliseconds(100) : fault.Delay;
                await answer.SendSlowlyAsync(context, pause, simulators.Clock);
                break;
        }
    }
}
