using Atelier.Api.Requests;
using Atelier.Services.Accounts;

namespace Atelier.Api.Account;

/// <summary>An API key as it may be shown.</summary>
internal sealed record ApiKeyResource
{
    public required string Id { get; init; }

    public string Object { get; } = "api_key";

    public required string UserId { get; init; }

    public required string Name { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>First and last characters, for recognition.</summary>
    public required string Hint { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>About when it was last used.</summary>
    public DateTime? LastUsedAt { get; init; }

    public DateTime? RevokedAt { get; init; }

    /// <summary>The key's text: told once, when it is made or rotated. Keep it then.</summary>
    public string? Secret { get; init; }

    /// <summary>The team whose credits it spends; absent for the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>generate, read, admin.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Model ids, and patterns such as <c>stability/*</c>; absent for all models.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    public LimitsResource? Limits { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>Until when the text before the last rotation works.</summary>
    public DateTime? PreviousValidUntil { get; init; }

    public static ApiKeyResource From(ApiKey key) => From(key, secret: null);

    /// <summary>With the key's text, the one time it is seen.</summary>
    public static ApiKeyResource From(CreatedKey created) => From(created.Key, created.Secret);

    private static ApiKeyResource From(ApiKey key, string? secret) => new()
    {
        Id = key.Id,
        UserId = key.UserId,
        Name = key.Name,
        Book = Wire.Name(key.Book),
        Hint = key.Hint,
        TeamId = key.TeamId,
        Scopes = ScopeNames.Names(key.Scopes),
        Models = key.Models?.Patterns,
        Limits = LimitsResource.From(key.Limits),
        ExpiresAt = key.ExpiresAt?.UtcDateTime,
        PreviousValidUntil = key.PreviousValidUntil?.UtcDateTime,
        CreatedAt = key.CreatedAt.UtcDateTime,
        LastUsedAt = key.LastUsedAt?.UtcDateTime,
        RevokedAt = key.RevokedAt?.UtcDateTime,
        Secret = secret,
    };
}
