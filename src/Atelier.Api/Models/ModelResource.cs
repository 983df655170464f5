using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Api.Requests;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;

namespace Atelier.Api.Models;

/// <summary>A model of the catalogue.</summary>
internal sealed record ModelResource
{
    public required string Id { get; init; }

    public string Object { get; } = "model";

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>image, video, speech, transcription or chat.</summary>
    public required string Modality { get; init; }

    public required string Provider { get; init; }

    /// <summary>The vendor's own name of it.</summary>
    public required string VendorModel { get; init; }

    /// <summary>active, legacy (its end is announced) or retired (the vendor no longer runs it).</summary>
    public required string Status { get; init; }

    /// <summary>Why it is legacy or retired, and what to use instead.</summary>
    public string? StatusNote { get; init; }

    /// <summary>Whether the caller's key can use it now.</summary>
    public required AvailabilityResource Availability { get; init; }

    /// <summary>JSON Schema of <c>input</c>, with defaults.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>What it costs; null when it has no price, and then it cannot be used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required PriceResource? Price { get; init; }

    /// <summary>What happens after an ambiguous fault: at_least_once may buy twice, at_most_once never does.</summary>
    public required string SubmitPolicy { get; init; }

    /// <summary>Seconds the vendor may work on it.</summary>
    public required double RunTimeoutSeconds { get; init; }

    public static ModelResource From(ModelEntry model, AvailabilityResource availability) => new()
    {
        Id = model.Id,
        Name = model.Name,
        Description = model.Description,
        Modality = Wire.Name(model.Modality),
        Provider = model.Provider,
        VendorModel = model.VendorModel,
        Status = Wire.Name(model.Status),
        StatusNote = model.StatusNote,
        Availability = availability,
        InputSchema = model.InputSchema,
        Price = model.Price is { } price ? PriceResource.From(price) : null,
        SubmitPolicy = Wire.Name(model.SubmitPolicy),
        RunTimeoutSeconds = model.RunTimeout.TotalSeconds,
    };
}

/// <summary>Whether a model or vendor can be used with the caller's key.</summary>
/// <param name="Available">Whether it can.</param>
/// <param name="Code">Why not, as a code.</param>
/// <param name="Message">Why not and what to do.</param>
internal sealed record AvailabilityResource(bool Available, string? Code = null, string? Message = null);

/// <summary>A price: the first rule whose conditions all hold applies.</summary>
/// <param name="Unit">flat, image, second, thousand_characters, minute, million_tokens, million_tokens_read or delivered_second.</param>
/// <param name="Version">Changes whenever the price does.</param>
/// <param name="Rules">The rules, in order.</param>
/// <param name="LongestSeconds">Seconds that are held for; only for delivered_second.</param>
internal sealed record PriceResource(string Unit, string Version, IReadOnlyList<PriceRuleResource> Rules, int? LongestSeconds)
{
    public static PriceResource From(ModelPrice price) => new(
        Wire.Name(price.Unit), price.Version, [.. price.Rules.Select(PriceRuleResource.From)], price.LongestSeconds > 0 ? price.LongestSeconds : null);
}

/// <summary>One rule of a price.</summary>
/// <param name="When">Input names and the value each must have; empty always holds.</param>
/// <param name="Credits">Credits per unit; for tokens, per million read.</param>
/// <param name="OutputCredits">Credits per million tokens written; only for tokens.</param>
/// <param name="Minimum">The smallest charge, in credits.</param>
internal sealed record PriceRuleResource(IReadOnlyDictionary<string, string> When, decimal Credits, decimal? OutputCredits, decimal? Minimum)
{
    public static PriceRuleResource From(PriceRule rule) => new(
        rule.When,
        MicroCredits.ToCredits(rule.Micro),
        rule.OutputMicro != 0 ? MicroCredits.ToCredits(rule.OutputMicro) : null,
        rule.MinimumMicro != 0 ? MicroCredits.ToCredits(rule.MinimumMicro) : null);
}
