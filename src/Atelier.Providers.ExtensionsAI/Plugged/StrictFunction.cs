using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A function whose arguments must keep to its schema exactly; clients of the interface read that from its properties.</summary>
internal sealed class StrictFunction(AIFunctionDeclaration function) : AIFunctionDeclaration
{
    public override string Name => function.Name;

    public override string Description => function.Description;

    public override JsonElement JsonSchema => function.JsonSchema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = new Dictionary<string, object?> { ["strict"] = true };
}
