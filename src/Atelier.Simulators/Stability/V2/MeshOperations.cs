using Atelier.Simulators.Media.Meshes;
using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>One v2beta path that makes a mesh of a picture.</summary>
internal sealed record MeshOperation(string Name, decimal Price, IReadOnlyList<FieldRule> Fields, Func<RequestFields, MeshShape> Shape);

/// <summary>Meshes: fast and point aware.</summary>
internal static class MeshOperations
{
    private const int UsualVertices = 1_089;

    private static readonly FieldRule[] Common =
    [
        CommonFields.Image() with { MaxPixels = 4_194_304 },
        new ChoiceRule("texture_resolution", ["512", "1024", "2048"]),
        new ChoiceRule("remesh", ["none", "triangle", "quad"]),
    ];

    public static IEnumerable<MeshOperation> All =>
    [
        new(
            "stable-fast-3d",
            10m,
            [.. Common, new NumberRule("foreground_ratio", 0.1, 1), new IntegerRule("vertex_count", -1, 20_000)],
            fields =>
                Shape(fields, "stable-fast-3d", Vertices(fields.Integer("vertex_count", -1)), fields.Number("foreground_ratio", 0.85))),
        new(
            "stable-point-aware-3d",
            4m,
            [
                .. Common, new NumberRule("foreground_ratio", 1, 2), new ChoiceRule("target_type", ["none", "vertex", "face"]),
                new IntegerRule("target_count", 100, 20_000), new NumberRule("guidance_scale", 1, 10), CommonFields.Seed,
            ],
            fields => Shape(fields, "stable-point-aware-3d", TargetVertices(fields), fields.Number("foreground_ratio", 1.3))),
    ];

    /// <summary>The foreground's share decides how far the relief stands out.</summary>
    private static MeshShape Shape(RequestFields fields, string name, int vertices, double ratio) =>
        new((int)fields.Integer("texture_resolution", 1024), MeshMaker.ColumnsFor(vertices), ratio / 4, $"stability {name}");

    private static int Vertices(long asked) => asked < 4 ? UsualVertices : (int)asked;

    private static int TargetVertices(RequestFields fields) => fields["target_type"] switch
    {
        "vertex" => Vertices(fields.Integer("target_count", 1_000)),
        "face" => Vertices(fields.Integer("target_count", 1_000) / 2),
        _ => UsualVertices,
    };
}
