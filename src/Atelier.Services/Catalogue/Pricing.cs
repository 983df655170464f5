using System.Globalization;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Artifacts;

namespace Atelier.Services.Catalogue;

/// <summary>Prices generations by the rules of the catalogue.</summary>
internal sealed class Pricing : IPricing
{
    // A credit of the catalogue's costs is one US cent, so a micro-USD is a hundred micro-credits.
    private const long CreditsPerUsd = 100;

    private const long LongestMilliseconds = 1000L * 60 * 60 * 24 * 365;

    public Result<PriceQuote> Quote(ModelEntry model, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media)
    {
        if (model.Price is not { } price || price.Rules.FirstOrDefault(rule => Holds(rule, input)) is not { } rule || LacksQuantity(price.Unit, input))
        {
            return new ServiceError(
                ErrorKind.Unavailable, "model_unpriced", $"The model {model.Id} has no price for this input, so it cannot be used. An operator can add one to the catalogue.");
        }

        if (Milliseconds(price, input, media) is not { } milliseconds)
        {
            return new ServiceError(
                ErrorKind.Invalid, "audio_length_unknown", "The length of the recording could not be read from the file. Send it as MP3, WAV, FLAC, OGG, M4A or WebM with a complete header.", LengthField(model));
        }

        var (mostRead, mostWritten) = Tokens(price.Unit, input);
        var frozen = Freeze(price, rule, input, milliseconds) with { Cost = FreezeCost(model.Cost, input, media) };
        var hold = PriceArithmetic.Amount(price.Unit, frozen, mostRead, mostWritten, frozen.Count);
        var expected = PriceArithmetic.Amount(price.Unit, frozen, frozen.InputTokens, frozen.OutputTokens, frozen.Count);
        return hold is null || expected is null
            ? new ServiceError(ErrorKind.Invalid, "price_out_of_range", "The price of this input is beyond all credits there can be. Ask for less.")
            : new PriceQuote(hold.Value, expected.Value, price.Version, (frozen with { HoldMicro = hold.Value }).ToJson());
    }

    public long? EstimateCost(string frozenRule, ProviderUsage? usage, int? deliveredCount)
    {
        if (FrozenPrice.FromJson(frozenRule).Cost is not { } expected)
        {
            return null;
        }

        var cost = Measured(expected, usage);
        var read = Math.Max(0, usage?.InputTokens ?? cost.InputTokens);
        var written = Math.Max(0, usage?.OutputTokens ?? cost.OutputTokens);
        var micro = PriceArithmetic.Amount(Enum.Parse<PriceUnit>(cost.Unit), cost, read, written, Math.Min(deliveredCount ?? cost.Count, cost.Count));
        return micro / CreditsPerUsd;
    }

    public long Charge(string frozenRule, ProviderUsage? usage, int deliveredCount)
    {
        if (deliveredCount <= 0)
        {
            return 0;
        }

        var frozen = Measured(FrozenPrice.FromJson(frozenRule), usage);
        var unit = Enum.Parse<PriceUnit>(frozen.Unit);
        var read = Math.Max(0, usage?.InputTokens ?? frozen.InputTokens);
        var written = Math.Max(0, usage?.OutputTokens ?? frozen.OutputTokens);
        var amount = PriceArithmetic.Amount(unit, frozen, read, written, Math.Min(deliveredCount, frozen.Count));
        return Math.Min(amount ?? frozen.HoldMicro, frozen.HoldMicro);
    }

    /// <summary>Whole seconds, as vendors count them: a second of a video is seldom a second to the millisecond.</summary>
    private static FrozenPrice Measured(FrozenPrice price, ProviderUsage? usage) =>
        price.Unit == nameof(PriceUnit.DeliveredSecond) && usage?.Seconds is > 0 and < LongestMilliseconds / 1000 and var seconds
            ? price with { Milliseconds = Math.Min(price.Milliseconds, Math.Max(1, (long)Math.Round(seconds, MidpointRounding.AwayFromZero)) * 1000) }
            : price;

    private static FrozenPrice Freeze(ModelPrice price, PriceRule rule, JsonElement input, long milliseconds)
    {
        var (mostRead, mostWritten) = Tokens(price.Unit, input);
        return new FrozenPrice
        {
            Version = price.Version,
            Unit = price.Unit.ToString(),
            Micro = PriceArithmetic.Add(Scaled(rule, input), rule.AddMicro, rule.AddInput is { } name ? Number(input, name) : null),
            OutputMicro = rule.OutputMicro,
            MinimumMicro = rule.MinimumMicro,
            ItemsMicro = PriceArithmetic.Add(0, rule.ItemMicro, rule.ItemInput is { } list ? Items(input, list) : null),
            Count = Number(input, "count") is { } count ? (long)count : 1,
            Milliseconds = milliseconds,
            Characters = price.Unit == PriceUnit.ThousandCharacters ? Characters(input) : 0,
            InputTokens = TokenEstimate.LikelyRead(mostRead),
            OutputTokens = TokenEstimate.LikelyWritten(mostWritten),
        };
    }

    private static FrozenPrice? FreezeCost(ModelPrice? cost, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media) =>
        cost?.Rules.FirstOrDefault(rule => Holds(rule, input)) is { } rule && Milliseconds(cost, input, media) is { } milliseconds
            ? Freeze(cost, rule, input, milliseconds)
            : null;

    /// <summary>The reader of the catalogue sees to it that this does not happen; if it does, nothing must be free.</summary>
    private static bool LacksQuantity(PriceUnit unit, JsonElement input) => unit switch
    {
        PriceUnit.Second => Number(input, "duration") is not > 0,
        PriceUnit.ThousandCharacters => Characters(input) == 0,
        PriceUnit.MillionTokens => Tokens(unit, input).Written == 0,
        PriceUnit.MillionTokensRead => Tokens(unit, input).Read == 0,
        _ => false,
    };

    private static bool Holds(PriceRule rule, JsonElement input) =>
        rule.When.All(condition => input.TryGetProperty(condition.Key, out var value) && AsText(value) == condition.Value);

    private static string AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    private static long Scaled(PriceRule rule, JsonElement input) =>
        rule.ScaleInput is { } name && Number(input, name) is { } value ? PriceArithmetic.Scale(rule.Micro, value, rule.ScaleAbove) : rule.Micro;

    private static (long Read, long Written) Tokens(PriceUnit unit, JsonElement input) => unit switch
    {
        PriceUnit.MillionTokens =>
            (TokenEstimate.MostRead(input), (long)(Number(input, "max_completion_tokens") ?? Number(input, "max_tokens") ?? 0)),
        PriceUnit.MillionTokensRead => (TokenEstimate.MostRead(input), 0),
        _ => (0, 0),
    };

    /// <summary>Unicode scalar values: what people call characters, near enough, and the same on every platform.</summary>
    private static long Characters(JsonElement input) =>
        input.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.EnumerateRunes().LongCount() : 0;

    private static long? Milliseconds(
        ModelPrice price, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media) => price.Unit switch
    {
        PriceUnit.Second => (long)decimal.Ceiling(Math.Min((Number(input, "duration") ?? 0) * 1000, LongestMilliseconds)),
        PriceUnit.DeliveredSecond => price.LongestSeconds * 1000L,
        PriceUnit.Minute => MediaMilliseconds(
            media.Where(items => price.LengthOf is null || items.Key == price.LengthOf).SelectMany(items => items.Value)),
        _ => 0,
    };

    private static long? MediaMilliseconds(IEnumerable<Upload> media)
    {
        var played = media.Where(item => !item.ContentType.StartsWith("image/", StringComparison.Ordinal)).ToList();
        return played.Count > 0 && played.All(item => item.DurationSeconds is > 0 and <= LongestMilliseconds / 1000)
            ? (long)decimal.Ceiling(played.Sum(item => (decimal)item.DurationSeconds!.Value) * 1000)
            : null;
    }

    private static decimal? Items(JsonElement input, string name) =>
        input.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : null;

    private static string? LengthField(ModelEntry model) =>
        (model.Price?.LengthOf
            ?? model.MediaInputs.FirstOrDefault(media => media.Value.Class is "audio" or "video").Key) is { } name ? $"input.{name}" : null;

    private static decimal? Number(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
