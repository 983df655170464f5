using System.Text.Json.Serialization;
using Atelier.Services.Generations;

namespace Atelier.Api.Json;

/// <summary>One page of a list, newest first.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal sealed record ListResource<T>
{
    /// <summary>The items of this page.</summary>
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>Whether there is another page.</summary>
    public required bool HasMore { get; init; }

    /// <summary>What to give as <c>cursor</c> for the next page; null on the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? NextCursor { get; init; }
}

internal static class ListResource
{
    public static ListResource<TOut> From<TIn, TOut>(Page<TIn> page, Func<TIn, TOut> map) => new()
    {
        Data = [.. page.Items.Select(map)],
        HasMore = page.HasMore,
        NextCursor = page.NextCursor,
    };

    /// <summary>A list that is never paged.</summary>
    public static ListResource<T> Whole<T>(IEnumerable<T> items) => new() { Data = [.. items], HasMore = false, NextCursor = null };
}
