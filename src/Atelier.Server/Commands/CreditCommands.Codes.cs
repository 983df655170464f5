using System.CommandLine;
using System.Globalization;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <content>Top-up codes, and the check of the books.</content>
internal static partial class CreditCommands
{
    private static readonly Option<int> Count = new("--count") { Description = "How many, 1 to 1,000.", HelpName = "number", DefaultValueFactory = _ => 1 };

    private static readonly Option<string?> Note = new("--note") { Description = "What they are for; it appears on the statement.", HelpName = "text" };

    private static Command BuildCodes()
    {
        var codes = new Command("codes", "Make top-up codes, each good once; their text is shown this once.") { Count, BookName, Amount, Note, CommandOptions.Expires };
        codes.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => MakeCodesAsync(command, token)));
        return codes;
    }

    private static Command BuildCheck()
    {
        var check = new Command("check", "Check the books against each other; ends with 1 when anything differs.");
        check.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => CheckAsync(command, token)));
        return check;
    }

    private static async Task MakeCodesAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var micro = AmountOf(command);
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var wanted = new NewTopUpCodes(command.GetValue(Count), command.GetRequiredValue(BookName), micro, ActorId)
        {
            Note = command.GetValue(Note), ExpiresAt = command.GetValue(CommandOptions.Expires),
        };
        var made = CommandException.Unwrap(await data.TopUps.CreateAsync(wanted, Actor.System(), cancellationToken));
        var lines = new Lines<CodeLine>([.. made.Select(one => new CodeLine(
            one.Code.Id, one.Secret, KeyLine.NameOf(one.Code.Book), MicroCredits.ToCredits(one.Code.AmountMicro), one.Code.ExpiresAt?.UtcDateTime))]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesCodeLine, console =>
        {
            foreach (var line in lines.Data)
            {
                console.WriteLine(line.Code);
            }
        });
    }

    private static async Task CheckAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var books = await data.Credits.ReconcileAsync(cancellationToken);
        var line = new CheckLine(
            books.IsClean, MicroCredits.ToCredits(books.PostingSumMicro), books.UnbalancedMoves, books.AvailableDifferences, books.HeldDifferences,
            books.NegativeBalances, books.FinishedWithoutEnd, books.SourceDifferences);
        CommandOutput.Of(command).Show(line, CommandJson.Default.CheckLine, console =>
        {
            var table = new Table { ShowHeaders = false }.AddColumns("", "");
            foreach (var (name, value) in new (string, decimal)[]
                {
                    ("Sum of postings", line.PostingSum), ("Unbalanced moves", line.UnbalancedMoves), ("Balances that differ", line.AvailableDifferences),
                    ("Holds that differ", line.HeldDifferences), ("Negative balances", line.NegativeBalances),
                    ("Finished without one end", line.FinishedWithoutEnd), ("Grants and codes that differ", line.SourceDifferences),
                })
            {
                table.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
            }

            console.Write(table);
        });
        if (!books.IsClean)
        {
            throw new CommandException(new ServiceError(ErrorKind.Conflict, "books_differ", "The books differ: see GET /api/v1/admin/reconciliation, and keep a copy of the database."));
        }
    }
}
