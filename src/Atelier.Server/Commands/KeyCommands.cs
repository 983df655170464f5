using System.CommandLine;
using Atelier.Services.Accounts;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>keys new|create|list|revoke</c>.</summary>
internal static class KeyCommands
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "A label for people.",
        DefaultValueFactory = _ => "made on the command line",
    };

    private static readonly Argument<string> KeyId = new("id") { Description = "The key's id, key_..." };

    public static Command Build()
    {
        var fresh = new Command("new", "Print a fresh, well-formed key that no server knows, for ATELIER_LIVE_KEY or ATELIER_TEST_KEY.") { CommandOptions.Mode };
        fresh.SetAction(command => CommandOutput.Of(command).RunAsync(() => PrintFresh(command)));

        var create = new Command("create", "Make a key for a user; its text is shown this once.") { CommandOptions.Mode, CommandOptions.User, Name };
        create.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => CreateAsync(command, token)));

        var list = new Command("list", "List keys, newest first; never their text.") { CommandOptions.User };
        list.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ListAsync(command, token)));

        var revoke = new Command("revoke", "Revoke a key for good.") { KeyId };
        revoke.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => RevokeAsync(command, token)));

        return new Command("keys", "API keys.") { fresh, create, list, revoke };
    }

    private static Task PrintFresh(ParseResult command)
    {
        var book = command.GetRequiredValue(CommandOptions.Mode);
        var line = new FreshKeyLine(ApiKeyFormat.New(book), KeyLine.NameOf(book));
        CommandOutput.Of(command).Show(line, CommandJson.Default.FreshKeyLine, console => console.WriteLine(line.Key));
        return Task.CompletedTask;
    }

    private static async Task CreateAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var user = await data.FindUserAsync(command.GetValue(CommandOptions.User), cancellationToken);
        var created = CommandException.Unwrap(await data.Accounts.CreateKeyAsync(
            user.Id, command.GetRequiredValue(CommandOptions.Mode), command.GetRequiredValue(Name), cancellationToken));
        CommandOutput.Of(command).Show(KeyLine.From(created.Key, created.Secret), CommandJson.Default.KeyLine, console =>
        {
            console.WriteLine(created.Secret);
            console.WriteLine($"Made {created.Key.Id} for {user.Name} ({user.Id}). The key is shown this once: keep it now.");
        });
    }

    private static async Task ListAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var user = command.GetValue(CommandOptions.User);
        var keys = await Pages.AllAsync((cursor, token) => data.Accounts.ListKeysAsync(user, cursor, Pages.Size, token), cancellationToken);
        var lines = new Lines<KeyLine>([.. keys.Select(key => KeyLine.From(key))]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesKeyLine, console =>
        {
            var table = new Table().AddColumns("Id", "User", "Name", "Mode", "Key", "Created", "Last used", "Revoked");
            foreach (var key in lines.Data)
            {
                table.AddRow(
                    new Text(key.Id), new Text(key.UserId), new Text(key.Name), new Text(key.Mode), new Text(key.Hint),
                    Times.Text(key.CreatedAt), Times.Text(key.LastUsedAt), Times.Text(key.RevokedAt));
            }

            console.Write(table);
        });
    }

    private static async Task RevokeAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var key = CommandException.Unwrap(await data.Accounts.RevokeKeyAsync(command.GetRequiredValue(KeyId), null, cancellationToken));
        CommandOutput.Of(command).Show(KeyLine.From(key), CommandJson.Default.KeyLine, console =>
            console.WriteLine($"{key.Id} ({key.Hint}) is revoked. A running server stops taking it within two seconds."));
    }
}

/// <summary>Times in tables.</summary>
internal static class Times
{
    public static Text Text(DateTime? time) => new(time?.ToString("yyyy-MM-dd HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "");
}
