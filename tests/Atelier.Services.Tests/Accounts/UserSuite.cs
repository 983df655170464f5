using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Persistence;

namespace Atelier.Services.Tests.Accounts;

/// <summary>Users and their changes.</summary>
public abstract class UserSuite : StoreSuite
{
    [Fact]
    public async Task A_disabled_users_keys_are_refused_until_the_user_is_enabled()
    {
        var user = await Fixture.UserAsync();
        var key = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "k", Token)).Value!;
        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).IsOk.ShouldBeTrue();

        await UpdateAsync(user, new UserChanges { Disabled = true });
        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("user_disabled");

        await UpdateAsync(user, new UserChanges { Disabled = false });
        (await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_operator_stays_one()
    {
        var first = (await Fixture.Accounts.CreateUserAsync("first", UserRole.Operator, Token)).Value!;
        var second = (await Fixture.Accounts.CreateUserAsync("second", UserRole.Operator, Token)).Value!;
        await UpdateAsync(first, new UserChanges { Role = UserRole.User });

        foreach (var changes in new[] { new UserChanges { Role = UserRole.User }, new UserChanges { Disabled = true } })
        {
            (await Fixture.Accounts.UpdateUserAsync(second.Id, changes, Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("last_operator");
        }
    }

    [Fact]
    public async Task Two_operators_cannot_take_each_others_role_at_once()
    {
        var first = (await Fixture.Accounts.CreateUserAsync("first", UserRole.Operator, Token)).Value!;
        var second = (await Fixture.Accounts.CreateUserAsync("second", UserRole.Operator, Token)).Value!;
        var changes = new UserChanges { Role = UserRole.User };

        var results = await Task.WhenAll(
            Fixture.Accounts.UpdateUserAsync(first.Id, changes, Actor.System(), Token), Fixture.Accounts.UpdateUserAsync(second.Id, changes, Actor.System(), Token));

        results.Count(result => result.IsOk).ShouldBe(1);
    }

    [Fact]
    public async Task Names_to_sign_in_with_are_unique_whatever_their_case()
    {
        await Fixture.Accounts.CreateUserAsync(new NewUser("Ada", UserRole.User) { Password = "a long password" }, Actor.System(), Token);
        var other = (await Fixture.Accounts.CreateUserAsync("ada", UserRole.User, Token)).Value.ShouldNotBeNull("without a password a name may be used twice");

        (await Fixture.Accounts.SetPasswordAsync(other.Id, "a long password", Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("name_taken");
        (await Fixture.Accounts.CreateUserAsync(new NewUser("ADA", UserRole.User) { Password = "a long password" }, Actor.System(), Token))
            .Error.ShouldNotBeNull().Code.ShouldBe("name_taken");
    }

    [Fact]
    public async Task Changes_are_stored_and_told()
    {
        var user = await Fixture.UserAsync();
        var limits = new AccountLimits { ConcurrentGenerations = 3, PerMonthMicro = 5 };
        var changed = await UpdateAsync(user, new UserChanges { Name = "renamed", Limits = limits, OpenIdSubject = "sub" });

        (await Fixture.Accounts.FindUserAsync(user.Id, Token)).ShouldBe(changed);
        (changed.Name, changed.Limits, changed.OpenIdSubject).ShouldBe(("renamed", limits, "sub"));
        var act = (await Fixture.Trail.ListAsync(new AuditQuery(Act: "user.update"), Token)).Items.Single();
        act.TargetId.ShouldBe(user.Id);
        act.Before.ShouldNotBeNull().ShouldContain("somebody");
        act.After.ShouldNotBeNull().ShouldContain("renamed");
        (await UpdateAsync(user, new UserChanges { OpenIdSubject = "" })).OpenIdSubject.ShouldBeNull();
    }

    [Theory]
    [InlineData("short", "password")]
    [InlineData(null, "openid_subject")]
    public async Task Bad_users_name_their_field(string? password, string field)
    {
        var user = new NewUser("Ada", UserRole.User) { Password = password, OpenIdSubject = password is null ? new string('x', 501) : null };

        (await Fixture.Accounts.CreateUserAsync(user, Actor.System(), Token)).Error.ShouldNotBeNull().Field.ShouldBe(field);
    }

    private async Task<User> UpdateAsync(User user, UserChanges changes) =>
        (await Fixture.Accounts.UpdateUserAsync(user.Id, changes, Actor.System(), Token)).Value.ShouldNotBeNull();
}
