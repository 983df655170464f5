using System.Text.Json;
using Atelier.Services.Artifacts;

namespace Atelier.Services.Catalogue;

/// <summary>The models, as data: shipped, overridable by a file, reloaded without a restart.</summary>
public interface IModelCatalogue
{
    /// <summary>All entries, ordered by id.</summary>
    IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Finds one by its id, ignoring case; <see langword="null"/> when there is none.</summary>
    ModelEntry? Find(string id);

    /// <summary>Ids that look like this one, best first, for a helpful error.</summary>
    IReadOnlyList<string> Suggest(string id);
}

/// <summary>Checks inputs against a model's schema and fills in defaults.</summary>
public interface IInputValidator
{
    /// <summary>
    /// Returns the input with defaults filled in, or every problem found, each with its field as a path under <c>input</c>.
    /// Media references are only checked for form here.
    /// </summary>
    Result<JsonElement> Validate(ModelEntry model, JsonElement input);
}

/// <summary>Prices generations. A quote uses exactly the rule that will be charged.</summary>
public interface IPricing
{
    /// <summary>Quotes a validated input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">Validated input with defaults.</param>
    /// <param name="media">The resolved media by input name, for prices that depend on its length.</param>
    Result<PriceQuote> Quote(ModelEntry model, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media);

    /// <summary>What the vendor takes by the catalogue, in micro-USD; <see langword="null"/> when the catalogue does not know.</summary>
    /// <param name="frozenRule">The rule as frozen on the generation, <see cref="PriceQuote.FrozenRule"/>.</param>
    /// <param name="usage">What the vendor says was used; <see langword="null"/> takes what was expected.</param>
    /// <param name="deliveredCount">How many media items were delivered; <see langword="null"/> before that is known.</param>
    long? EstimateCost(string frozenRule, Atelier.Providers.ProviderUsage? usage, int? deliveredCount);

    /// <summary>What to charge for a result, in micro-credits: from 0 to the quote's hold.</summary>
    /// <param name="frozenRule">The rule as frozen on the generation, <see cref="PriceQuote.FrozenRule"/>.</param>
    /// <param name="usage">What the vendor says was used; <see langword="null"/> charges what was expected.</param>
    /// <param name="deliveredCount">How many media items were delivered.</param>
    long Charge(string frozenRule, Atelier.Providers.ProviderUsage? usage, int deliveredCount);
}

/// <summary>What a generation will cost.</summary>
/// <param name="HoldMicro">What is held, in micro-credits: the most it can cost.</param>
/// <param name="ExpectedMicro">What it will most likely cost, in micro-credits; equals the hold unless priced by use.</param>
/// <param name="PriceVersion">Names the rule: changes whenever the rule does.</param>
/// <param name="FrozenRule">The rule and the facts it was applied to, as JSON, to be stored on the generation.</param>
public sealed record PriceQuote(long HoldMicro, long ExpectedMicro, string PriceVersion, string FrozenRule);
