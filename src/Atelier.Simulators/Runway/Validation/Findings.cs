using System.Text.Json.Nodes;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>What reading a body brought to light: what is wrong with it, and the assets it names.</summary>
internal sealed class Findings
{
    public List<JsonObject> Issues { get; } = [];

    public List<AssetReference> Assets { get; } = [];
}

/// <summary>A media string of the body.</summary>
internal sealed record AssetReference(AssetKind Kind, string Uri, IssuePath Path);

internal enum AssetKind
{
    Image,
    Video,
    Audio,
}
