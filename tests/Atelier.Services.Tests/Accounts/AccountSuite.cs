using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Accounts;

/// <summary>Users, keys and who is calling.</summary>
public abstract class AccountSuite : StoreSuite
{
    [Fact]
    public async Task A_key_tells_who_calls_and_from_which_book()
    {
        var user = (await Fixture.Accounts.CreateUserAsync("Ada", UserRole.Operator, Token)).Value!;
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "laptop", Token)).Value!;

        var caller = (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Value;

        caller.ShouldBe(new Caller(user.Id, "Ada", UserRole.Operator, created.Key.Id, Book.Test));
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Value.ShouldBe(caller);
    }

    [Fact]
    public async Task A_malformed_key_is_refused_without_asking_the_database()
    {
        await using var nowhere = await PersistenceFixture.OpenAsync(Database.Options);
        await nowhere.DisposeAsync();

        // Everything below this service is disposed of: only the form can have been looked at.
        var refused = await nowhere.AccountsAfterDisposal.AuthenticateAsync("atl_test_000000000000000000000000000000", Token);

        refused.Error.ShouldNotBeNull().Code.ShouldBe("malformed_api_key");
        refused.Error.Kind.ShouldBe(ErrorKind.Unauthenticated);
    }

    [Fact]
    public async Task A_well_formed_key_that_nobody_made_is_unknown()
    {
        var refused = await Fixture.Accounts.AuthenticateAsync(ApiKeyFormat.New(Book.Live), Token);

        refused.Error.ShouldNotBeNull().Code.ShouldBe("invalid_api_key");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_here_and_within_two_seconds_elsewhere()
    {
        var user = await Fixture.UserAsync();
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "laptop", Token)).Value!;
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).IsOk.ShouldBeTrue();
        (await elsewhere.Accounts.AuthenticateAsync(created.Secret, Token)).IsOk.ShouldBeTrue();

        var revoked = (await Fixture.Accounts.RevokeKeyAsync(created.Key.Id, user.Id, Token)).Value;

        revoked.ShouldNotBeNull().RevokedAt.ShouldBe(Fixture.Time.GetUtcNow());
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("revoked_api_key");
        Fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await elsewhere.Accounts.AuthenticateAsync(created.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("revoked_api_key");
        (await Fixture.Accounts.RevokeKeyAsync(created.Key.Id, null, Token)).Value.ShouldBe(revoked, "revoking again changes nothing");
    }

    [Fact]
    public async Task Somebody_elses_key_is_not_found()
    {
        var user = await Fixture.UserAsync();
        var other = await Fixture.UserAsync();
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "laptop", Token)).Value!;

        (await Fixture.Accounts.RevokeKeyAsync(created.Key.Id, other.Id, Token)).Error.ShouldNotBeNull().Code.ShouldBe("key_not_found");

        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_a_hash_of_a_key_is_stored()
    {
        var user = await Fixture.UserAsync();
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, "laptop", Token)).Value!;

        await using var context = await Fixture.ContextAsync();
        var row = await context.ApiKeys.Select(k => new { k.Hint, Hash = EF.Property<string>(k, "KeyHash") }).SingleAsync(Token);

        row.Hash.ShouldBe(ApiKeyFormat.HashOf(created.Secret));
        row.Hint.ShouldBe(created.Key.Hint);
        $"{row} {created.Key}".ShouldNotContain(created.Secret[9..]);
    }

    [Fact]
    public async Task The_last_use_is_written_in_the_background_and_to_the_minute()
    {
        var user = await Fixture.UserAsync();
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "laptop", Token)).Value!;
        await Fixture.Accounts.AuthenticateAsync(created.Secret, Token);
        await Fixture.Accounts.AuthenticateAsync(created.Secret, Token);
        (await KeyAsync(user.Id)).LastUsedAt.ShouldBeNull();
        var commits = Fixture.Probe.Commits;

        await Fixture.KeyUses.FlushAsync(Token);
        await Fixture.KeyUses.FlushAsync(Token);

        (await KeyAsync(user.Id)).LastUsedAt.ShouldBe(Fixture.Time.GetUtcNow());
        Fixture.Probe.Commits.ShouldBe(commits + 1);
    }

    [Fact]
    public async Task Uses_are_written_every_minute_and_on_the_way_out()
    {
        var user = await Fixture.UserAsync();
        var created = (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Test, "laptop", Token)).Value!;
        await Fixture.KeyUses.StartAsync(Token);

        await Fixture.Accounts.AuthenticateAsync(created.Secret, Token);
        await Fixture.KeyUses.StopAsync(Token);

        (await KeyAsync(user.Id)).LastUsedAt.ShouldBe(Fixture.Time.GetUtcNow());
    }

    [Fact]
    public async Task Users_and_keys_are_listed_newest_first()
    {
        var first = await Fixture.UserAsync(credits: 0);
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        var second = await Fixture.UserAsync(credits: 0);
        var old = (await Fixture.Accounts.CreateKeyAsync(first.Id, Book.Live, "old", Token)).Value!.Key;
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        var young = (await Fixture.Accounts.CreateKeyAsync(second.Id, Book.Live, "young", Token)).Value!.Key;

        (await Fixture.Accounts.ListUsersAsync(null, 10, Token)).Items.ShouldBe([second, first]);
        var page = await Fixture.Accounts.ListUsersAsync(null, 1, Token);
        (await Fixture.Accounts.ListUsersAsync(page.NextCursor, 1, Token)).Items.ShouldBe([first]);
        (await Fixture.Accounts.ListKeysAsync(null, null, 10, Token)).Items.ShouldBe([young, old]);
        (await Fixture.Accounts.ListKeysAsync(first.Id, null, 10, Token)).Items.ShouldBe([old]);
        (await Fixture.Accounts.FindUserAsync(first.Id, Token)).ShouldBe(first);
        (await Fixture.Accounts.FindUserAsync("usr_none", Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("a name of more than one hundred characters is more than anybody needs to tell users apart, and it ends here")]
    public async Task A_bad_name_is_refused(string name)
    {
        (await Fixture.Accounts.CreateUserAsync(name, UserRole.User, Token)).Error.ShouldNotBeNull().Field.ShouldBe("name");
        (await Fixture.Accounts.CreateKeyAsync("usr_none", Book.Test, name, Token)).Error.ShouldNotBeNull().Field.ShouldBe("name");
    }

    [Fact]
    public async Task A_key_for_nobody_is_not_made() =>
        (await Fixture.Accounts.CreateKeyAsync("usr_none", Book.Test, "laptop", Token)).Error.ShouldNotBeNull().Code.ShouldBe("user_not_found");

    private async Task<ApiKey> KeyAsync(string userId) => (await Fixture.Accounts.ListKeysAsync(userId, null, 1, Token)).Items.ShouldHaveSingleItem();
}
