using System.CommandLine;
using Atelier.Services;
using Atelier.Services.Accounts;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>users create|list|enable|disable|password</c>.</summary>
internal static class UserCommands
{
    private static readonly Option<string> Name = new("--name") { Description = "A name of 1 to 100 characters.", Required = true, HelpName = "text" };

    private static readonly Option<UserRole> Role = new("--role") { Description = "user or operator. Default: user.", HelpName = "user|operator" };

    private static readonly Option<string?> Subject = new("--openid-subject")
    {
        Description = "Who the user is at the OpenID Connect provider.", HelpName = "sub",
    };

    private static readonly Argument<string> UserId = new("id") { Description = "The user's id, usr_..." };

    public static Command Build()
    {
        var create = new Command("create", "Make a user.") { Name, Role, Subject };
        create.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => CreateAsync(command, token)));

        var list = new Command("list", "List users, newest first.");
        list.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ListAsync(command, token)));

        var disable = new Command("disable", "Refuse a user's keys and sessions.") { UserId };
        disable.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ChangeAsync(command, new UserChanges { Disabled = true }, token)));

        var enable = new Command("enable", "Take a user's keys and sessions again.") { UserId };
        enable.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ChangeAsync(command, new UserChanges { Disabled = false }, token)));

        var password = new Command("password", "Set a user's password to the line that comes on standard input.") { UserId };
        password.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => SetPasswordAsync(command, token)));

        return new Command("users", "Users.") { create, list, disable, enable, password };
    }

    private static async Task CreateAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var wanted = new NewUser(command.GetRequiredValue(Name), command.GetValue(Role)) { OpenIdSubject = command.GetValue(Subject) };
        Show(command, CommandException.Unwrap(await data.Accounts.CreateUserAsync(wanted, Actor.System(), cancellationToken)));
    }

    private static async Task ListAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var users = await Pages.AllAsync((cursor, token) => data.Accounts.ListUsersAsync(cursor, Pages.Size, token), cancellationToken);
        var lines = new Lines<UserLine>([.. users.Select(UserLine.From)]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesUserLine, console =>
        {
            var table = new Table().AddColumns("Id", "Name", "Role", "Password", "Created", "Disabled");
            foreach (var user in lines.Data)
            {
                table.AddRow(
                    new Text(user.Id), new Text(user.Name), new Text(user.Role), new Text(user.HasPassword ? "yes" : ""),
                    Times.Text(user.CreatedAt), Times.Text(user.DisabledAt));
            }

            console.Write(table);
        });
    }

    private static async Task ChangeAsync(ParseResult command, UserChanges changes, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        Show(command, CommandException.Unwrap(
            await data.Accounts.UpdateUserAsync(command.GetRequiredValue(UserId), changes, Actor.System(), cancellationToken)));
    }

    private static async Task SetPasswordAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var password = await AtelierInvocation.InputOf(command).ReadLineAsync(cancellationToken) ?? throw new CommandException(
            new ServiceError(ErrorKind.Invalid, "missing", "Write the password to standard input, in one line.", "password"));
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        Show(command, CommandException.Unwrap(
            await data.Accounts.SetPasswordAsync(command.GetRequiredValue(UserId), password, Actor.System(), cancellationToken)));
    }

    private static void Show(ParseResult command, User user) => CommandOutput.Of(command).Show(
        UserLine.From(user),
        CommandJson.Default.UserLine,
        console => console.WriteLine(
            $"{user.Id}: {user.Name}, {user.Role.ToString().ToLowerInvariant()}{(user.SignInName is null ? "" : ", with a password")}{(user.DisabledAt is null ? "" : ", disabled")}."));
}
