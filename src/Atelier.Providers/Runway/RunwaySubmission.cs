using Atelier.Clients.Runway;

namespace Atelier.Providers.Runway;

/// <summary>A request in the vendor's words: one case for each endpoint.</summary>
internal abstract record RunwaySubmission
{
    private RunwaySubmission()
    {
    }

    public sealed record ImageToVideo(RunwayVideoRequest Request) : RunwaySubmission;

    public sealed record TextToVideo(RunwayVideoRequest Request) : RunwaySubmission;

    public sealed record TextToImage(RunwayImageRequest Request) : RunwaySubmission;
}

/// <summary>The input media as addresses the vendor takes (data URIs or its own), by our input names.</summary>
internal sealed record RunwayMedia
{
    public static RunwayMedia None { get; } = new();

    /// <summary>Addresses by input name, in the order given.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Uris { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<string> All(string name) => Uris.GetValueOrDefault(name) ?? [];

    public string? First(string name) => All(name) is [var first, ..] ? first : null;
}
