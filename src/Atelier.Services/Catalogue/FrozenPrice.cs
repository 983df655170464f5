using System.Text.Json;

namespace Atelier.Services.Catalogue;

/// <summary>
/// A price rule with the facts it was applied to, as stored on a generation: enough to charge without the catalogue, whatever became of it.
/// </summary>
internal sealed record FrozenPrice
{
    public required string Version { get; init; }

    public required string Unit { get; init; }

    /// <summary>Micro-credits per unit, already scaled; for tokens, per million read.</summary>
    public long Micro { get; init; }

    public long OutputMicro { get; init; }

    public long MinimumMicro { get; init; }

    /// <summary>What is charged once for a request, whatever the unit counts: for the items of an input.</summary>
    public long ItemsMicro { get; init; }

    /// <summary>The most that may be charged.</summary>
    public long HoldMicro { get; init; }

    /// <summary>Pictures asked for.</summary>
    public long Count { get; init; }

    public long Milliseconds { get; init; }

    public long Characters { get; init; }

    /// <summary>Tokens expected to be read, charged when the vendor does not say.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens expected to be written, charged when the vendor does not say.</summary>
    public long OutputTokens { get; init; }

    /// <summary>
    /// What the vendor takes, in the same terms: one credit is one US cent. <see langword="null"/> when the catalogue does not know.
    /// </summary>
    public FrozenPrice? Cost { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, CatalogueJson.Default.FrozenPrice);

    /// <exception cref="JsonException">It is not a frozen rule.</exception>
    public static FrozenPrice FromJson(string json) =>
        JsonSerializer.Deserialize(json, CatalogueJson.Default.FrozenPrice) ?? throw new JsonException("A frozen price rule is null.");
}
