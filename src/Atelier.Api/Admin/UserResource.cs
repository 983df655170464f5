using Atelier.Api.Requests;
using Atelier.Services.Accounts;

namespace Atelier.Api.Admin;

/// <summary>A user.</summary>
internal sealed record UserResource
{
    public required string Id { get; init; }

    public string Object { get; } = "user";

    public required string Name { get; init; }

    /// <summary>user or operator.</summary>
    public required string Role { get; init; }

    public required DateTime CreatedAt { get; init; }

    public static UserResource From(User user) => new()
    {
        Id = user.Id,
        Name = user.Name,
        Role = Wire.Name(user.Role),
        CreatedAt = user.CreatedAt.UtcDateTime,
    };
}

/// <summary>A user to make.</summary>
internal sealed record UserRequest
{
    public required string Name { get; init; }

    /// <summary>user or operator. Default: user.</summary>
    public string? Role { get; init; }
}
