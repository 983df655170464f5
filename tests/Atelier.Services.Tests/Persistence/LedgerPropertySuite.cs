using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Tests.Persistence;

/// <summary>
/// Random commands of several users, one after another and all at once. Whatever the order: the books are right, nobody overspends, and each
/// generation ends exactly once.
/// </summary>
public abstract class LedgerPropertySuite : StoreSuite
{
    private const int Users = 3;
    private const long Credits = 12 * MicroCredits.PerCredit;

    private static readonly Gen<Command> Commands = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, Users - 1], Gen.Int[0, 5], Gen.Int[0, 5], (kind, user, key, size) => kind switch
        {
            < 4 => new Command(CommandKind.Accept, user, key, size * MicroCredits.PerCredit),
            < 8 => new Command(CommandKind.Advance, user, key, size * MicroCredits.PerCredit / 3),
            8 => new Command(CommandKind.End, user, key, size),
            _ => new Command(CommandKind.Grant, user, key, (size - 3) * MicroCredits.PerCredit),
        });

    private enum CommandKind
    {
        Accept,
        Advance,
        End,
        Grant,
    }

    [Fact]
    public async Task One_after_another() => await CheckAsync(async (run, commands) =>
    {
        foreach (var command in commands)
        {
            await run.RunAsync(command);
            await run.BooksShouldHoldAsync();
        }
    });

    [Fact]
    public async Task All_at_once() => await CheckAsync(async (run, commands) => await Task.WhenAll(commands.Select(c => Task.Run(() => run.RunAsync(c), Token))));

    private Task CheckAsync(Func<Run, Command[], Task> execute) => Commands.Array[5, 60].SampleAsync(
        async commands =>
        {
            var users = new List<User>();
            for (var i = 0; i < Users; i++)
            {
                users.Add(await Fixture.UserAsync(Credits / MicroCredits.PerCredit));
            }

            var run = new Run(Fixture, users);
            await execute(run, commands);
            await run.BooksShouldHoldAsync();
            await run.FinishAllAsync();
            await run.EverythingShouldHaveEndedOnceAsync();
        },
        iter: 12, threads: 1);

    private sealed record Command(CommandKind Kind, int User, int Key, long Amount);

    private sealed class Run(PersistenceFixture fixture, List<User> users)
    {
        private readonly string _name = Guid.NewGuid().ToString("n");

        public async Task RunAsync(Command command)
        {
            var user = users[command.User];
            switch (command.Kind)
            {
                case CommandKind.Accept:
                    // A few share a key, so that some are replays; the amount is part of the request.
                    var key = command.Key < 3 ? $"{_name}-{command.Key}" : null;
                    await fixture.Store.AcceptAsync(Samples.Request(fixture, user.Id, command.Amount, key, $"{command.Amount}"), Token);
                    break;
                case CommandKind.Grant:
                    if (command.Amount != 0)
                    {
                        await fixture.Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, command.Amount, "property", "system"), Token);
                    }

                    break;
                default:
                    await StepAsync(user, command);
                    break;
            }
        }

        public async Task FinishAllAsync()
        {
            foreach (var user in users)
            {
                foreach (var row in await UnfinishedAsync(user))
                {
                    (await fixture.Store.ApplyAsync(Change(row, GenerationTrigger.Cancel), Token)).Applied.ShouldBeTrue();
                }
            }
        }

        public Task BooksShouldHoldAsync() => fixture.BooksShouldBeCleanAsync();

        public async Task EverythingShouldHaveEndedOnceAsync()
        {
            await fixture.BooksShouldBeCleanAsync();
            await using var context = await fixture.ContextAsync();
            foreach (var user in users)
            {
                (await fixture.BalanceAsync(user)).HeldMicro.ShouldBe(0);
                var ends = await context.LedgerMoves.Where(m => m.UserId == user.Id && m.Slot == "end").GroupBy(m => m.GenerationId)
                    .Select(g => g.Count()).ToListAsync(Token);
                ends.ShouldAllBe(count => count == 1);
                ends.Count.ShouldBe(await context.Generations.CountAsync(g => g.UserId == user.Id, Token));
            }
        }

        private async Task StepAsync(User user, Command command)
        {
            var rows = await UnfinishedAsync(user);
            if (rows.Count == 0)
            {
                return;
            }

            var row = rows[command.Key % rows.Count];
            var legal = GenerationTransitions.All.Where(r => r.From == row.State && (r.Money != MoneyMove.None) == (command.Kind == CommandKind.End)).ToList();
            var rule = legal[(int)(command.Amount % legal.Count)];
            var charge = rule.Money == MoneyMove.Capture ? Math.Min(row.HeldMicro, command.Amount) : 0;
            if (rule.Trigger == GenerationTrigger.Share)
            {
                // Needs somebody else's result; the suite of shared results moves that money.
                return;
            }

            var fallback = rule.Trigger == GenerationTrigger.Divert
                ? new Diversion("other/model", "other", "other-1", null, row.SubmitPolicy, row.Input, row.PriceRule)
                : null;
            await fixture.Store.ApplyAsync(Change(row, rule.Trigger) with { CaptureMicro = charge, Diversion = fallback }, Token);
        }

        private async Task<IReadOnlyList<Generation>> UnfinishedAsync(User user)
        {
            var states = GenerationStates.All.Where(s => !s.IsFinished()).ToList();
            return (await fixture.Reader.ListAsync(new GenerationQuery { UserId = user.Id, States = states, Limit = 100 }, Token)).Items;
        }

        private static GenerationChange Change(Generation row, GenerationTrigger trigger) =>
            new() { GenerationId = row.Id, ExpectedVersion = row.Version, From = row.State, Trigger = trigger };
    }
}
