namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>What a Wan or Jimeng model takes.</summary>
internal sealed record FlatModel(string Name, int[] Seconds, string[] Sizes)
{
    public bool NeedsImage => Name.Contains("-i2v", StringComparison.Ordinal);

    public bool TakesImage => !Name.Contains("-t2v", StringComparison.Ordinal);

    /// <summary>Whether sizes may also be aspects such as <c>16:9</c>.</summary>
    public int AspectShortSide { get; init; }
}

/// <summary>The flat models, by name.</summary>
internal static class FlatModels
{
    private static readonly string[] P480 = ["832x480", "480x832", "624x624"];
    private static readonly string[] P720 = ["1280x720", "720x1280", "960x960", "1088x832", "832x1088"];
    private static readonly string[] P1080 = ["1920x1080", "1080x1920", "1440x1440", "1632x1248", "1248x1632"];

    private static readonly string[] Wan27 =
    [
        "1280x720", "720x1280", "1920x1080", "1080x1920", "720x720", "1080x1080", "960x720", "720x960", "1440x1080", "1080x1440",
    ];

    public static readonly IReadOnlyDictionary<string, FlatModel> All = new FlatModel[]
    {
        new("wan2.2-t2v-plus", Range(2, 15), [.. P480, .. P1080]),
        new("wan2.2-i2v-plus", Range(2, 15), [.. P480, .. P1080]),
        new("wan2.5-t2v-preview", [5, 10], [.. P720, .. P480, .. P1080]),
        new("wan2.5-i2v-preview", [5, 10], [.. P720, .. P480, .. P1080]),
        new("wan2.6-t2v", Range(2, 15), [.. P720, .. P1080]),
        new("wan2.6-i2v", Range(2, 15), [.. P720, .. P1080]),
        new("wan2.7-t2v", Range(2, 15), Wan27),
        new("jimeng-3.0-pro", [5, 10], ["1920x1080", "1080x1920", "1280x720", "720x1280"]) { AspectShortSide = 1080 },
        new("jimeng-3.0-1080p", [5, 10], ["1920x1080", "1080x1920"]) { AspectShortSide = 1080 },
    }.ToDictionary(model => model.Name);

    private static int[] Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1)];
}
