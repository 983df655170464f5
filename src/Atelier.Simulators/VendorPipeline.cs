using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atelier.Simulators;

/// <summary>What every call to a simulated vendor passes: call log, latency, scripted fault, then the vendor's own handling.</summary>
internal sealed class VendorPipeline(VendorSimulators simulators, FaultRunner faults)
{
    public async Task InvokeAsync(HttpContext context, IVendorSimulator vendor, RequestDelegate handle)
    {
        RaiseBodyLimit(context);
        var call = Begin(context, vendor);
        try
        {
            call.Fault = simulators.Faults.TakeBeforeBody(call);
            if (call.Fault is null)
            {
                var body = await RequestBody.ReadAsync(context, call, simulators.Options.MaxRequestBodyBytes);
                call.Fault = simulators.Faults.Take(call, body);
            }

            simulators.Calls.Add(call);
            await WaitAsync(simulators.Latency.For(call), context.RequestAborted);
            await faults.RunAsync(context, vendor, handle);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to answer.
            context.DropConnection();
        }
        finally
        {
            // The log keeps the call; the parsed body must not stay with it.
            call.Json = default;
        }
    }

    private SimulatedCall Begin(HttpContext context, IVendorSimulator vendor)
    {
        var request = context.Request;
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<OperationMetadata>();
        var path = PathBelow(vendor.Name, request.Path);
        var call = new SimulatedCall(vendor.Name, request.Method, path, operation, simulators.Clock.GetUtcNow())
        {
            Headers = HeaderRedaction.Copy(request.Headers),
            Generation = request.Headers.TryGetValue("X-Atelier-Generation", out var generation) ? generation.ToString() : null,
        };
        context.Features.Set(call);
        context.Response.OnStarting(() =>
        {
            // This also runs for a connection that is gone already; nothing is sent then.
            call.Status = call.Dropped || context.RequestAborted.IsCancellationRequested ? null : context.Response.StatusCode;
            call.Log?.Announce();
            return Task.CompletedTask;
        });
        return call;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, simulators.Clock, cancellationToken);
        }
    }

    private void RaiseBodyLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = simulators.Options.MaxRequestBodyBytes;
        }
    }

    private static string PathBelow(string vendor, string path)
    {
        var prefix = path.IndexOf($"/{vendor}", StringComparison.OrdinalIgnoreCase);
        var below = prefix < 0 ? path : path[(prefix + vendor.Length + 1)..];
        return below.Length == 0 ? "/" : below;
    }
}
