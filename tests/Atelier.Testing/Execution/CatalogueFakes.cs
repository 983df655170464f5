using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;

namespace Atelier.Testing.Execution;

/// <summary>Three models of the scripted provider: a picture (at least once), a video (at most once) and a retired one. Each costs a flat price.</summary>
public sealed class FakeCatalogue : IModelCatalogue, IInputValidator, IPricing
{
    public const string Picture = "scripted/picture";
    public const string Video = "scripted/video";
    public const string Retired = "scripted/retired";
    public const string Unpriced = "scripted/unpriced";

    /// <summary>The price of everything, in micro-credits.</summary>
    public const long PriceMicro = 4_000_000;

    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement.Clone();

    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        Entry(Picture, Modality.Image, SubmitPolicy.AtLeastOnce),
        Entry(Video, Modality.Video, SubmitPolicy.AtMostOnce),
        Entry(Retired, Modality.Image, SubmitPolicy.AtLeastOnce) with { Status = ModelStatus.Retired, StatusNote = "Use scripted/picture." },
        Entry(Unpriced, Modality.Image, SubmitPolicy.AtLeastOnce) with { Price = null },
    ];

    public ModelEntry? Find(string id) => Models.FirstOrDefault(m => m.Id == id);

    public IReadOnlyList<string> Suggest(string id) => [Picture];

    public Result<JsonElement> Validate(ModelEntry model, JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty("prompt", out _)
            ? input
            : new ServiceError(ErrorKind.Invalid, "missing", "prompt is required.", "input.prompt");

    public Result<PriceQuote> Quote(ModelEntry model, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media) =>
        new PriceQuote(PriceMicro, PriceMicro, "test", "{}");

    public long? EstimateCost(string frozenRule, ProviderUsage? usage, int? deliveredCount) => null;

    public long Charge(string frozenRule, ProviderUsage? usage, int deliveredCount) => PriceMicro;

    private static ModelEntry Entry(string id, Modality modality, SubmitPolicy policy) => new()
    {
        Id = id,
        Name = id,
        Description = id,
        Modality = modality,
        Provider = "scripted",
        VendorModel = id,
        InputSchema = AnyObject,
        Price = new ModelPrice(PriceUnit.Flat, [new PriceRule(new Dictionary<string, string>(), PriceMicro)], "test"),
        SubmitPolicy = policy,
        SubmitTimeout = TimeSpan.FromSeconds(60),
        RunTimeout = TimeSpan.FromMinutes(10),
        MediaInputs = new Dictionary<string, MediaInputRule>(),
    };
}
