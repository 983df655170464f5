namespace Atelier.Services.Accounts;

/// <summary>What a member may do in a team. Numbers are stored: never renumber.</summary>
public enum TeamRole
{
    /// <summary>Makes keys that spend the team's credits, and manages those.</summary>
    Member = 0,

    /// <summary>Also names the team, chooses its members, and manages all its keys.</summary>
    Manager = 1,
}

/// <summary>Several users who share one balance.</summary>
/// <param name="Id">Id, <c>team_...</c>.</param>
/// <param name="Name">A label.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Team(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>What all its keys together may use.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    /// <summary>When it was deleted: its keys are refused from then on.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A user's place in a team.</summary>
public sealed record TeamMember(string TeamId, string UserId, TeamRole Role, DateTimeOffset CreatedAt);

/// <summary>A member with the user's name.</summary>
public sealed record TeamMemberView(TeamMember Member, string UserName);

/// <summary>A team with the caller's place in it; <see langword="null"/> for an operator who is no member.</summary>
public sealed record TeamView(Team Team, TeamRole? Role);
