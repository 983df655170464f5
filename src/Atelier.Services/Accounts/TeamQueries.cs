using Atelier.Services.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>Queries about teams.</summary>
internal static class TeamQueries
{
    public static Task<bool> IsMemberAsync(AtelierDbContext context, string teamId, string userId, CancellationToken cancellationToken) =>
        context.TeamMembers.AnyAsync(
            m => m.TeamId == teamId && m.UserId == userId && context.Teams.Any(t => t.Id == teamId && t.DeletedAt == null), cancellationToken);

    /// <summary>The team as somebody sees it; <see langword="null"/> when that is not at all.</summary>
    public static async Task<TeamView?> ViewAsync(AtelierDbContext context, string teamId, Caller? caller, CancellationToken cancellationToken)
    {
        var team = await context.Teams.FirstOrDefaultAsync(t => t.Id == teamId, cancellationToken);
        if (team is null)
        {
            return null;
        }

        var userId = caller?.UserId;
        var place = await context.TeamMembers.FirstOrDefaultAsync(m => m.TeamId == teamId && m.UserId == userId, cancellationToken);
        var everything = caller is null or { IsOperator: true };
        return everything || (place is not null && team.DeletedAt is null) ? new TeamView(team, place?.Role) : null;
    }
}
