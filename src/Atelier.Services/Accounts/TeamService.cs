using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>Teams and their members.</summary>
internal sealed partial class TeamService(
    IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, KeyCache cache, IdFactory ids, TimeProvider time) : ITeamService
{
    public async Task<Result<Team>> CreateAsync(string name, AccountLimits limits, Actor actor, CancellationToken cancellationToken)
    {
        if ((AccountRules.Name(name) ?? limits.Problem()) is { } problem)
        {
            return problem;
        }

        return await writer.WriteAsync<Result<Team>>(
            async (context, token) =>
            {
                var team = NewAccounts.AddTeam(context, name, limits, ids, time.GetUtcNow());
                Audit.Add(context, ids, time.GetUtcNow(), actor, "team.create", team.Id, after: AuditFacts.Of(team));
                await context.SaveChangesAsync(token);
                return team;
            },
            cancellationToken);
    }

    public async Task<Result<TeamView>> FindAsync(string teamId, Caller caller, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await TeamQueries.ViewAsync(context, teamId, caller, cancellationToken) is { } view ? view : AccountErrors.TeamNotFound;
    }

    public async Task<Page<TeamView>> ListAsync(string? userId, string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = userId is null
            ? context.Teams.Select(t => new { Team = t, Role = (TeamRole?)null })
            : context.TeamMembers.Where(m => m.UserId == userId)
                .Join(context.Teams.Where(t => t.DeletedAt == null), m => m.TeamId, t => t.Id, (member, team) => new { Team = team, Role = (TeamRole?)member.Role });
        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(r => string.Compare(r.Team.Id, cursor) < 0);
        }

        var found = await rows.OrderByDescending(r => r.Team.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return Paging.Page(found.ConvertAll(r => new TeamView(r.Team, r.Role)), limit, view => view.Team.Id);
    }

    public async Task<Result<Team>> UpdateAsync(string teamId, string? name, AccountLimits? limits, Actor actor, CancellationToken cancellationToken)
    {
        if (((name is null ? null : AccountRules.Name(name)) ?? limits?.Problem()) is { } problem)
        {
            return problem;
        }

        return await ManageAsync<Team>(
            teamId,
            actor,
            async (context, before, token) =>
            {
                if (limits is not null && actor.Caller is { IsOperator: false })
                {
                    return AccountErrors.OperatorsLimits;
                }

                var after = before with { Name = name?.Trim() ?? before.Name, Limits = limits ?? before.Limits };
                await context.Teams.Where(t => t.Id == teamId).ExecuteUpdateAsync(
                    row => row.SetProperty(t => t.Name, after.Name).SetProperty(t => t.Limits, after.Limits), token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, "team.update", teamId, AuditFacts.Of(before), AuditFacts.Of(after));
                await context.SaveChangesAsync(token);
                return after;
            },
            cancellationToken);
    }

    public async Task<Result<Team>> DeleteAsync(string teamId, Actor actor, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync<Result<Team>>(
            async (context, token) =>
            {
                if (await context.Teams.FirstOrDefaultAsync(t => t.Id == teamId, token) is not { } team)
                {
                    return AccountErrors.TeamNotFound;
                }

                if (actor.Caller is { IsSandbox: true })
                {
                    return AccountErrors.LiveKeyRequired;
                }

                if (team.DeletedAt is not null)
                {
                    return team;
                }

                DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
                await context.Teams.Where(t => t.Id == teamId).ExecuteUpdateAsync(row => row.SetProperty(t => t.DeletedAt, now), token);
                await RevokeAsync(context, teamId, userId: null, now, token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, "team.delete", teamId, before: AuditFacts.Of(team));
                await context.SaveChangesAsync(token);
                return team with { DeletedAt = now };
            },
            cancellationToken);
        cache.ForgetAll();
        return result;
    }

    private static async Task RevokeAsync(AtelierDbContext context, string teamId, string? userId, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        await context.ApiKeys.Where(k => k.TeamId == teamId && (userId == null || k.UserId == userId) && k.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(k => k.RevokedAt, now), cancellationToken);
        await context.Sessions.Where(s => s.TeamId == teamId && (userId == null || s.UserId == userId) && s.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(s => s.RevokedAt, now), cancellationToken);
    }

    /// <summary>Does something that only managers and operators may do.</summary>
    private async Task<Result<T>> ManageAsync<T>(
        string teamId, Actor actor, Func<AtelierDbContext, Team, CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : class
    {
        var result = await writer.WriteAsync(
            async (context, token) => await TeamQueries.ViewAsync(context, teamId, actor.Caller, token) switch
            {
                null or { Team.DeletedAt: not null } => AccountErrors.TeamNotFound,
                _ when actor.Caller is { IsSandbox: true } => AccountErrors.LiveKeyRequired,
                var view when actor.Caller is { IsOperator: false } && view.Role != TeamRole.Manager => AccountErrors.ManagersOnly,
                var view => await work(context, view.Team, token),
            },
            cancellationToken);
        cache.ForgetAll();
        return result;
    }
}
