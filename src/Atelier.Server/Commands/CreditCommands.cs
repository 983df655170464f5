using System.CommandLine;
using System.Globalization;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>credits grant|adjust|show|codes|check</c>.</summary>
internal static partial class CreditCommands
{
    private const string ActorId = "command-line";

    private static readonly Option<string> UserId = new("--user") { Description = "The id of a user or a team.", Required = true, HelpName = "id" };

    private static readonly Option<Book> BookName = new("--book") { Description = "live or test.", Required = true, HelpName = "live|test" };

    private static readonly Option<decimal> Amount = new("--amount")
    {
        Description = "Credits with at most six places; negative takes available credits back.",
        Required = true,
        HelpName = "credits",
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var credits))
            {
                return credits;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not an amount of credits such as 100 or 0.5.");
            return 0;
        },
    };

    private static readonly Option<string> Reason = new("--reason") { Description = "For the statement.", Required = true, HelpName = "text" };

    public static Command Build()
    {
        var grant = new Command("grant", "Give credits to a user or a team.") { UserId, BookName, Amount, Reason, CommandOptions.Expires };
        grant.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => MoveAsync(command, isGrant: true, token)));

        var adjust = new Command("adjust", "Correct a balance, up or down; never below what is available.") { UserId, BookName, Amount, Reason };
        adjust.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => MoveAsync(command, isGrant: false, token)));

        var show = new Command("show", "Show balances, of one user or team, or of all.") { Payer };
        show.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ShowAsync(command, token)));

        return new Command("credits", "Credits.") { grant, adjust, show, BuildCodes(), BuildCheck() };
    }

    private static readonly Option<string?> Payer = new("--user") { Description = "The id of a user or a team. Default: all.", HelpName = "id" };

    private static long AmountOf(ParseResult command) => MicroCredits.TryFromCredits(command.GetRequiredValue(Amount), out var micro)
        ? micro
        : throw new CommandException(new ServiceError(
            ErrorKind.Invalid, "invalid_amount", "The amount must be at most 1000000000 credits with at most six places.", "amount"));

    private static async Task MoveAsync(ParseResult command, bool isGrant, CancellationToken cancellationToken)
    {
        var micro = AmountOf(command);
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var book = command.GetRequiredValue(BookName);
        var user = await data.FindPayerAsync(command.GetRequiredValue(UserId), cancellationToken);
        var request = new GrantRequest(user.Id, book, micro, command.GetRequiredValue(Reason), ActorId);
        var move = CommandException.Unwrap(isGrant
            ? await data.Credits.GrantAsync(request with { ExpiresAt = command.GetValue(CommandOptions.Expires) }, Actor.System(), cancellationToken)
            : await data.Credits.AdjustAsync(request, Actor.System(), cancellationToken));
        var balance = await data.Credits.BalanceAsync(user.Id, book, cancellationToken);
        var line = new GrantLine(
            move.Id, user.Id, KeyLine.NameOf(book), MicroCredits.ToCredits(micro), move.Reason ?? "", MicroCredits.ToCredits(balance.AvailableMicro));
        CommandOutput.Of(command).Show(line, CommandJson.Default.GrantLine, console => console.WriteLine(
            $"{(isGrant ? "Granted" : "Adjusted by")} {MicroCredits.Format(micro)} {line.Book} credits {(isGrant ? "to" : "for")} {user.Name} ({user.Id}); {MicroCredits.Format(balance.AvailableMicro)} are available now."));
    }

    private static async Task ShowAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        IReadOnlyList<(string Id, string Name)> users = command.GetValue(Payer) is { } id
            ? [await data.FindPayerAsync(id, cancellationToken)]
            : await data.PayersAsync(cancellationToken);
        var lines = new List<BalanceLine>();
        foreach (var user in users)
        {
            foreach (var book in Enum.GetValues<Book>())
            {
                var balance = await data.Credits.BalanceAsync(user.Id, book, cancellationToken);
                lines.Add(new BalanceLine(
                    user.Id, user.Name, KeyLine.NameOf(book), MicroCredits.ToCredits(balance.AvailableMicro), MicroCredits.ToCredits(balance.HeldMicro)));
            }
        }

        CommandOutput.Of(command).Show(new Lines<BalanceLine>(lines), CommandJson.Default.LinesBalanceLine, console =>
        {
            var table = new Table().AddColumns("User or team", "Name", "Book").AddColumn("Available", Right).AddColumn("Held", Right);
            foreach (var line in lines)
            {
                table.AddRow(new Text(line.UserId), new Text(line.UserName), new Text(line.Book), Credits(line.Available), Credits(line.Held));
            }

            console.Write(table);
        });
    }

    private static void Right(TableColumn column) => column.RightAligned();

    private static Text Credits(decimal amount) => new(amount.ToString("0.######", CultureInfo.InvariantCulture));
}
