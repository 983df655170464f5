using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Providers.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Tests.AiHubMix;

/// <summary>Inputs for the pure mappers.</summary>
internal static class AiHubMixInputs
{
    public const string Picture = "data:image/png;base64,iVBORw==";

    /// <summary>An input without media.</summary>
    public static AiHubMixInput Of(string model, string json) => Of(model, json, []);

    /// <summary>An input with one PNG under each of some names; the values hold our references, as in a real request.</summary>
    public static AiHubMixInput WithPictures(string model, string json, params string[] names) =>
        Of(model, json, [.. names.Select(name => (name, new VendorFile($"{name}.png", "image/png", new byte[] { 0x89 })))]);

    public static AiHubMixInput Of(string model, string json, params (string Name, VendorFile File)[] media)
    {
        var input = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        foreach (var (name, _) in media)
        {
            input[name] = "upl_01reference";
        }

        var byName = media.GroupBy(item => item.Name, item => item.File).ToDictionary(group => group.Key, group => (IReadOnlyList<VendorFile>)[.. group]);
        return new AiHubMixInput(
            Request(model, Modality.Image, input.ToJsonString()),
            byName,
            byName.ToDictionary(item => item.Key, item => (IReadOnlyList<string>)[.. item.Value.Select(_ => Picture)]));
    }

    public static ProviderRequest Request(string model, Modality modality, string json) => new()
    {
        GenerationId = "gen_1",
        VendorModel = model,
        Modality = modality,
        Input = JsonElement.Parse(json),
    };

    /// <summary>Expects a refusal that names a field.</summary>
    public static void ShouldRefuse(this Func<object> map, string field)
    {
        var refusal = Should.Throw<InvalidInputException>(() => map());
        refusal.Field.ShouldBe(field);
        refusal.ToFailure().Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
    }
}
