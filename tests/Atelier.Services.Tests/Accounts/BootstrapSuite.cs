using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Persistence;

namespace Atelier.Services.Tests.Accounts;

/// <summary>The first start of an installation.</summary>
public abstract class BootstrapSuite : StoreSuite
{
    [Fact]
    public async Task The_first_start_makes_an_operator_two_keys_and_play_credits()
    {
        var first = (await Fixture.Accounts.BootstrapAsync(null, null, Token)).Value.ShouldNotBeNull();

        first.Operator.Role.ShouldBe(UserRole.Operator);
        (first.LiveKeyWasGiven, first.TestKeyWasGiven).ShouldBe((false, false));
        (await Fixture.Accounts.AuthenticateAsync(first.LiveKey, Token)).Value.ShouldNotBeNull().Book.ShouldBe(Book.Live);
        (await Fixture.Accounts.AuthenticateAsync(first.TestKey, Token)).Value.ShouldNotBeNull().Book.ShouldBe(Book.Test);
        (await Fixture.Credits.BalanceAsync(first.Operator.Id, Book.Test, Token)).ShouldBe(new Balance(1_000 * MicroCredits.PerCredit, 0));
        (await Fixture.Credits.BalanceAsync(first.Operator.Id, Book.Live, Token)).ShouldBe(new Balance(0, 0));
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Later_starts_make_nothing_whatever_they_are_given()
    {
        await Fixture.Accounts.BootstrapAsync(null, null, Token);

        var again = await Fixture.Accounts.BootstrapAsync("nonsense", null, Token);

        again.IsOk.ShouldBeTrue();
        again.Value.ShouldBeNull();
        (await Fixture.Accounts.ListUsersAsync(null, 10, Token)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Given_keys_are_used()
    {
        var (live, test) = (ApiKeyFormat.New(Book.Live), ApiKeyFormat.New(Book.Test));

        var first = (await Fixture.Accounts.BootstrapAsync(live, test, Token)).Value.ShouldNotBeNull();

        (first.LiveKey, first.TestKey, first.LiveKeyWasGiven, first.TestKeyWasGiven).ShouldBe((live, test, true, true));
        (await Fixture.Accounts.AuthenticateAsync(test, Token)).Value.ShouldNotBeNull().Book.ShouldBe(Book.Test);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_malformed_given_key_stops_the_start_and_says_how_to_make_one(bool live)
    {
        var refused = await Fixture.Accounts.BootstrapAsync(live ? "my-key" : null, live ? null : "my-key", Token);

        var (setting, mode) = live ? ("ATELIER_LIVE_KEY", "live") : ("ATELIER_TEST_KEY", "test");
        refused.Error.ShouldNotBeNull().Message.ShouldContain(setting);
        refused.Error.Message.ShouldContain($"atelier keys new --mode {mode}");
        refused.Error.Message.ShouldNotContain("my-key");
        (await Fixture.Accounts.ListUsersAsync(null, 10, Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_of_the_other_mode_is_refused()
    {
        var refused = await Fixture.Accounts.BootstrapAsync(ApiKeyFormat.New(Book.Test), null, Token);

        refused.Error.ShouldNotBeNull().Message.ShouldContain("other mode");
    }

    [Fact]
    public async Task Two_first_starts_at_once_make_one_operator()
    {
        await using var other = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);

        var both = await Task.WhenAll(Fixture.Accounts.BootstrapAsync(null, null, Token), other.Accounts.BootstrapAsync(null, null, Token));

        both.Count(r => r.Value is not null).ShouldBe(1);
        (await Fixture.Accounts.ListUsersAsync(null, 10, Token)).Items.Count.ShouldBe(1);
    }
}
