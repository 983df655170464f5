using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Providers.Tests.Conformance;

internal static class RequestExtensions
{
    /// <summary>The same request with one more input.</summary>
    public static ProviderRequest WithInput(this ProviderRequest request, string name, JsonNode? value)
    {
        var input = JsonNode.Parse(request.Input.GetRawText())!.AsObject();
        input[name] = value;
        return request with { Input = JsonSerializer.SerializeToElement(input) };
    }
}
