using Microsoft.AspNetCore.Builder;

namespace Atelier.Simulators.Http;

/// <summary>
/// The names of operations that all simulated vendors share; a vendor may add its own beside them (<c>chat</c>, <c>speech</c>).
/// </summary>
public static class OperationNames
{
    /// <summary>Anything that buys work, synchronous or not.</summary>
    public const string Submit = "submit";

    /// <summary>Asking how a task stands.</summary>
    public const string Poll = "poll";

    /// <summary>Fetching the bytes of a result.</summary>
    public const string Download = "download";

    /// <summary>Stopping or deleting a task.</summary>
    public const string Cancel = "cancel";

    /// <summary>Handing in a file ahead of its use.</summary>
    public const string Upload = "upload";

    /// <summary>Balance, organisation, usage.</summary>
    public const string Account = "account";

    /// <summary>The list of models or engines.</summary>
    public const string Models = "models";

    /// <summary>A path or method the vendor does not have.</summary>
    public const string Unknown = "unknown";
}

/// <summary>Endpoint metadata: the operation's name first, then further names it can be addressed by.</summary>
internal sealed record OperationMetadata(IReadOnlyList<string> Names);

internal static class OperationConventions
{
    /// <summary>Names the operation for call log, faults and latency: <c>WithOperation(OperationNames.Submit, "speech")</c>.</summary>
    public static TBuilder WithOperation<TBuilder>(this TBuilder builder, params string[] names)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new OperationMetadata(names));
}
