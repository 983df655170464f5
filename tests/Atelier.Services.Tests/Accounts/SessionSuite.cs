using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Tests.Accounts;

/// <summary>Sessions of browsers.</summary>
public abstract class SessionSuite : StoreSuite
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_session_by_password_is_the_user()
    {
        var user = await WithPasswordAsync("Ada");

        var opened = (await Fixture.Sessions.OpenByPasswordAsync(" ADA ", Password, Book.Live, null, "192.0.2.7", Token)).Value.ShouldNotBeNull();
        var caller = (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Value.ShouldNotBeNull();

        caller.UserId.ShouldBe(user.Id);
        caller.SessionId.ShouldBe(opened.Session.Id);
        caller.KeyId.ShouldBe(opened.Session.Id);
        caller.Scopes.ShouldBe(KeyScopes.All);
        (await Fixture.Sessions.ListAsync(user.Id, Token)).Single().Address.ShouldBe("192.0.2.7");
        await using var context = await Fixture.ContextAsync();
        (await context.Sessions.Select(s => EF.Property<string>(s, "SessionHash")).SingleAsync(Token)).ShouldNotContain(opened.Secret[4..]);
        (await context.Users.Where(u => u.Id == user.Id).Select(u => EF.Property<string>(u, "PasswordHash")).SingleAsync(Token)).ShouldNotContain(Password);
    }

    [Theory]
    [InlineData("Ada", "wrong horse battery")]
    [InlineData("Bob", Password)]
    [InlineData("Ada", "")]
    public async Task A_wrong_name_and_a_wrong_password_are_told_alike(string name, string password)
    {
        await WithPasswordAsync("Ada");

        (await Fixture.Sessions.OpenByPasswordAsync(name, password, Book.Live, null, null, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wrong_sign_in");
    }

    [Fact]
    public async Task A_session_by_key_may_do_what_the_key_may_as_long_as_the_key_may()
    {
        var user = await Fixture.UserAsync();
        var settings = new KeySettings { Name = "reader", Scopes = KeyScopes.Read };
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, settings, Actor.System(), Token)).Value!;
        var opened = (await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Value.ShouldNotBeNull();
        var caller = (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Value.ShouldNotBeNull();
        (caller.Scopes, caller.Book, caller.KeyId).ShouldBe((KeyScopes.Read, Book.Test, key.Key.Id));

        await Fixture.Accounts.RevokeKeyAsync(key.Key.Id, user.Id, Token);

        (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("revoked_api_key");
        (await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Error.ShouldNotBeNull().Code.ShouldBe("revoked_api_key");
    }

    [Fact]
    public async Task A_session_ends_here_at_once_and_elsewhere_within_two_seconds()
    {
        await WithPasswordAsync("Ada");
        var opened = (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Value!;
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await elsewhere.Sessions.AuthenticateAsync(opened.Secret, Token)).IsOk.ShouldBeTrue();
        var actor = Actor.Of(opened.Caller, null);

        (await Fixture.Sessions.EndAsync(opened.Session.Id, "usr_other", actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_not_found");
        (await Fixture.Sessions.EndAsync(opened.Session.Id, opened.Caller.UserId, actor, Token)).IsOk.ShouldBeTrue();

        (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
        Fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await elsewhere.Sessions.AuthenticateAsync(opened.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
    }

    [Fact]
    public async Task A_session_that_is_used_lives_and_one_that_is_not_ends()
    {
        await WithPasswordAsync("Ada");
        var opened = (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Value!;
        for (var hour = 0; hour < 3; hour++)
        {
            Fixture.Time.Advance(TimeSpan.FromHours(7));
            (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).IsOk.ShouldBeTrue($"after {hour + 1} turns");
            await Fixture.KeyUses.FlushAsync(Token);
        }

        Fixture.Time.Advance(TimeSpan.FromHours(8));

        (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
        Fixture.Time.Advance(TimeSpan.FromDays(7));
        await Fixture.KeySweeper.SweepAsync(Token);
        await using var context = await Fixture.ContextAsync();
        (await context.Sessions.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_by_password()
    {
        var user = await WithPasswordAsync("Ada");
        var one = (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Value!;
        var other = (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Value!;
        var actor = Actor.Of(one.Caller, null);
        (await Fixture.Accounts.ChangePasswordAsync("not the password", "another password", actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wrong_password");

        (await Fixture.Accounts.ChangePasswordAsync(Password, "another password", actor, Token)).IsOk.ShouldBeTrue();

        (await Fixture.Sessions.AuthenticateAsync(one.Secret, Token)).IsOk.ShouldBeTrue();
        (await Fixture.Sessions.AuthenticateAsync(other.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
        (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wrong_sign_in");
        (await Fixture.Sessions.ListAsync(user.Id, Token)).Single().Id.ShouldBe(one.Session.Id);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_and_no_key()
    {
        var user = await WithPasswordAsync("Ada");
        var other = (await Fixture.Accounts.CreateUserAsync(new NewUser("Bob", UserRole.User) { Password = Password }, Actor.System(), Token)).Value!;
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "key", Token)).Value!;
        var own = new[]
        {
            (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).Value!,
            (await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Value!,
        };
        var bobs = (await Fixture.Sessions.OpenByPasswordAsync("Bob", Password, Book.Live, null, null, Token)).Value!;

        (await Fixture.Sessions.EndAllAsync(user.Id, Actor.Of(own[0].Caller, null), Token)).ShouldBe(2);

        foreach (var session in own)
        {
            (await Fixture.Sessions.AuthenticateAsync(session.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
        }

        (await Fixture.Sessions.AuthenticateAsync(bobs.Secret, Token)).Value.ShouldNotBeNull().UserId.ShouldBe(other.Id);
        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).IsOk.ShouldBeTrue();
        (await Fixture.Trail.ListAsync(new AuditQuery(TargetId: user.Id, Act: "session.end_all"), Token)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_hash_of_a_dated_strength_is_made_anew_when_its_user_signs_in()
    {
        var user = await WithPasswordAsync("Ada");
        var weak = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword(user, Password);
        await Fixture.Writer.WriteAsync(
            (context, token) => context.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(row => row.SetProperty(u => EF.Property<string>(u, "PasswordHash"), weak), token), Token);

        (await Fixture.Sessions.OpenByPasswordAsync("Ada", "not the password", Book.Live, null, null, Token)).IsOk.ShouldBeFalse();
        (await HashAsync(user)).ShouldBe(weak);
        (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).IsOk.ShouldBeTrue();

        var fresh = await HashAsync(user);
        fresh.ShouldNotBe(weak);
        new PasswordHasher<User>().VerifyHashedPassword(user, fresh, Password).ShouldBe(PasswordVerificationResult.Success);
        (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, null, null, Token)).IsOk.ShouldBeTrue();
        (await HashAsync(user)).ShouldBe(fresh);
    }

    [Fact]
    public async Task An_openid_subject_opens_a_session_for_the_user_who_has_it()
    {
        var user = (await Fixture.Accounts.CreateUserAsync(new NewUser("Ada", UserRole.User) { OpenIdSubject = "sub|1" }, Actor.System(), Token)).Value!;

        (await Fixture.Sessions.OpenByOpenIdAsync("sub|1", null, Token)).Value.ShouldNotBeNull().Caller.UserId.ShouldBe(user.Id);
        (await Fixture.Sessions.OpenByOpenIdAsync("sub|2", null, Token)).Error.ShouldNotBeNull().Code.ShouldBe("openid_user_unknown");
    }

    [Fact]
    public async Task A_session_spends_a_teams_credits_only_for_a_member()
    {
        var user = await WithPasswordAsync("Ada");
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!;
        (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, team.Id, null, Token)).Error.ShouldNotBeNull().Code.ShouldBe("team_not_found");
        await Fixture.Teams.PutMemberAsync(team.Id, user.Id, TeamRole.Member, Actor.System(), Token);
        var opened = (await Fixture.Sessions.OpenByPasswordAsync("Ada", Password, Book.Live, team.Id, null, Token)).Value.ShouldNotBeNull();
        opened.Caller.PayerId.ShouldBe(team.Id);

        await Fixture.Teams.RemoveMemberAsync(team.Id, user.Id, Actor.System(), Token);

        (await Fixture.Sessions.AuthenticateAsync(opened.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
    }

    private async Task<string> HashAsync(User user)
    {
        await using var context = await Fixture.ContextAsync();
        return await context.Users.Where(u => u.Id == user.Id).Select(u => EF.Property<string>(u, "PasswordHash")).SingleAsync(Token);
    }

    private async Task<User> WithPasswordAsync(string name) =>
        (await Fixture.Accounts.CreateUserAsync(new NewUser(name, UserRole.User) { Password = Password }, Actor.System(), Token)).Value.ShouldNotBeNull();
}
