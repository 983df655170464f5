using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <content>Members.</content>
internal sealed partial class TeamService
{
    public async Task<Result<IReadOnlyList<TeamMemberView>>> MembersAsync(string teamId, Caller caller, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await TeamQueries.ViewAsync(context, teamId, caller, cancellationToken) is null)
        {
            return AccountErrors.TeamNotFound;
        }

        return await context.TeamMembers.Where(m => m.TeamId == teamId)
            .Join(context.Users, m => m.UserId, u => u.Id, (member, user) => new { member, user.Name })
            .OrderBy(r => r.member.UserId).Select(r => new TeamMemberView(r.member, r.Name)).ToListAsync(cancellationToken);
    }

    public async Task<Result<TeamMemberView>> PutMemberAsync(string teamId, string userId, TeamRole role, Actor actor, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(role))
        {
            return AccountErrors.InvalidTeamRole;
        }

        return await ManageAsync<TeamMemberView>(
            teamId,
            actor,
            async (context, _, token) =>
            {
                if (await context.Users.FirstOrDefaultAsync(u => u.Id == userId, token) is not { } user)
                {
                    return AccountErrors.UserNotFound;
                }

                var before = await context.TeamMembers.FirstOrDefaultAsync(m => m.TeamId == teamId && m.UserId == userId, token);
                if (before is { Role: TeamRole.Manager } && role != TeamRole.Manager && actor.Caller is { IsOperator: false }
                    && await IsLastManagerAsync(context, teamId, userId, token))
                {
                    return AccountErrors.LastManager;
                }

                var member = new TeamMember(teamId, userId, role, before?.CreatedAt ?? StoredTime.Trim(time.GetUtcNow()));
                if (before is null)
                {
                    context.Add(member);
                }
                else
                {
                    await context.TeamMembers.Where(m => m.TeamId == teamId && m.UserId == userId)
                        .ExecuteUpdateAsync(row => row.SetProperty(m => m.Role, role), token);
                }

                Audit.Add(
                    context, ids, time.GetUtcNow(), actor, before is null ? "team.member.add" : "team.member.update", teamId,
                    after: new Dictionary<string, string?> { ["user_id"] = userId, ["role"] = role.ToString().ToLowerInvariant() });
                await context.SaveChangesAsync(token);
                return new TeamMemberView(member, user.Name);
            },
            cancellationToken);
    }

    public async Task<Result<TeamMember>> RemoveMemberAsync(string teamId, string userId, Actor actor, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync<Result<TeamMember>>(
            async (context, token) =>
            {
                if (await TeamQueries.ViewAsync(context, teamId, actor.Caller, token) is not { } view)
                {
                    return AccountErrors.TeamNotFound;
                }

                if (actor.Caller is { IsSandbox: true })
                {
                    return AccountErrors.LiveKeyRequired;
                }

                var isOperator = actor.Caller is null or { IsOperator: true };
                if (!isOperator && view.Role != TeamRole.Manager && actor.Id != userId)
                {
                    return AccountErrors.ManagersOnly;
                }

                if (await context.TeamMembers.FirstOrDefaultAsync(m => m.TeamId == teamId && m.UserId == userId, token) is not { } member)
                {
                    return AccountErrors.MemberNotFound;
                }

                if (!isOperator && member.Role == TeamRole.Manager && await IsLastManagerAsync(context, teamId, userId, token))
                {
                    return AccountErrors.LastManager;
                }

                await context.TeamMembers.Where(m => m.TeamId == teamId && m.UserId == userId).ExecuteDeleteAsync(token);
                await RevokeAsync(context, teamId, userId, StoredTime.Trim(time.GetUtcNow()), token);
                Audit.Add(
                    context, ids, time.GetUtcNow(), actor, "team.member.remove", teamId,
                    before: new Dictionary<string, string?> { ["user_id"] = userId, ["role"] = member.Role.ToString().ToLowerInvariant() });
                await context.SaveChangesAsync(token);
                return member;
            },
            cancellationToken);
        cache.ForgetAll();
        return result;
    }

    private static async Task<bool> IsLastManagerAsync(AtelierDbContext context, string teamId, string userId, CancellationToken cancellationToken) =>
        !await context.TeamMembers.AnyAsync(m => m.TeamId == teamId && m.UserId != userId && m.Role == TeamRole.Manager, cancellationToken);
}
