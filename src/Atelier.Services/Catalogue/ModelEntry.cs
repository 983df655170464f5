using System.Text.Json;
using Atelier.Providers;

namespace Atelier.Services.Catalogue;

/// <summary>Whether a model may be used.</summary>
public enum ModelStatus
{
    /// <summary>Usable.</summary>
    Active = 0,

    /// <summary>Usable where it still answers; the vendor has announced its end.</summary>
    Legacy = 1,

    /// <summary>The vendor no longer runs it. Live requests are refused with a clear message; the sandbox still simulates it.</summary>
    Retired = 2,
}

/// <summary>An entry of the catalogue.</summary>
public sealed record ModelEntry
{
    /// <summary>Our id, for example <c>stability/core</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for people.</summary>
    public required string Description { get; init; }

    public required Modality Modality { get; init; }

    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The vendor's own model name.</summary>
    public required string VendorModel { get; init; }

    /// <summary>See <see cref="ProviderRequest.Route"/>.</summary>
    public string? Route { get; init; }

    public ModelStatus Status { get; init; }

    /// <summary>Why it is legacy or retired, since when, and what to use instead.</summary>
    public string? StatusNote { get; init; }

    /// <summary>JSON Schema (draft 2020-12 vocabulary we use: see docs/reference/catalogue.md) of <c>input</c>, with defaults.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>What it costs; <see langword="null"/> means unpriced, and an unpriced model is refused.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>What the vendor takes for it, one credit for one US cent; <see langword="null"/> when unknown. Shipped entries: their shipped price.</summary>
    public ModelPrice? Cost { get; init; }

    /// <summary>Where the price comes from and what it leaves out, for operators.</summary>
    public string? PriceSource { get; init; }

    /// <summary>Ids of models that are asked, in this order, when this one's vendor provably does not take a request. Default: none.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Whether the same input always gives the same result, so that it may be shared without a seed. Default: no.</summary>
    public bool Deterministic { get; init; }

    public SubmitPolicy SubmitPolicy { get; init; }

    /// <summary>How long one submission may take. Default: 5 minutes.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the vendor may work on an accepted task. Default: 30 minutes.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Input names that take media, with the media class (<c>image</c>, <c>video</c>, <c>audio</c>), from the schema's <c>x-media</c>.</summary>
    public required IReadOnlyDictionary<string, MediaInputRule> MediaInputs { get; init; }
}

/// <summary>What an input name that takes media accepts.</summary>
/// <param name="Class"><c>image</c>, <c>video</c> or <c>audio</c>.</param>
/// <param name="MaxBytes">Largest file, in bytes.</param>
/// <param name="MaxPixels">Most pixels of a picture, or of a frame of a video whose size can be read.</param>
/// <param name="Many">Whether it takes a list.</param>
public sealed record MediaInputRule(string Class, long MaxBytes, long MaxPixels, bool Many)
{
    /// <summary>Media types taken, for example <c>image/png</c>; empty takes every type of the class.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The only picture sizes taken, for example <c>1024x576</c>; empty takes every size.</summary>
    public IReadOnlyList<string> Sizes { get; init; } = [];

    /// <summary>Smallest width and height of a picture, in pixels. Default: 1.</summary>
    public int MinSide { get; init; } = 1;

    /// <summary>Largest width and height of a picture, in pixels. Default: unlimited.</summary>
    public int MaxSide { get; init; } = int.MaxValue;

    /// <summary>How many times as long as the shorter side the longer side of a picture may be; <see langword="null"/> for no limit.</summary>
    public double? MaxAspect { get; init; }

    /// <summary>Shortest playing time of a recording or video; <see langword="null"/> for no limit.</summary>
    public double? MinSeconds { get; init; }

    /// <summary>Longest playing time of a recording or video; <see langword="null"/> for no limit.</summary>
    public double? MaxSeconds { get; init; }
}
