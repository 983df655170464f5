using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Tests.Persistence;

namespace Atelier.Services.Tests.Accounts;

/// <summary>Teams and the balance they share.</summary>
public abstract class TeamSuite : StoreSuite
{
    [Fact]
    public async Task A_teams_key_spends_the_teams_credits_and_not_the_users()
    {
        var (team, user) = await TeamAsync();
        (await Fixture.Credits.GrantAsync(new GrantRequest(team.Id, Book.Test, 10 * MicroCredits.PerCredit, "for the team", "system"), Token)).IsOk.ShouldBeTrue();
        var request = Samples.Request(Fixture, user.Id);
        request = request with { Generation = request.Generation with { TeamId = team.Id } };

        var accepted = (await Fixture.Store.AcceptAsync(request, Token)).ShouldBeOfType<AcceptOutcome.Accepted>().Generation;

        accepted.PayerId.ShouldBe(team.Id);
        (await TeamBalanceAsync(team)).ShouldBe(new Balance(8 * MicroCredits.PerCredit, 2 * MicroCredits.PerCredit));
        (await Fixture.BalanceAsync(user)).ShouldBe(new Balance(100 * MicroCredits.PerCredit, 0));
        await Fixture.BooksShouldBeCleanAsync();

        await ApplyAsync(accepted.Id, GenerationTrigger.Cancel);
        (await TeamBalanceAsync(team)).ShouldBe(new Balance(10 * MicroCredits.PerCredit, 0));
        (await Fixture.FindAsync(accepted.Id)).TeamId.ShouldBe(team.Id);
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task A_team_without_credits_is_refused_however_rich_the_user_is()
    {
        var (team, user) = await TeamAsync();
        var request = Samples.Request(Fixture, user.Id);

        var outcome = await Fixture.Store.AcceptAsync(request with { Generation = request.Generation with { TeamId = team.Id } }, Token);

        outcome.ShouldBe(new AcceptOutcome.InsufficientCredits(0));
    }

    [Fact]
    public async Task Only_members_make_keys_for_a_team_and_lose_them_with_their_place()
    {
        var (team, user) = await TeamAsync();
        var stranger = await Fixture.UserAsync();
        var settings = new KeySettings { Name = "team", TeamId = team.Id };
        (await Fixture.Accounts.CreateKeyAsync(stranger.Id, Book.Live, settings, Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("team_not_found");
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, settings, Actor.System(), Token)).Value.ShouldNotBeNull();
        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).Value.ShouldNotBeNull().PayerId.ShouldBe(team.Id);

        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Fixture.Teams.RemoveMemberAsync(team.Id, user.Id, Actor.System(), Token)).IsOk.ShouldBeTrue();

        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("revoked_api_key");
        (await Fixture.Trail.ListAsync(new AuditQuery(TargetId: team.Id), Token)).Items.Select(act => act.Act)
            .ShouldBe(["team.member.remove", "team.member.add", "team.create"]);
    }

    [Fact]
    public async Task A_deleted_teams_keys_are_refused_and_its_credits_stay_on_the_books()
    {
        var (team, user) = await TeamAsync();
        await Fixture.Credits.GrantAsync(new GrantRequest(team.Id, Book.Live, MicroCredits.PerCredit, "left over", "system"), Token);
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, new KeySettings { Name = "t", TeamId = team.Id }, Actor.System(), Token)).Value!;

        (await Fixture.Teams.DeleteAsync(team.Id, Actor.System(), Token)).Value.ShouldNotBeNull().DeletedAt.ShouldNotBeNull();

        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).IsOk.ShouldBeFalse();
        (await Fixture.Credits.BalanceAsync(team.Id, Book.Live, Token)).AvailableMicro.ShouldBe(MicroCredits.PerCredit);
        (await Fixture.Teams.DeleteAsync(team.Id, Actor.System(), Token)).IsOk.ShouldBeTrue("deleting again changes nothing");
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Members_see_managers_change_and_strangers_find_nothing()
    {
        var (team, member) = await TeamAsync();
        var (manager, stranger) = (await Fixture.UserAsync(), await Fixture.UserAsync());
        await Fixture.Teams.PutMemberAsync(team.Id, manager.Id, TeamRole.Manager, Actor.System(), Token);
        var (asManager, asMember, asStranger) = (await ActorAsync(manager), await ActorAsync(member), await ActorAsync(stranger));

        (await Fixture.Teams.FindAsync(team.Id, asMember.Caller!, Token)).Value.ShouldNotBeNull().Role.ShouldBe(TeamRole.Member);
        (await Fixture.Teams.FindAsync(team.Id, asStranger.Caller!, Token)).Error.ShouldNotBeNull().Code.ShouldBe("team_not_found");
        (await Fixture.Teams.MembersAsync(team.Id, asStranger.Caller!, Token)).Error.ShouldNotBeNull().Code.ShouldBe("team_not_found");
        (await Fixture.Teams.MembersAsync(team.Id, asMember.Caller!, Token)).Value.ShouldNotBeNull().Count.ShouldBe(2);
        (await Fixture.Teams.UpdateAsync(team.Id, "mine", null, asMember, Token)).Error.ShouldNotBeNull().Code.ShouldBe("managers_only");
        (await Fixture.Teams.UpdateAsync(team.Id, "mine", null, asStranger, Token)).Error.ShouldNotBeNull().Code.ShouldBe("team_not_found");
        (await Fixture.Teams.UpdateAsync(team.Id, "ours", null, asManager, Token)).Value.ShouldNotBeNull().Name.ShouldBe("ours");
        (await Fixture.Teams.UpdateAsync(team.Id, null, AccountLimits.None, asManager, Token)).Error.ShouldNotBeNull().Code.ShouldBe("operator_only");
        (await Fixture.Teams.PutMemberAsync(team.Id, stranger.Id, TeamRole.Member, asMember, Token)).Error.ShouldNotBeNull().Code.ShouldBe("managers_only");
        (await Fixture.Teams.RemoveMemberAsync(team.Id, manager.Id, asManager, Token)).Error.ShouldNotBeNull().Code.ShouldBe("last_manager");
        (await Fixture.Teams.PutMemberAsync(team.Id, manager.Id, TeamRole.Member, asManager, Token)).Error.ShouldNotBeNull().Code.ShouldBe("last_manager");
        (await Fixture.Teams.RemoveMemberAsync(team.Id, member.Id, asMember, Token)).IsOk.ShouldBeTrue("anybody may leave");
        (await Fixture.Teams.ListAsync(manager.Id, null, 10, Token)).Items.Single().Team.Name.ShouldBe("ours");
        (await Fixture.Teams.ListAsync(stranger.Id, null, 10, Token)).Items.ShouldBeEmpty();
        (await Fixture.Teams.ListAsync(null, null, 10, Token)).Items.Single().Role.ShouldBeNull();
    }

    private async Task<(Team Team, User Member)> TeamAsync()
    {
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value.ShouldNotBeNull();
        var user = await Fixture.UserAsync();
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Fixture.Teams.PutMemberAsync(team.Id, user.Id, TeamRole.Member, Actor.System(), Token)).IsOk.ShouldBeTrue();
        return (team, user);
    }

    private Task<Balance> TeamBalanceAsync(Team team) => Fixture.Credits.BalanceAsync(team.Id, Book.Test, Token);

    private async Task<Actor> ActorAsync(User user)
    {
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, "k", Token)).Value!;
        return Actor.Of((await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).Value!, null);
    }
}
