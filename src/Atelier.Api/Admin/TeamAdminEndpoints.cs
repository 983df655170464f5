using Atelier.Api.Account;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Api.Teams;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>Every team, for operators. Members and keys are under <c>/api/v1/teams/{id}</c>, which operators reach too.</summary>
internal static class TeamAdminEndpoints
{
    public static void MapTeamAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/teams", ListAsync).WithName("adminListTeams").Describe("List teams", "Also deleted ones, newest first.").Problems(400);
        admin.MapPost("/teams", CreateAsync).WithName("adminCreateTeam")
            .Describe("Make a team", "Add members with PUT /api/v1/teams/{id}/members/{user_id}; grant it credits as to a user.").Problems(400, 415);
        admin.MapPatch("/teams/{id}", UpdateAsync).WithName("adminUpdateTeam").Describe("Change a team", "Name and limits.").Problems(400, 404, 415);
        admin.MapDelete("/teams/{id}", DeleteAsync).WithName("adminDeleteTeam")
            .Describe("Delete a team", "For good: its keys and sessions are revoked, its credits stay on the books. Safe to repeat.").Problems(403, 404);
    }

    private static async Task<Ok<ListResource<TeamResource>>> ListAsync(Query<PageQuery> query, ITeamService teams, CancellationToken cancellationToken)
    {
        var page = await teams.ListAsync(userId: null, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, TeamResource.From));
    }

    private static async Task<Results<Created<TeamResource>, ProblemResult>> CreateAsync(
        CurrentActor me, Body<TeamRequest> body, ITeamService teams, CancellationToken cancellationToken)
    {
        var limits = LimitsResource.Read(body.Value.Limits);
        if (!limits.IsOk)
        {
            return (ProblemResult)limits.Error;
        }

        var team = await teams.CreateAsync(body.Value.Name, limits.Value, me.Actor, cancellationToken);
        return team.IsOk ? TypedResults.Created("/api/v1/teams/" + team.Value.Id, TeamResource.From(team.Value)) : (ProblemResult)team.Error;
    }

    private static async Task<Results<Ok<TeamResource>, ProblemResult>> UpdateAsync(
        string id, CurrentActor me, Body<TeamUpdate> body, ITeamService teams, CancellationToken cancellationToken)
    {
        var limits = body.Value.ReadLimits();
        if (limits.Error is { } error)
        {
            return (ProblemResult)error;
        }

        var team = await teams.UpdateAsync(id, body.Value.Name, limits.Value, me.Actor, cancellationToken);
        return team.IsOk ? TypedResults.Ok(TeamResource.From(team.Value)) : (ProblemResult)team.Error;
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        string id, CurrentActor me, ITeamService teams, CancellationToken cancellationToken)
    {
        var team = await teams.DeleteAsync(id, me.Actor, cancellationToken);
        return team.IsOk ? TypedResults.NoContent() : (ProblemResult)team.Error;
    }
}
