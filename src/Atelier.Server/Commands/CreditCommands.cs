using System.CommandLine;
using System.Globalization;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>credits grant|show</c>.</summary>
internal static class CreditCommands
{
    private const string Actor = "command-line";

    private static readonly Option<string> UserId = new("--user") { Description = "The user's id.", Required = true, HelpName = "id" };

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
        var grant = new Command("grant", "Give credits to a user.") { UserId, BookName, Amount, Reason };
        grant.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => GrantAsync(command, token)));

        var show = new Command("show", "Show balances, of one user or of all.") { CommandOptions.User };
        show.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ShowAsync(command, token)));

        return new Command("credits", "Credits.") { grant, show };
    }

    private static async Task GrantAsync(ParseResult command, CancellationToken cancellationToken)
    {
        if (!MicroCredits.TryFromCredits(command.GetRequiredValue(Amount), out var micro))
        {
            throw new CommandException(new ServiceError(
                ErrorKind.Invalid, "invalid_amount", "The amount must be at most 1000000000 credits with at most six places.", "amount"));
        }

        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var book = command.GetRequiredValue(BookName);
        var user = await data.FindUserAsync(command.GetRequiredValue(UserId), cancellationToken);
        var move = CommandException.Unwrap(await data.Credits.GrantAsync(
            new GrantRequest(user.Id, book, micro, command.GetRequiredValue(Reason), Actor), cancellationToken));
        var balance = await data.Credits.BalanceAsync(user.Id, book, cancellationToken);
        var line = new GrantLine(
            move.Id, user.Id, KeyLine.NameOf(book), MicroCredits.ToCredits(micro), move.Reason ?? "", MicroCredits.ToCredits(balance.AvailableMicro));
        CommandOutput.Of(command).Show(line, CommandJson.Default.GrantLine, console => console.WriteLine(
            $"Granted {MicroCredits.Format(micro)} {line.Book} credits to {user.Name} ({user.Id}); {MicroCredits.Format(balance.AvailableMicro)} are available now."));
    }

    private static async Task ShowAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        IReadOnlyList<User> users = command.GetValue(CommandOptions.User) is { } id
            ? [await data.FindUserAsync(id, cancellationToken)]
            : await Pages.AllAsync((cursor, token) => data.Accounts.ListUsersAsync(cursor, Pages.Size, token), cancellationToken);
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
            var table = new Table().AddColumns("User", "Name", "Book").AddColumn("Available", Right).AddColumn("Held", Right);
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
