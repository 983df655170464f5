using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Credits;

/// <summary>Codes that add credits once.</summary>
public abstract class TopUpSuite : StoreSuite
{
    private const long Credit = MicroCredits.PerCredit;

    [Fact]
    public async Task A_code_adds_its_credits_however_it_is_typed()
    {
        var caller = await CallerAsync();
        var made = await MakeAsync();

        var move = (await Fixture.TopUps.RedeemAsync(made.Secret.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), caller, Token)).Value.ShouldNotBeNull();

        (move.Move.ToString(), move.SourceId, move.Reason).ShouldBe(("TopUp", made.Code.Id, "spring"));
        (await Fixture.Credits.BalanceAsync(caller.UserId, Book.Test, Token)).AvailableMicro.ShouldBe(5 * Credit);
        var listed = (await Fixture.TopUps.ListAsync(null, 10, Token)).Items.Single();
        (listed.RedeemedBy, listed.PayerId).ShouldBe((caller.UserId, caller.UserId));
        (await Fixture.TopUps.RedeemAsync(made.Secret, caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("code_redeemed");
        await Fixture.BooksShouldBeCleanAsync();
    }

    [Fact]
    public async Task Sixty_four_who_redeem_one_code_at_once_get_it_once()
    {
        var callers = new List<Caller>();
        for (var i = 0; i < 8; i++)
        {
            callers.Add(await CallerAsync());
        }

        await using var elsewhere = await PersistenceFixture.OpenAsync(Database.Options, Fixture.Time);
        var codes = await MakeManyAsync(20);
        var won = 0;
        foreach (var code in codes)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
                (i % 2 == 0 ? Fixture : elsewhere).TopUps.RedeemAsync(code.Secret, callers[i % callers.Count], Token)));
            results.Count(result => result.IsOk).ShouldBe(1);
            results.Where(result => !result.IsOk).ShouldAllBe(result => result.Error!.Code == "code_redeemed");
            won++;
        }

        long total = 0;
        foreach (var caller in callers)
        {
            total += (await Fixture.Credits.BalanceAsync(caller.UserId, Book.Test, Token)).AvailableMicro;
        }

        total.ShouldBe(codes.Count * 5 * Credit);
        await Fixture.BooksShouldBeCleanAsync();
        TestCounts.Report($"top-up codes ({Database.GetType().Name}): 64 at once on two nodes x {codes.Count} codes, {won} redeemed, each once");
    }

    [Fact]
    public async Task A_mistyped_code_is_refused_without_asking_the_database()
    {
        var code = (await MakeAsync()).Secret;
        var caller = await CallerAsync();
        await using var nowhere = await PersistenceFixture.OpenAsync(Database.Options);
        var codes = nowhere.TopUps;
        await nowhere.DisposeAsync();

        var last = code[^1] == '0' ? '1' : '0';
        (await codes.RedeemAsync(code[..^1] + last, caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("invalid_code");
        (await codes.RedeemAsync("", caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("invalid_code");
    }

    [Fact]
    public async Task Revoked_late_and_foreign_codes_bring_nothing()
    {
        var caller = await CallerAsync();
        var revoked = await MakeAsync();
        (await Fixture.TopUps.RevokeAsync(revoked.Code.Id, Actor.System(), Token)).Value.ShouldNotBeNull().RevokedAt.ShouldNotBeNull();
        (await Fixture.TopUps.RedeemAsync(revoked.Secret, caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("unknown_code");

        var late = await MakeAsync(wanted => wanted with { ExpiresAt = Fixture.Time.GetUtcNow().AddHours(1) });
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await Fixture.TopUps.RedeemAsync(late.Secret, caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("unknown_code");

        var live = await MakeAsync(wanted => wanted with { Book = Book.Live });
        (await Fixture.TopUps.RedeemAsync(live.Secret, caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("live_key_required");
        (await Fixture.TopUps.RedeemAsync(TopUpFormatNew(), caller, Token)).Error.ShouldNotBeNull().Code.ShouldBe("unknown_code");
        (await Fixture.Credits.BalanceAsync(caller.UserId, Book.Test, Token)).AvailableMicro.ShouldBe(0);
    }

    [Fact]
    public async Task Credits_of_a_code_may_expire_and_go_to_the_callers_team()
    {
        var caller = (await CallerAsync()) with { TeamId = (await Fixture.Teams.CreateAsync("team", AccountLimits.None, Actor.System(), Token)).Value!.Id };
        var code = await MakeAsync(wanted => wanted with { CreditsExpireAt = Fixture.Time.GetUtcNow().AddHours(1) });

        (await Fixture.TopUps.RedeemAsync(code.Secret, caller, Token)).IsOk.ShouldBeTrue();

        (await Fixture.Credits.BalanceAsync(caller.TeamId!, Book.Test, Token)).AvailableMicro.ShouldBe(5 * Credit);
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        (await Fixture.Expiry.SweepAsync(Token)).ShouldBe(5 * Credit);
    }

    [Fact]
    public async Task Only_a_hash_is_stored()
    {
        var made = await MakeAsync();
        await using var context = await Fixture.ContextAsync();
        var row = await context.TopUpCodes.Select(c => new { c.Hint, Hash = EF.Property<string>(c, "CodeHash") }).SingleAsync(Token);

        TopUpFormat.TryRead(made.Secret, out var body).ShouldBeTrue();
        $"{row} {made.Code}".ShouldNotContain(body![..20]);
        row.Hash.ShouldBe(TopUpFormat.HashOf(body));
    }

    private static string TopUpFormatNew() => TopUpFormat.New();

    private async Task<Caller> CallerAsync()
    {
        var user = await Fixture.UserAsync(0);
        return new Caller(user.Id, user.Name, user.Role, "key_1", Book.Test);
    }

    private async Task<CreatedTopUpCode> MakeAsync(Func<NewTopUpCodes, NewTopUpCodes>? with = null) => (await MakeManyAsync(1, with)).Single();

    private async Task<IReadOnlyList<CreatedTopUpCode>> MakeManyAsync(int count, Func<NewTopUpCodes, NewTopUpCodes>? with = null)
    {
        var wanted = new NewTopUpCodes(count, Book.Test, 5 * Credit, "usr_operator") { Note = "spring" };
        return (await Fixture.TopUps.CreateAsync(with?.Invoke(wanted) ?? wanted, Actor.System(), Token)).Value.ShouldNotBeNull();
    }
}
