using System.Text.Json;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;

namespace Atelier.Services.Tests.Catalogue;

/// <summary>The shipped models and inputs for them.</summary>
internal static class ShippedCatalogue
{
    public const string UploadId = "upl_01jd0000000000000000000000";

    public static IReadOnlyList<ModelEntry> Models { get; } = CatalogueLoader.Load(null, string.Empty);

    public static InputValidator Validator { get; } = new();

    public static Pricing Pricing { get; } = new();

    public static ModelEntry Model(string id) => Models.Single(model => model.Id == id);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static Result<JsonElement> Validate(string model, string input) => Validator.Validate(Model(model), Json(input));

    public static JsonElement Valid(string model, string input)
    {
        var result = Validate(model, input);
        result.Error?.Message.ShouldBeNull();
        return result.Value;
    }

    public static Result<PriceQuote> Quote(string model, string input, double? audioSeconds = null) =>
        Pricing.Quote(Model(model), Valid(model, input), Media(audioSeconds, Model(model).Price?.LengthOf));

    public static IReadOnlyDictionary<string, IReadOnlyList<Upload>> Media(double? audioSeconds, string? name = null) =>
        new Dictionary<string, IReadOnlyList<Upload>> { [name ?? "audio"] = [Upload("audio/mpeg", audioSeconds)] };

    public static Upload Upload(string contentType, double? seconds = null) => new()
    {
        Id = UploadId,
        UserId = "usr_1",
        Book = Book.Test,
        ContentType = contentType,
        Bytes = 1000,
        Sha256 = new string('0', 64),
        DurationSeconds = seconds,
        StoreKey = "k",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    /// <summary>The smallest input a model accepts.</summary>
    public static string SmallestInput(ModelEntry model)
    {
        var values = new Dictionary<string, object>();
        foreach (var name in model.InputSchema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(item => item.GetString()!) : [])
        {
            values[name] = name switch
            {
                "messages" => new[] { new { role = "user", content = "hello" } },
                _ when model.MediaInputs.TryGetValue(name, out var media) => media.Many ? new[] { UploadId } : UploadId,
                _ => "a paper boat",
            };
        }

        if (values.Count == 0)
        {
            values["prompt"] = "a paper boat";
        }

        if (model.InputSchema.GetProperty("properties").TryGetProperty("background_prompt", out _))
        {
            values["background_prompt"] = "a beach"; // this, or a picture of it
        }

        return JsonSerializer.Serialize(values);
    }
}
