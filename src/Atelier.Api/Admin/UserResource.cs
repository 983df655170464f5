using Atelier.Api.Account;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
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

    /// <summary>Whether the user has a password to sign in with.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>The user's subject at the OpenID Connect provider.</summary>
    public string? OpenidSubject { get; init; }

    /// <summary>What all the user's keys and sessions together may use.</summary>
    public LimitsResource? Limits { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When the user was disabled: keys and sessions are refused.</summary>
    public DateTime? DisabledAt { get; init; }

    public static UserResource From(User user) => new()
    {
        Id = user.Id,
        Name = user.Name,
        Role = Wire.Name(user.Role),
        HasPassword = user.SignInName is not null,
        OpenidSubject = user.OpenIdSubject,
        Limits = LimitsResource.From(user.Limits),
        CreatedAt = user.CreatedAt.UtcDateTime,
        DisabledAt = user.DisabledAt?.UtcDateTime,
    };
}

/// <summary>A user to make.</summary>
internal sealed record UserRequest
{
    public required string Name { get; init; }

    /// <summary>user or operator. Default: user.</summary>
    public string? Role { get; init; }

    /// <summary>To sign in with in a browser, 10 to 200 characters. Default: none.</summary>
    public string? Password { get; init; }

    /// <summary>The user's subject at the OpenID Connect provider. Default: none.</summary>
    public string? OpenidSubject { get; init; }

    /// <summary>What all the user's keys and sessions together may use. Default: no limit.</summary>
    public LimitsResource? Limits { get; init; }

    public Result<NewUser> Read()
    {
        var (role, limits) = (UserBodies.Role(Role ?? Wire.Name(UserRole.User)), LimitsResource.Read(Limits));
        return (role.Error ?? limits.Error) is { } error
            ? error
            : new NewUser(Name, role.Value) { Password = Password, OpenIdSubject = OpenidSubject, Limits = limits.Value! };
    }
}

/// <summary>What shall change about a user; what is absent stays.</summary>
internal sealed record UserUpdate
{
    public string? Name { get; init; }

    /// <summary>user or operator.</summary>
    public string? Role { get; init; }

    /// <summary>Whether the user's keys and sessions are refused.</summary>
    public bool? Disabled { get; init; }

    /// <summary>An empty text removes it.</summary>
    public string? OpenidSubject { get; init; }

    /// <summary>New limits in place of all old ones.</summary>
    public LimitsResource? Limits { get; init; }

    public Result<UserChanges> Read()
    {
        var (role, limits) = (UserBodies.Role(Role ?? Wire.Name(UserRole.User)), LimitsResource.Read(Limits));
        return (role.Error ?? limits.Error) is { } error
            ? error
            : new UserChanges
            {
                Name = Name,
                Role = Role is null ? null : role.Value,
                Disabled = Disabled,
                OpenIdSubject = OpenidSubject,
                Limits = Limits is null ? null : limits.Value,
            };
    }
}

/// <summary>Reads what the bodies about users share.</summary>
internal static class UserBodies
{
    public static Result<UserRole> Role(string text) => Wire.TryParse<UserRole>(text, out var role)
        ? role
        : new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidRole, "'role' must be 'user' or 'operator'.", "role");
}
