using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>One v2beta path that makes a picture: its fields, what ties them together, the size of the result and the price.</summary>
internal sealed record ImageOperation
{
    /// <summary>Path below <c>/v2beta/stable-image/</c>.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<FieldRule> Fields { get; init; }

    /// <summary>Rules over several fields; each yields <c>field: text</c>.</summary>
    public Func<RequestFields, IEnumerable<string>> Rules { get; init; } = static _ => [];

    public required Func<RequestFields, PixelSize> Size { get; init; }

    /// <summary>Credits.</summary>
    public required Func<RequestFields, decimal> Price { get; init; }

    /// <summary>Whether the answer is an id to poll.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>Whether the result has no background.</summary>
    public bool Transparent { get; init; }

    /// <summary>The field that names the model, for paths that serve several, and its default.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>The last part of the path: core, ultra, sd3, inpaint, ...</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Model(RequestFields fields) => DefaultModel is null ? Name : fields["model"] ?? DefaultModel;
}
