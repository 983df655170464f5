using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Faults;

/// <summary>A vendor's whole answer, held back so that it can be spoiled on its way out.</summary>
internal sealed class CapturedAnswer
{
    private const int Pieces = 16;
    private readonly byte[] _body;

    private CapturedAnswer(byte[] body) => _body = body;

    /// <summary>Lets the vendor answer into memory; status and headers are kept on the response.</summary>
    public static async Task<CapturedAnswer> CaptureAsync(HttpContext context, RequestDelegate handle)
    {
        var outward = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await handle(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = outward;
        }

        return new CapturedAnswer(held.ToArray());
    }

    /// <summary>Lets the vendor do the work and throws the answer away.</summary>
    public static async Task DiscardAsync(HttpContext context, RequestDelegate handle)
    {
        await CaptureAsync(context, handle);
        context.Response.Clear();
    }

    /// <summary>Sends a complete HTTP answer whose content does not parse.</summary>
    public async Task SendMalformedAsync(HttpContext context)
    {
        var spoiled = _body;
        if (context.Response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true)
        {
            spoiled = [.. _body.AsSpan(0, _body.Length * 2 / 3), .. "\u0001}{"u8];
        }
        else
        {
            spoiled.AsSpan(0, Math.Min(64, spoiled.Length)).Clear();
        }

        context.Response.ContentLength = spoiled.Length;
        await context.Response.Body.WriteAsync(spoiled, context.RequestAborted);
    }

    /// <summary>Announces the whole length, sends half and drops the connection.</summary>
    public async Task SendHalfAsync(HttpContext context)
    {
        context.Response.ContentLength = _body.Length;
        await context.Response.Body.WriteAsync(_body.AsMemory(0, _body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await CloseAfterSendingAsync(context);
        context.DropConnection();
    }

    /// <summary>
    /// Ends the connection once everything written has left. Dropping it at once would send a reset, and the caller's system would throw
    /// away
    /// what had already arrived.
    /// </summary>
    private static async Task CloseAfterSendingAsync(HttpContext context)
    {
        if (context.Features.Get<IConnectionTransportFeature>() is { } connection
            && context.Features.Get<IConnectionLifetimeFeature>() is { } lifetime)
        {
            await connection.Transport.Output.CompleteAsync();
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (lifetime.ConnectionClosed.Register(() => closed.TrySetResult()))
            {
                await closed.Task;
            }
        }
    }

    public async Task SendSlowlyAsync(HttpContext context, TimeSpan pause, TimeProvider time)
    {
        context.Response.ContentLength = _body.Length;
        var piece = Math.Max(1, (_body.Length + Pieces - 1) / Pieces);
        for (var start = 0; start < _body.Length; start += piece)
        {
            await Task.Delay(pause, time, context.RequestAborted);
            await context.Response.Body.WriteAsync(_body.AsMemory(start, Math.Min(piece, _body.Length - start)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
