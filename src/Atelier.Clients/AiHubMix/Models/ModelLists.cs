using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>One row of <c>GET /v1/models</c>.</summary>
public sealed record ModelEntry
{
    /// <summary>Model id to send in requests.</summary>
    public required string Id { get; init; }

    /// <summary>Seconds since 1970, when told.</summary>
    public long? Created { get; init; }

    /// <summary>Who made the model, when told.</summary>
    public string? OwnedBy { get; init; }
}

/// <summary>Query of <c>GET /api/v1/models</c>; what is <see langword="null"/> does not narrow the list.</summary>
public sealed record CatalogueQuery
{
    /// <summary><c>llm</c>, <c>image_generation</c>, <c>video</c>, <c>tts</c>, <c>stt</c>, <c>embedding</c> or <c>rerank</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Comma list of <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>, <c>pdf</c>.</summary>
    public string? Modalities { get; init; }

    /// <summary>Part of a model's name.</summary>
    public string? Model { get; init; }

    /// <summary>Comma list, such as <c>thinking,tools</c>.</summary>
    public string? Features { get; init; }

    /// <summary><c>model_ratio</c>, <c>context_length</c>, <c>coding</c> or <c>order</c>.</summary>
    public string? SortBy { get; init; }

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    public string? SortOrder { get; init; }
}

/// <summary>One row of the vendor's catalogue.</summary>
public sealed record CatalogueModel
{
    /// <summary>Model id to send in requests.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, when told.</summary>
    public string? Name { get; init; }

    /// <summary>What it is, when told.</summary>
    public string? Description { get; init; }

    /// <summary>Kinds, such as <c>video</c>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Features, such as <c>tools</c>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>What it reads; known to be unreliable.</summary>
    public IReadOnlyList<string> InputModalities { get; init; } = [];

    /// <summary>Endpoints it serves.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Longest answer in tokens, when told.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>Longest conversation in tokens, when told.</summary>
    public long? ContextLength { get; init; }

    /// <summary>Prices, when told.</summary>
    public CataloguePricing? Pricing { get; init; }
}

/// <summary>Prices in USD per million tokens. What they mean for pictures and videos the vendor does not publish.</summary>
public sealed record CataloguePricing
{
    /// <summary>For tokens read.</summary>
    public decimal? Input { get; init; }

    /// <summary>For tokens written.</summary>
    public decimal? Output { get; init; }

    /// <summary>For tokens read from the vendor's cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>For tokens written to the vendor's cache.</summary>
    public decimal? CacheWrite { get; init; }
}

/// <summary>What is left on the key.</summary>
/// <param name="RemainingUsd">US dollars left; <see langword="null"/> for a key without limit.</param>
public sealed record RemainingCredits(decimal? RemainingUsd)
{
    /// <summary>Whether the key has no limit of its own.</summary>
    public bool IsUnlimited => RemainingUsd is null;
}

/// <summary>The limits of a key.</summary>
/// <param name="LimitUsd">US dollars it may use in all.</param>
/// <param name="AccessUntil">When it ends; <see langword="null"/> for never.</param>
public sealed record BillingSubscription(decimal LimitUsd, DateTimeOffset? AccessUntil);

/// <summary>What the gateway says of itself.</summary>
public sealed record GatewayStatus
{
    /// <summary>Its name, when told.</summary>
    public string? SystemName { get; init; }

    /// <summary>Its version, when told.</summary>
    public string? Version { get; init; }

    /// <summary>How many units of quota make one US dollar, when told.</summary>
    public decimal? QuotaPerUnit { get; init; }

    /// <summary>Whether amounts are shown in US dollars; otherwise in units of quota.</summary>
    public bool? DisplayInCurrency { get; init; }
}

internal sealed record SubscriptionWire
{
    public decimal? SoftLimitUsd { get; init; }

    public long? AccessUntil { get; init; }
}

internal sealed record GatewayStatusWire
{
    public GatewayStatus? Data { get; init; }
}

internal sealed record ModelListWire
{
    public IReadOnlyList<JsonElement>? Data { get; init; }
}

internal sealed record CatalogueWire
{
    public bool? Success { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<CatalogueRowWire?>? Data { get; init; }
}

/// <summary>A catalogue row as sent: lists are comma-separated text, seldom arrays.</summary>
internal sealed record CatalogueRowWire
{
    public string? ModelId { get; init; }

    public string? ModelName { get; init; }

    public string? Desc { get; init; }

    public JsonElement? Types { get; init; }

    public JsonElement? Features { get; init; }

    public JsonElement? InputModalities { get; init; }

    public JsonElement? Endpoints { get; init; }

    public long? MaxOutput { get; init; }

    public long? ContextLength { get; init; }

    public CataloguePricing? Pricing { get; init; }
}

internal sealed record RemainingWire
{
    public decimal? TotalUsage { get; init; }
}
