using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Tests.Persistence;

namespace Atelier.Services.Tests.Accounts;

/// <summary>What keys may do, and how they change.</summary>
public abstract class KeySuite : StoreSuite
{
    private static readonly AccountLimits Small = new() { RequestsPerMinute = 5, PerDayMicro = 3 * MicroCredits.PerCredit };

    [Fact]
    public async Task A_caller_carries_what_the_key_may_do()
    {
        var user = await Fixture.UserAsync();
        var created = await MakeAsync(user, new KeySettings
        {
            Name = "shop", Scopes = KeyScopes.Read | KeyScopes.Generate, Models = Models("stability/*", "gpt-image-1"), Limits = Small,
            ExpiresAt = Fixture.Time.GetUtcNow().AddDays(1),
        });

        var caller = (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Value.ShouldNotBeNull();

        caller.Scopes.ShouldBe(KeyScopes.Read | KeyScopes.Generate);
        caller.Models.ShouldNotBeNull().Allows("stability/core").ShouldBeTrue();
        caller.Models.Allows("runway/gen4").ShouldBeFalse();
        caller.Limits.Key.ShouldBe(Small);
        caller.PayerId.ShouldBe(user.Id);
        (await Fixture.Accounts.FindKeyAsync(created.Key.Id, new KeyOwner(user.Id), Token)).ShouldBe(created.Key);
    }

    [Fact]
    public async Task A_key_expires_to_the_second_also_while_it_is_remembered()
    {
        var user = await Fixture.UserAsync();
        var created = await MakeAsync(user, new KeySettings { Name = "short", ExpiresAt = Fixture.Time.GetUtcNow().AddSeconds(1) });
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).IsOk.ShouldBeTrue();

        Fixture.Time.Advance(TimeSpan.FromSeconds(1));

        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("expired_api_key");
    }

    [Fact]
    public async Task A_rotated_keys_old_text_works_for_the_overlap_and_no_longer()
    {
        var user = await Fixture.UserAsync();
        var old = await MakeAsync(user, new KeySettings { Name = "rotates" });
        (await Fixture.Accounts.AuthenticateAsync(old.Secret, Token)).IsOk.ShouldBeTrue();

        var rotated = (await Fixture.Accounts.RotateKeyAsync(old.Key.Id, new KeyOwner(user.Id), TimeSpan.FromHours(1), Actor.System(), Token)).Value.ShouldNotBeNull();

        rotated.Key.Id.ShouldBe(old.Key.Id);
        (await Fixture.Accounts.AuthenticateAsync(rotated.Secret, Token)).Value.ShouldNotBeNull().KeyId.ShouldBe(old.Key.Id);
        (await Fixture.Accounts.AuthenticateAsync(old.Secret, Token)).Value.ShouldNotBeNull().KeyId.ShouldBe(old.Key.Id);
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await Fixture.Accounts.AuthenticateAsync(old.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("rotated_api_key");
        (await Fixture.Accounts.AuthenticateAsync(rotated.Secret, Token)).IsOk.ShouldBeTrue();

        // The text before the one before is gone at the next rotation, overlap or not.
        var third = (await Fixture.Accounts.RotateKeyAsync(old.Key.Id, new KeyOwner(user.Id), TimeSpan.Zero, Actor.System(), Token)).Value.ShouldNotBeNull();
        (await Fixture.Accounts.AuthenticateAsync(rotated.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("rotated_api_key");
        (await Fixture.Accounts.AuthenticateAsync(old.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("invalid_api_key");
        (await Fixture.Accounts.AuthenticateAsync(third.Secret, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_change_holds_at_once_here_and_within_two_seconds_elsewhere()
    {
        var user = await Fixture.UserAsync();
        var created = await MakeAsync(user, new KeySettings { Name = "changes" });
        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        (await elsewhere.Accounts.AuthenticateAsync(created.Secret, Token)).Value.ShouldNotBeNull().Scopes.ShouldBe(KeyScopes.All);
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).IsOk.ShouldBeTrue();

        var changed = await Fixture.Accounts.UpdateKeyAsync(
            created.Key.Id, new KeyOwner(user.Id), new KeySettings { Name = "changed", Scopes = KeyScopes.Read, Limits = Small }, Actor.System(), Token);

        changed.Value.ShouldNotBeNull().Limits.ShouldBe(Small);
        (await Fixture.Accounts.AuthenticateAsync(created.Secret, Token)).Value.ShouldNotBeNull().Scopes.ShouldBe(KeyScopes.Read);
        Fixture.Time.Advance(TimeSpan.FromSeconds(2));
        (await elsewhere.Accounts.AuthenticateAsync(created.Secret, Token)).Value.ShouldNotBeNull().Scopes.ShouldBe(KeyScopes.Read);
    }

    public static TheoryData<string, KeySettings> WiderSettings() => new()
    {
        { "scopes", new KeySettings { Name = "x", Scopes = KeyScopes.All, Models = Models("stability/core"), Limits = Small, ExpiresAt = DateTimeOffset.MinValue } },
        { "models", new KeySettings { Name = "x", Scopes = KeyScopes.Admin, Models = Models("runway/*"), Limits = Small, ExpiresAt = DateTimeOffset.MinValue } },
        { "no models", new KeySettings { Name = "x", Scopes = KeyScopes.Admin, Limits = Small, ExpiresAt = DateTimeOffset.MinValue } },
        { "expiry", new KeySettings { Name = "x", Scopes = KeyScopes.Admin, Models = Models("stability/*"), Limits = Small } },
        { "team", new KeySettings { Name = "x", Scopes = KeyScopes.Admin, Models = Models("stability/*"), Limits = Small, ExpiresAt = DateTimeOffset.MinValue } },
    };

    [Theory]
    [MemberData(nameof(WiderSettings), DisableDiscoveryEnumeration = true)]
    public async Task A_key_makes_no_key_that_may_do_more_than_itself(string what, KeySettings wider)
    {
        var user = await Fixture.UserAsync();
        var end = Fixture.Time.GetUtcNow().AddDays(1);
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!;
        await Fixture.Teams.PutMemberAsync(team.Id, user.Id, TeamRole.Member, Actor.System(), Token);
        var narrow = new KeySettings
        {
            Name = "narrow", Scopes = KeyScopes.Admin | KeyScopes.Read, Models = Models("stability/*"), ExpiresAt = end, TeamId = what == "team" ? team.Id : null,
        };
        var actor = await ActorAsync(user, narrow);
        var wanted = wider.ExpiresAt is null ? wider : wider with { ExpiresAt = end };

        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, wanted, actor, Token)).Error.ShouldNotBeNull(what).Code.ShouldBe("wider_key");
        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, narrow with { Name = "same" }, actor, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_with_limits_makes_no_sisters_but_rotates_and_narrows_itself()
    {
        var user = await Fixture.UserAsync();
        var own = new KeyOwner(user.Id);
        var sister = (await MakeAsync(user, new KeySettings { Name = "sister", Limits = Small })).Key;
        var limited = new KeySettings { Name = "limited", Limits = Small };
        var key = await MakeAsync(user, limited);
        var actor = Actor.Of((await Fixture.Accounts.AuthenticateAsync(key.Secret, Token)).Value!, null);

        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, limited, actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.RotateKeyAsync(sister.Id, own, TimeSpan.Zero, actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.UpdateKeyAsync(key.Key.Id, own, limited with { Limits = AccountLimits.None }, actor, Token))
            .Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.UpdateKeyAsync(key.Key.Id, own, limited with { Limits = Small with { RequestsPerMinute = 1 } }, actor, Token)).IsOk.ShouldBeTrue();
        (await Fixture.Accounts.RotateKeyAsync(key.Key.Id, own, TimeSpan.Zero, actor, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_by_a_key_makes_no_key_that_outlasts_it()
    {
        var user = await Fixture.UserAsync();
        var end = Fixture.Time.GetUtcNow().AddDays(30);
        var key = await MakeAsync(user, new KeySettings { Name = "ends", ExpiresAt = end });
        var actor = Actor.Of((await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Value!.Caller, null);

        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, new KeySettings { Name = "for ever" }, actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, new KeySettings { Name = "as long", ExpiresAt = end }, actor, Token)).IsOk.ShouldBeTrue();
        (await Fixture.Accounts.ChangePasswordAsync(null, "a long password", actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
    }

    [Fact]
    public async Task A_text_that_was_replaced_opens_nothing_that_outlasts_it()
    {
        var user = await Fixture.UserAsync();
        var key = await MakeAsync(user, new KeySettings { Name = "leaked" });
        var before = (await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Value!;
        await Fixture.Accounts.RotateKeyAsync(key.Key.Id, new KeyOwner(user.Id), TimeSpan.FromHours(1), Actor.System(), Token);
        var during = (await Fixture.Sessions.OpenByKeyAsync(key.Secret, null, Token)).Value!;

        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, new KeySettings { Name = "for ever" }, Actor.Of(during.Caller, null), Token))
            .Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        foreach (var session in new[] { before, during })
        {
            (await Fixture.Sessions.AuthenticateAsync(session.Secret, Token)).IsOk.ShouldBeTrue();
        }

        Fixture.Time.Advance(TimeSpan.FromHours(1));
        foreach (var session in new[] { before, during })
        {
            (await Fixture.Sessions.AuthenticateAsync(session.Secret, Token)).Error.ShouldNotBeNull().Code.ShouldBe("session_ended");
        }
    }

    [Fact]
    public async Task A_narrow_key_does_not_rotate_or_change_a_wider_one_but_may_revoke_it()
    {
        var user = await Fixture.UserAsync();
        var wide = await MakeAsync(user, new KeySettings { Name = "wide" });
        var narrow = await ActorAsync(user, new KeySettings { Name = "narrow", Scopes = KeyScopes.Admin });
        var own = new KeyOwner(user.Id);

        (await Fixture.Accounts.RotateKeyAsync(wide.Key.Id, own, TimeSpan.Zero, narrow, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.UpdateKeyAsync(wide.Key.Id, own, new KeySettings { Name = "n", Scopes = KeyScopes.Admin }, narrow, Token))
            .Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.ChangePasswordAsync(null, "a long password", narrow, Token)).Error.ShouldNotBeNull().Code.ShouldBe("wider_key");
        (await Fixture.Accounts.RevokeKeyAsync(wide.Key.Id, own, narrow, Token)).IsOk.ShouldBeTrue();
        (await Fixture.Accounts.RotateKeyAsync(wide.Key.Id, own, TimeSpan.Zero, Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("key_revoked");
    }

    [Fact]
    public async Task A_test_key_opens_no_way_to_live_credits()
    {
        var user = await Fixture.UserAsync();
        var live = await MakeAsync(user, new KeySettings { Name = "live" });
        var actor = await ActorAsync(user, new KeySettings { Name = "test" }, Book.Test);
        var own = new KeyOwner(user.Id);

        (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, new KeySettings { Name = "x" }, actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Accounts.RotateKeyAsync(live.Key.Id, own, TimeSpan.Zero, actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Accounts.ChangePasswordAsync(null, "a long password", actor, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
    }

    [Fact]
    public async Task A_test_key_ends_nothing_that_is_live()
    {
        var user = (await Fixture.Accounts.CreateUserAsync(new NewUser("Chief", UserRole.Operator) { Password = "a long password" }, Actor.System(), Token)).Value!;
        var live = await MakeAsync(user, new KeySettings { Name = "live" });
        var browser = (await Fixture.Sessions.OpenByKeyAsync(live.Secret, null, Token)).Value!;
        var test = await ActorAsync(user, new KeySettings { Name = "test" }, Book.Test);
        var team = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!;
        await Fixture.Teams.PutMemberAsync(team.Id, user.Id, TeamRole.Manager, Actor.System(), Token);
        var code = (await Fixture.TopUps.CreateAsync(new NewTopUpCodes(1, Book.Live, 5, "system"), Actor.System(), Token)).Value!.Single().Code;

        (await Fixture.Accounts.RevokeKeyAsync(live.Key.Id, new KeyOwner(user.Id), test, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Sessions.EndAsync(browser.Session.Id, user.Id, test, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Teams.RemoveMemberAsync(team.Id, user.Id, test, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Teams.DeleteAsync(team.Id, test, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.TopUps.RevokeAsync(code.Id, test, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.Sessions.EndAllAsync(user.Id, test, Token)).ShouldBe(0);
        (await Fixture.Sessions.AuthenticateAsync(browser.Secret, Token)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_elses_key_is_neither_found_nor_changed()
    {
        var (user, other) = (await Fixture.UserAsync(), await Fixture.UserAsync());
        var key = (await MakeAsync(user, new KeySettings { Name = "mine" })).Key;
        var owner = new KeyOwner(other.Id);

        (await Fixture.Accounts.FindKeyAsync(key.Id, owner, Token)).ShouldBeNull();
        (await Fixture.Accounts.UpdateKeyAsync(key.Id, owner, new KeySettings { Name = "x" }, Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("key_not_found");
        (await Fixture.Accounts.RotateKeyAsync(key.Id, owner, TimeSpan.Zero, Actor.System(), Token)).Error.ShouldNotBeNull().Code.ShouldBe("key_not_found");
    }

    [Fact]
    public async Task Every_change_is_on_the_trail_without_secrets()
    {
        var user = await Fixture.UserAsync();
        var created = await MakeAsync(user, new KeySettings { Name = "told", Models = Models("stability/*"), Limits = Small });
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        var rotated = (await Fixture.Accounts.RotateKeyAsync(created.Key.Id, new KeyOwner(user.Id), TimeSpan.Zero, Actor.System("test"), Token)).Value!;
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Fixture.Accounts.RevokeKeyAsync(created.Key.Id, new KeyOwner(user.Id), Actor.System("test"), Token);

        var acts = (await Fixture.Trail.ListAsync(new AuditQuery(TargetId: created.Key.Id), Token)).Items;

        acts.Select(act => act.Act).ShouldBe(["key.revoke", "key.rotate", "key.create"]);
        acts[2].After.ShouldNotBeNull().ShouldContain("stability/*");
        string.Join('\n', acts).ShouldNotContain(created.Secret[12..^4]);
        string.Join('\n', acts).ShouldNotContain(rotated.Secret[12..^4]);
    }

    [Fact]
    public async Task Bad_settings_name_their_field()
    {
        var user = await Fixture.UserAsync();
        async Task Refused(KeySettings settings, string field) =>
            (await Fixture.Accounts.CreateKeyAsync(user.Id, Book.Live, settings, Actor.System(), Token)).Error.ShouldNotBeNull().Field.ShouldBe(field);

        await Refused(new KeySettings { Name = "x", Scopes = KeyScopes.None }, "scopes");
        await Refused(new KeySettings { Name = "x", ExpiresAt = Fixture.Time.GetUtcNow() }, "expires_at");
        await Refused(new KeySettings { Name = "x", Limits = new AccountLimits { ConcurrentGenerations = 0 } }, "limits.concurrent_generations");
        await Refused(new KeySettings { Name = "x", Limits = new AccountLimits { PerDayMicro = -1 } }, "limits.credits_per_day");
        (await Fixture.Accounts.RotateKeyAsync("key_none", default, TimeSpan.FromDays(31), Actor.System(), Token)).Error.ShouldNotBeNull().Field.ShouldBe("overlap_seconds");
        ModelAllowList.Read(["*"]).Error.ShouldNotBeNull().Field.ShouldBe("models");
    }

    private static ModelAllowList Models(params string[] patterns) => ModelAllowList.Read(patterns).Value!;

    private async Task<CreatedKey> MakeAsync(User user, KeySettings settings, Book book = Book.Live) =>
        (await Fixture.Accounts.CreateKeyAsync(user.Id, book, settings, Actor.System(), Token)).Value.ShouldNotBeNull();

    private async Task<Actor> ActorAsync(User user, KeySettings settings, Book book = Book.Live) =>
        Actor.Of((await Fixture.Accounts.AuthenticateAsync((await MakeAsync(user, settings, book)).Secret, Token)).Value!, "192.0.2.1");
}
