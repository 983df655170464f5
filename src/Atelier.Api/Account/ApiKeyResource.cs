using Atelier.Api.Requests;
using Atelier.Services.Accounts;

namespace Atelier.Api.Account;

/// <summary>An API key as it may be shown.</summary>
internal record ApiKeyResource
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

    public static ApiKeyResource From(ApiKey key) => new()
    {
        Id = key.Id,
        UserId = key.UserId,
        Name = key.Name,
        Book = Wire.Name(key.Book),
        Hint = key.Hint,
        CreatedAt = key.CreatedAt.UtcDateTime,
        LastUsedAt = key.LastUsedAt?.UtcDateTime,
        RevokedAt = key.RevokedAt?.UtcDateTime,
    };
}

/// <summary>A fresh API key. This answer is the only time its text is seen.</summary>
internal sealed record CreatedKeyResource : ApiKeyResource
{
    /// <summary>The key's text: keep it now.</summary>
    public required string Secret { get; init; }

    public static CreatedKeyResource From(CreatedKey created)
    {
        var key = created.Key;
        return new CreatedKeyResource
        {
            Id = key.Id,
            UserId = key.UserId,
            Name = key.Name,
            Book = Wire.Name(key.Book),
            Hint = key.Hint,
            CreatedAt = key.CreatedAt.UtcDateTime,
            Secret = created.Secret,
        };
    }
}
