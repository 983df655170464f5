using Atelier.Api.Account;
using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Teams;

/// <summary>The caller's teams. An operator reaches every team here.</summary>
internal static class TeamEndpoints
{
    public static void MapTeams(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/teams").WithTags("Teams");
        group.MapGet("", ListAsync).WithName("listTeams").Describe("List your teams", "Newest first.").Problems(400);
        group.MapGet("/{id}", GetAsync).WithName("getTeam").Describe("Get a team", "With its credits in the book of the key.").Problems(404);
        group.MapPatch("/{id}", UpdateAsync).WithName("updateTeam")
            .Describe("Change a team", "Managers change its name, operators also its limits.").Problems(400, 403, 404, 415);
        group.MapGet("/{id}/members", MembersAsync).WithName("listTeamMembers").Describe("List a team's members", "All of them.").Problems(404);
        group.MapPut("/{id}/members/{userId}", PutMemberAsync).WithName("putTeamMember")
            .Describe("Add a member, or change its role", "For managers.").Problems(400, 403, 404, 409, 415);
        group.MapDelete("/{id}/members/{userId}", RemoveMemberAsync).WithName("removeTeamMember")
            .Describe("Remove a member", "For managers, and for the member itself. Its keys and sessions for the team are revoked.").Problems(403, 404, 409);
        group.MapGet("/{id}/keys", KeysAsync).WithName("listTeamKeys")
            .Describe("List a team's keys", "All of them for managers, else your own; never their text.").Problems(400, 404);
        group.MapDelete("/{id}/keys/{keyId}", RevokeKeyAsync).WithName("revokeTeamKey")
            .Describe("Revoke a team's key", "Anybody's for managers, else your own. Safe to repeat.").Problems(403, 404);
    }

    private static async Task<Ok<ListResource<TeamResource>>> ListAsync(
        CurrentCaller me, Query<PageQuery> query, ITeamService teams, CancellationToken cancellationToken)
    {
        var page = await teams.ListAsync(me.Caller.UserId, query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, TeamResource.From));
    }

    private static async Task<Results<Ok<TeamResource>, ProblemResult>> GetAsync(
        string id, CurrentCaller me, ITeamService teams, ICreditService credits, CancellationToken cancellationToken)
    {
        var view = await teams.FindAsync(id, me.Caller, cancellationToken);
        return view.IsOk
            ? TypedResults.Ok(TeamResource.From(view.Value.Team, view.Value.Role, await credits.BalanceAsync(id, me.Caller.Book, cancellationToken)))
            : (ProblemResult)view.Error;
    }

    private static async Task<Results<Ok<TeamResource>, ProblemResult>> UpdateAsync(
        string id, CurrentActor me, Body<TeamUpdate> body, ITeamService teams, CancellationToken cancellationToken)
    {
        var limits = body.Value.ReadLimits();
        if (!limits.IsOk && limits.Error is { } error)
        {
            return (ProblemResult)error;
        }

        var team = await teams.UpdateAsync(id, body.Value.Name, limits.Value, me.Actor, cancellationToken);
        return team.IsOk ? TypedResults.Ok(TeamResource.From(team.Value)) : (ProblemResult)team.Error;
    }

    private static async Task<Results<Ok<ListResource<TeamMemberResource>>, ProblemResult>> MembersAsync(
        string id, CurrentCaller me, ITeamService teams, CancellationToken cancellationToken)
    {
        var members = await teams.MembersAsync(id, me.Caller, cancellationToken);
        return members.IsOk
            ? TypedResults.Ok(ListResource.From(new Page<TeamMemberView>(members.Value, NextCursor: null), TeamMemberResource.From))
            : (ProblemResult)members.Error;
    }

    private static async Task<Results<Ok<TeamMemberResource>, ProblemResult>> PutMemberAsync(
        string id, string userId, CurrentActor me, Body<TeamMemberRequest> body, ITeamService teams, CancellationToken cancellationToken)
    {
        var role = body.Value.ReadRole();
        if (!role.IsOk)
        {
            return (ProblemResult)role.Error;
        }

        var member = await teams.PutMemberAsync(id, userId, role.Value, me.Actor, cancellationToken);
        return member.IsOk ? TypedResults.Ok(TeamMemberResource.From(member.Value)) : (ProblemResult)member.Error;
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveMemberAsync(
        string id, string userId, CurrentActor me, ITeamService teams, CancellationToken cancellationToken)
    {
        var member = await teams.RemoveMemberAsync(id, userId, me.Actor, cancellationToken);
        return member.IsOk ? TypedResults.NoContent() : (ProblemResult)member.Error;
    }

    private static async Task<Results<Ok<ListResource<ApiKeyResource>>, ProblemResult>> KeysAsync(
        string id, CurrentCaller me, Query<PageQuery> query, ITeamService teams, IAccountService accounts, CancellationToken cancellationToken)
    {
        var view = await teams.FindAsync(id, me.Caller, cancellationToken);
        if (!view.IsOk)
        {
            return (ProblemResult)view.Error;
        }

        var page = await accounts.ListKeysAsync(OwnerFor(view.Value, me.Caller), query.Value.Cursor, query.Value.Limit, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, ApiKeyResource.From));
    }

    private static async Task<Results<Ok<ApiKeyResource>, ProblemResult>> RevokeKeyAsync(
        string id, string keyId, CurrentActor me, ITeamService teams, IAccountService accounts, CancellationToken cancellationToken)
    {
        var view = await teams.FindAsync(id, me.Caller, cancellationToken);
        return view.IsOk
            ? KeyEndpoints.Answer(await accounts.RevokeKeyAsync(keyId, OwnerFor(view.Value, me.Caller), me.Actor, cancellationToken))
            : (ProblemResult)view.Error;
    }

    private static KeyOwner OwnerFor(TeamView view, Caller caller) =>
        new(view.Role == TeamRole.Manager || caller.IsOperator ? null : caller.UserId, view.Team.Id);
}
