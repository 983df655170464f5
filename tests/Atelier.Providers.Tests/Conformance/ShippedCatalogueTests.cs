using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Services.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// The catalogue and the providers agree: every shipped model, with its defaults filled in, is taken by the vendor it names, from text
/// alone and from a picture where it takes both.
/// </summary>
public sealed class ShippedCatalogueTests(ConformanceHost host) : IClassFixture<ConformanceHost>
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddAtelierCatalogue().BuildServiceProvider();
    private static readonly IModelCatalogue Catalogue = Services.GetRequiredService<IModelCatalogue>();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var model in Catalogue.Models)
            {
                var required = RequiredMedia(model);
                cases.Add(model.Id, string.Join(',', required));
                foreach (var name in model.MediaInputs.Keys.Where(name => name == "image").Except(required))
                {
                    cases.Add(model.Id, string.Join(',', required.Append(name)));
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_shipped_model_is_taken_with_its_defaults(string id, string media)
    {
        host.Reset();
        var model = Catalogue.Find(id).ShouldNotBeNull();
        var request = Request(model, media.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var outcome = await host.Find(model.Provider).SubmitAsync(request, TestContext.Current.CancellationToken);
        if (outcome is SubmitOutcome.Completed completed)
        {
            await completed.Result.DisposeAsync();
            return;
        }

        outcome.ShouldBeOfType<SubmitOutcome.Accepted>((outcome as SubmitOutcome.Refused)?.Failure.ToString());
    }

    private static ProviderRequest Request(ModelEntry model, string[] media)
    {
        var input = new JsonObject();
        AddWhenOffered(model, input, "prompt", "a lighthouse at dawn");
        AddWhenOffered(model, input, "input", "a lighthouse at dawn");
        AddWhenOffered(model, input, "text", "Good morning, harbour.");
        AddWhenOffered(model, input, "search_prompt", "a lighthouse");
        AddWhenOffered(model, input, "select_prompt", "a lighthouse");
        AddWhenOffered(model, input, "background_prompt", "a beach");
        AddWhenOffered(model, input, "right", 64);
        AddWhenOffered(model, input, "messages", new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say hello." }));
        foreach (var name in media)
        {
            JsonNode reference = "https://media.example.com/lighthouse";
            input[name] = model.MediaInputs[name].Many ? new JsonArray(reference) : reference;
            AddWhenOffered(model, input, "strength", 0.5);
        }

        var validated = Services.GetRequiredService<IInputValidator>().Validate(model, JsonSerializer.SerializeToElement(input));
        validated.IsOk.ShouldBeTrue($"{validated.Error}");
        return new ProviderRequest
        {
            GenerationId = "gen_catalogue",
            VendorModel = model.VendorModel,
            Route = model.Route,
            Modality = model.Modality,
            Input = validated.Value,
            SubmitPolicy = model.SubmitPolicy,
            Timeout = model.SubmitTimeout,
            Media = media.ToDictionary(name => name, name => (IReadOnlyList<MediaSource>)[Sample(model.MediaInputs[name])]),
        };
    }

    private static void AddWhenOffered(ModelEntry model, JsonObject input, string name, JsonNode value)
    {
        if (model.InputSchema.GetProperty("properties").TryGetProperty(name, out _))
        {
            input[name] = value;
        }
    }

    private static List<string> RequiredMedia(ModelEntry model) => model.InputSchema.TryGetProperty("required", out var required)
        ? [.. required.EnumerateArray().Select(name => name.GetString()!).Where(model.MediaInputs.ContainsKey)]
        : [];

    private static MediaSource Sample(MediaInputRule rule)
    {
        if (rule.Class == "audio")
        {
            return SampleMedia.Wav(seconds: 8);
        }

        if (rule.Class == "video")
        {
            return SampleMedia.Mp4(seconds: 4);
        }

        rule.Class.ShouldBe("image");
        var size = rule.Sizes.Count > 0 ? rule.Sizes[0].Split('x') : ["1024", "720"];
        return SampleMedia.Png(int.Parse(size[0], CultureInfo.InvariantCulture), int.Parse(size[1], CultureInfo.InvariantCulture));
    }
}
