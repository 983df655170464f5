using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Http;

/// <summary>What a simulated vendor notes about the call it serves.</summary>
internal static class CallMarks
{
    /// <summary>The call in flight: parsed JSON, model, prompt, and the fault that struck it.</summary>
    public static SimulatedCall Call(this HttpContext context) =>
        context.Features.Get<SimulatedCall>() ?? throw new InvalidOperationException("The endpoint is not mapped below a vendor's group.");

    /// <summary>Whether this fault struck the call; for kinds that act on the work itself, such as an empty result.</summary>
    public static bool HasFault(this HttpContext context, FaultKind kind) => context.Call().IsFault(kind);

    /// <summary>
    /// Notes that work was accepted and is charged, at this price in the vendor's unit. Call it before writing the answer.
    /// </summary>
    public static void MarkBilled(this HttpContext context, decimal price)
    {
        var call = context.Call();
        call.Billed = true;
        call.Price = price;
        call.Log?.Announce();
    }

    /// <summary>Breaks the connection off; what was not sent yet never will be.</summary>
    public static void DropConnection(this HttpContext context)
    {
        context.Call().Dropped = true;
        context.Abort();
    }

    /// <summary>Names the operation more exactly than the endpoint's metadata could. Faults were already chosen by then.</summary>
    public static void SetOperation(this HttpContext context, string operation) => context.Call().Operation = operation;

    /// <summary>Notes the vendor's task the call started or asks for.</summary>
    public static void SetTaskId(this HttpContext context, string taskId) => context.Call().TaskId = taskId;

    /// <summary>Notes the model when it is a default, or part of the path.</summary>
    public static void SetModel(this HttpContext context, string model) => context.Call().Model = model;
}
