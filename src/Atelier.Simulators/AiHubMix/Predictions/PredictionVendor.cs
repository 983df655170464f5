namespace Atelier.Simulators.AiHubMix.Predictions;

/// <summary>The forms <c>output</c> comes in, one per vendor behind the unified path.</summary>
internal enum OutputShape
{
    /// <summary><c>[{"url"}]</c>.</summary>
    UrlItems,

    /// <summary><c>{"b64_json": [{"bytesBase64", "mimeType"}], "urls": []}</c>, with usage beside it.</summary>
    Base64Object,

    /// <summary><c>[{"bytesBase64"}]</c>.</summary>
    BytesItems,

    /// <summary><c>{"urls": []}</c>.</summary>
    UrlList,

    /// <summary><c>[{"taskId", "polling_url"}]</c>: done later.</summary>
    TaskItems,
}

/// <summary>A vendor behind the unified path.</summary>
internal sealed record PredictionVendor(
    string Prefix, OutputShape Shape, IReadOnlyList<string> Models, Func<string, Fields, PredictionOrder> Read);

/// <summary>A valid prediction request.</summary>
internal sealed record PredictionOrder(PixelSize Size, int Count = 1)
{
    public string Format { get; init; } = "png";

    public string Quality { get; init; } = "high";

    /// <summary>Whether bytes were asked for where addresses are usual.</summary>
    public bool AsBytes { get; init; }

    public long? Seed { get; init; }
}
