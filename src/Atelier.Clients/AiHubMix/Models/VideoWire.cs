using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Every field in which a video's state has been seen on the wire; types differ by vendor, so the doubtful ones stay open.
/// </summary>
internal sealed record VideoWire
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public string? Model { get; init; }

    public JsonElement? Progress { get; init; }

    public JsonElement? Seconds { get; init; }

    public JsonElement? Duration { get; init; }

    public string? Size { get; init; }

    public JsonElement? Width { get; init; }

    public JsonElement? Height { get; init; }

    public JsonElement? ExpiresAt { get; init; }

    public JsonElement? Error { get; init; }

    public JsonElement? FailureReason { get; init; }

    public JsonElement? FailedReason { get; init; }

    public JsonElement? Message { get; init; }

    public JsonElement? StatusMessage { get; init; }

    public JsonElement? VideoUrl { get; init; }

    public JsonElement? Url { get; init; }

    public JsonElement? OutputUrl { get; init; }

    public JsonElement? Data { get; init; }

    public JsonElement? UnsignedUrls { get; init; }
}
