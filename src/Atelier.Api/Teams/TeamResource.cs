using Atelier.Api.Account;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Teams;

/// <summary>Several users who share one balance.</summary>
internal sealed record TeamResource
{
    public required string Id { get; init; }

    public string Object { get; } = "team";

    public required string Name { get; init; }

    /// <summary>What you may do in it: member or manager; absent for an operator who is no member.</summary>
    public string? Role { get; init; }

    /// <summary>What all its keys together may use.</summary>
    public LimitsResource? Limits { get; init; }

    /// <summary>Credits that can be spent, in the book of the key used; told of one team, not in lists.</summary>
    public decimal? Available { get; init; }

    /// <summary>Credits set aside for unfinished generations.</summary>
    public decimal? Held { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? DeletedAt { get; init; }

    public static TeamResource From(TeamView view) => From(view.Team, view.Role);

    public static TeamResource From(Team team, TeamRole? role = null, Balance? balance = null) => new()
    {
        Id = team.Id,
        Name = team.Name,
        Role = role is { } place ? Wire.Name(place) : null,
        Limits = LimitsResource.From(team.Limits),
        Available = balance is { } credits ? MicroCredits.ToCredits(credits.AvailableMicro) : null,
        Held = balance is { } held ? MicroCredits.ToCredits(held.HeldMicro) : null,
        CreatedAt = team.CreatedAt.UtcDateTime,
        DeletedAt = team.DeletedAt?.UtcDateTime,
    };
}

/// <summary>A user's place in a team.</summary>
internal sealed record TeamMemberResource
{
    public string Object { get; } = "team_member";

    public required string UserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>member or manager.</summary>
    public required string Role { get; init; }

    public required DateTime CreatedAt { get; init; }

    public static TeamMemberResource From(TeamMemberView view) => new()
    {
        UserId = view.Member.UserId,
        UserName = view.UserName,
        Role = Wire.Name(view.Member.Role),
        CreatedAt = view.Member.CreatedAt.UtcDateTime,
    };
}

/// <summary>A team to make.</summary>
internal sealed record TeamRequest
{
    public required string Name { get; init; }

    /// <summary>What all its keys together may use. Default: no limit.</summary>
    public LimitsResource? Limits { get; init; }
}

/// <summary>What shall change about a team; what is absent stays.</summary>
internal sealed record TeamUpdate
{
    public string? Name { get; init; }

    /// <summary>New limits in place of all old ones; an operator sets them.</summary>
    public LimitsResource? Limits { get; init; }

    public Result<AccountLimits?> ReadLimits()
    {
        if (Limits is null)
        {
            return (AccountLimits?)null;
        }

        var limits = LimitsResource.Read(Limits);
        return limits.IsOk ? limits.Value : limits.Error;
    }
}

/// <summary>A place in a team.</summary>
internal sealed record TeamMemberRequest
{
    /// <summary>member or manager. Default: member.</summary>
    public string? Role { get; init; }

    public Result<TeamRole> ReadRole() => Wire.TryParse<TeamRole>(Role ?? Wire.Name(TeamRole.Member), out var role)
        ? role
        : new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidRole, "'role' must be 'member' or 'manager'.", "role");
}
