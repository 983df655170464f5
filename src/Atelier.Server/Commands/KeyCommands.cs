using System.CommandLine;
using Atelier.Services.Accounts;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>keys new|create|list|rotate|revoke</c>.</summary>
internal static class KeyCommands
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "A label for people.",
        DefaultValueFactory = _ => "made on the command line",
    };

    private static readonly Option<string?> TeamId = new("--team") { Description = "A team of the user whose credits it spends. Default: the user's own.", HelpName = "id" };

    private static readonly Option<KeyScopes> Scopes = new("--scopes")
    {
        Description = "What it may do, separated by commas: generate, read, admin. Default: all three.",
        HelpName = "list",
        DefaultValueFactory = _ => KeyScopes.All,
        CustomParser = result =>
        {
            var text = string.Join(',', result.Tokens.Select(token => token.Value));
            if (!text.Any(char.IsDigit) && Enum.TryParse<KeyScopes>(text, ignoreCase: true, out var scopes) && scopes != KeyScopes.None)
            {
                return scopes;
            }

            result.AddError($"'{text}' is not a list of generate, read and admin.");
            return KeyScopes.None;
        },
    };

    private static readonly Option<string[]> Models = new("--models")
    {
        Description = "Models it may use, such as stability/core or stability/*; may be repeated. Default: all.",
        HelpName = "model",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Overlap = new("--overlap-seconds")
    {
        Description = "For how many more seconds the old text works, at most 30 days.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 86_400,
    };

    private static readonly Argument<string> KeyId = new("id") { Description = "The key's id, key_..." };

    public static Command Build()
    {
        var fresh = new Command("new", "Print a fresh, well-formed key that no server knows, for ATELIER_LIVE_KEY or ATELIER_TEST_KEY.") { CommandOptions.Mode };
        fresh.SetAction(command => CommandOutput.Of(command).RunAsync(() => PrintFresh(command)));

        var create = new Command("create", "Make a key for a user; its text is shown this once.") 
        {
            CommandOptions.Mode, CommandOptions.User, Name, TeamId, Scopes, Models, CommandOptions.Expires,
        };
        create.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => CreateAsync(command, token)));

        var list = new Command("list", "List keys, newest first; never their text.") { CommandOptions.User };
        list.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ListAsync(command, token)));

        var rotate = new Command("rotate", "Give a key a new text, shown this once; the old one works a while longer.") { KeyId, Overlap };
        rotate.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => RotateAsync(command, token)));

        var revoke = new Command("revoke", "Revoke a key for good.") { KeyId };
        revoke.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => RevokeAsync(command, token)));

        return new Command("keys", "API keys.") { fresh, create, list, rotate, revoke };
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
        var models = ModelAllowList.Read(command.GetValue(Models));
        var settings = new KeySettings
        {
            Name = command.GetRequiredValue(Name),
            TeamId = command.GetValue(TeamId),
            Scopes = command.GetValue(Scopes),
            Models = models.IsOk ? models.Value : throw new CommandException(models.Error),
            ExpiresAt = command.GetValue(CommandOptions.Expires),
        };
        var created = CommandException.Unwrap(await data.Accounts.CreateKeyAsync(
            user.Id, command.GetRequiredValue(CommandOptions.Mode), settings, Actor.System(), cancellationToken));
        Show(command, created, $"Made {created.Key.Id} for {user.Name} ({user.Id}). The key is shown this once: keep it now.");
    }

    private static async Task RotateAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var overlap = TimeSpan.FromSeconds(command.GetValue(Overlap));
        var rotated = CommandException.Unwrap(await data.Accounts.RotateKeyAsync(
            command.GetRequiredValue(KeyId), KeyOwner.Anybody, overlap, Actor.System(), cancellationToken));
        Show(command, rotated, $"{rotated.Key.Id} has this new text, shown this once; the old one works until {rotated.Key.PreviousValidUntil:u}.");
    }

    private static void Show(ParseResult command, CreatedKey created, string told) =>
        CommandOutput.Of(command).Show(KeyLine.From(created.Key, created.Secret), CommandJson.Default.KeyLine, console =>
        {
            console.WriteLine(created.Secret);
            console.WriteLine(told);
        });

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
