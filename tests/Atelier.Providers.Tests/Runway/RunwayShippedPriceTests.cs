using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Tests.Conformance;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Tests.Runway;

/// <summary>
/// What the catalogue holds for a generation at Runway covers what the vendor says it may cost: each entry with its defaults, and with each
/// of the values its price names.
/// </summary>
public sealed class RunwayShippedPriceTests(ConformanceHost host) : IClassFixture<ConformanceHost>
{
    private const decimal MicroUsdPerCredit = 10_000;
    private const int SourceSeconds = 6;

    private static readonly ServiceProvider Services = new ServiceCollection().AddAtelierCatalogue().BuildServiceProvider();
    private static readonly IModelCatalogue Catalogue = Services.GetRequiredService<IModelCatalogue>();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var model in Catalogue.Models.Where(model => model.Provider == "runway"))
            {
                cases.Add(model.Id, "{}");
                foreach (var when in model.Price!.Rules.Where(rule => rule.When.Count > 0).DistinctBy(rule => rule.Micro).Select(rule => rule.When))
                {
                    cases.Add(model.Id, JsonSerializer.Serialize(when));
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_held_covers_what_the_vendor_may_charge(string id, string chosen)
    {
        host.Reset();
        var model = Catalogue.Find(id).ShouldNotBeNull();
        var media = model.MediaInputs.Where(input => IsNeeded(model, input.Key, chosen)).ToDictionary(
            input => input.Key, input => (IReadOnlyList<MediaSource>)[Sample(input.Value)]);
        var input = Input(model, chosen, media.Keys);
        var quote = Services.GetRequiredService<IPricing>().Quote(model, input, media.ToDictionary(
            item => item.Key, item => (IReadOnlyList<Upload>)[Upload(model.MediaInputs[item.Key].Class)]));

        var outcome = await host.Find("runway").SubmitAsync(
            new ProviderRequest
            {
                GenerationId = "gen_price",
                VendorModel = model.VendorModel,
                Route = model.Route,
                Modality = model.Modality,
                Input = input,
                Media = media,
            },
            TestContext.Current.CancellationToken);

        var asked = outcome.ShouldBeOfType<SubmitOutcome.Accepted>((outcome as SubmitOutcome.Refused)?.Failure.ToString())
            .EstimatedVendorCostMicroUsd.ShouldNotBeNull() / MicroUsdPerCredit;
        var held = quote.Value.ShouldNotBeNull(quote.Error?.Message).HoldMicro / (decimal)MicroCredits.PerCredit;
        held.ShouldBeInRange(asked, asked * 1.3m + 0.5m, $"{id} {chosen}: held {held}, the vendor asks {asked}");
    }

    private static bool IsNeeded(ModelEntry model, string name, string chosen) =>
        (model.InputSchema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(item => item.GetString() == name))
        || (name == "image" && model.InputSchema.TryGetProperty("dependentRequired", out var dependent)
            && dependent.EnumerateObject().Any(entry => chosen.Contains($"\"{entry.Name}\"", StringComparison.Ordinal)));

    private static JsonElement Input(ModelEntry model, string chosen, IEnumerable<string> media)
    {
        var properties = model.InputSchema.GetProperty("properties");
        var input = new JsonObject();
        foreach (var (name, text) in new[] { ("prompt", "a lighthouse at dawn"), ("text", new string('a', 300)) })
        {
            if (properties.TryGetProperty(name, out _))
            {
                input[name] = text;
            }
        }

        foreach (var name in media)
        {
            JsonNode reference = "https://media.example.com/source";
            input[name] = model.MediaInputs[name].Many ? new JsonArray(reference) : reference;
        }

        foreach (var property in JsonDocument.Parse(chosen).RootElement.EnumerateObject())
        {
            var isText = properties.GetProperty(property.Name).GetProperty("type").GetString() == "string";
            input[property.Name] = isText ? property.Value.GetString() : JsonNode.Parse(property.Value.GetString()!);
        }

        var validated = Services.GetRequiredService<IInputValidator>().Validate(model, JsonSerializer.SerializeToElement(input));
        validated.IsOk.ShouldBeTrue($"{validated.Error}");
        return validated.Value;
    }

    private static MediaSource Sample(MediaInputRule rule) => rule.Class switch
    {
        "audio" => SampleMedia.Wav(SourceSeconds),
        "video" => SampleMedia.Mp4(SourceSeconds),
        _ => SampleMedia.Png(640, 480),
    };

    private static Upload Upload(string kind) => new()
    {
        Id = "upl_1",
        UserId = "usr_1",
        Book = Book.Test,
        ContentType = kind switch { "audio" => "audio/wav", "video" => "video/mp4", _ => "image/png" },
        Bytes = 1000,
        Sha256 = new string('0', 64),
        DurationSeconds = kind == "image" ? null : SourceSeconds,
        StoreKey = "k",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };
}
