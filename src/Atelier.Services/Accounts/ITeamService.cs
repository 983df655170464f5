using Atelier.Services.Generations;

namespace Atelier.Services.Accounts;

/// <summary>
/// Teams: several users who share one balance. Operators make them; managers name them and choose their members; members make keys that spend
/// the team's credits. A team that the caller may not see is not found.
/// </summary>
public interface ITeamService
{
    /// <summary>Makes a team; for operators.</summary>
    Task<Result<Team>> CreateAsync(string name, AccountLimits limits, Actor actor, CancellationToken cancellationToken);

    /// <summary>A team of the caller's, or any for an operator.</summary>
    Task<Result<TeamView>> FindAsync(string teamId, Caller caller, CancellationToken cancellationToken);

    /// <summary>Teams newest first: those of a user, or all.</summary>
    Task<Page<TeamView>> ListAsync(string? userId, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Changes the name (managers) and the limits (operators); what is <see langword="null"/> stays.</summary>
    Task<Result<Team>> UpdateAsync(string teamId, string? name, AccountLimits? limits, Actor actor, CancellationToken cancellationToken);

    /// <summary>Deletes a team for good: its keys and sessions are refused. Its credits stay on the books. Safe to repeat.</summary>
    Task<Result<Team>> DeleteAsync(string teamId, Actor actor, CancellationToken cancellationToken);

    /// <summary>The members, for members and operators.</summary>
    Task<Result<IReadOnlyList<TeamMemberView>>> MembersAsync(string teamId, Caller caller, CancellationToken cancellationToken);

    /// <summary>Adds a member or changes a member's role; for managers and operators.</summary>
    Task<Result<TeamMemberView>> PutMemberAsync(string teamId, string userId, TeamRole role, Actor actor, CancellationToken cancellationToken);

    /// <summary>Removes a member (managers, operators, or the member itself) and revokes the member's keys and sessions for the team.</summary>
    Task<Result<TeamMember>> RemoveMemberAsync(string teamId, string userId, Actor actor, CancellationToken cancellationToken);
}
