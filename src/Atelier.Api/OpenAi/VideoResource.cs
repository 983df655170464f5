using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>A video in OpenAI's shape: all members, always.</summary>
internal sealed record VideoResource
{
    public const string RemixLabel = "remixed_from_video_id";

    public required string Id { get; init; }

    public string Object { get; } = "video";

    public required string Model { get; init; }

    /// <summary>queued, in_progress, completed or failed.</summary>
    public required string Status { get; init; }

    /// <summary>From 0 to 100.</summary>
    public required int Progress { get; init; }

    public required long CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? CompletedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Prompt { get; init; }

    public required string Size { get; init; }

    public required string Seconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? RemixedFromVideoId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public OpenAiError? Error { get; init; }

    public static VideoResource From(HttpContext http, GenerationView view)
    {
        var generation = view.Generation;
        return new VideoResource
        {
            Id = generation.Id,
            Model = generation.Model,
            Status = Word(generation.State),
            Progress = generation.State == GenerationState.Completed ? 100 : (int)Math.Clamp(Math.Floor((generation.Progress ?? 0) * 100), 0, 99),
            CreatedAt = generation.CreatedAt.ToUnixTimeSeconds(),
            CompletedAt = generation.State == GenerationState.Completed ? generation.CompletedAt?.ToUnixTimeSeconds() : null,
            Prompt = Text(generation.Input, "prompt"),
            Size = SizeOf(view),
            Seconds = SecondsOf(view),
            RemixedFromVideoId = Text(generation.Metadata, RemixLabel),
            Error = generation.State is GenerationState.Failed or GenerationState.Cancelled ? OpenAiErrors.FromGeneration(http, generation) : null,
        };
    }

    private static string Word(GenerationState state) => state switch
    {
        GenerationState.Queued => "queued",
        GenerationState.Completed => "completed",
        GenerationState.Failed or GenerationState.Cancelled => "failed",
        _ => "in_progress",
    };

    private static string SizeOf(GenerationView view)
    {
        if (view.Artifacts is [{ Width: { } width, Height: { } height }, ..])
        {
            return string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
        }

        return Text(view.Generation.Input, "size") ?? Text(view.Generation.Input, "aspect_ratio") ?? "auto";
    }

    private static string SecondsOf(GenerationView view)
    {
        // A length that the model chooses is known once it is there.
        if (view.Generation.Input.TryGetProperty("duration", out var asked) && asked.ValueKind == JsonValueKind.Number)
        {
            return asked.ToString();
        }

        return view.Artifacts is [{ DurationSeconds: { } seconds }, ..] ? Math.Round(seconds).ToString(CultureInfo.InvariantCulture) : "0";
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>One page of videos.</summary>
internal sealed record VideoListResource(IReadOnlyList<VideoResource> Data, bool HasMore)
{
    public string Object { get; } = "list";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FirstId => Data.Count > 0 ? Data[0].Id : null;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? LastId => Data.Count > 0 ? Data[^1].Id : null;
}

/// <summary>A video that is gone.</summary>
internal sealed record DeletedVideoResource(string Id)
{
    public string Object { get; } = "video.deleted";

    public bool Deleted { get; } = true;
}
