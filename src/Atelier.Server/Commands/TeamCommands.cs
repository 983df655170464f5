using System.CommandLine;
using Atelier.Services.Accounts;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>teams create|list|members|add|remove</c>.</summary>
internal static class TeamCommands
{
    private static readonly Option<string> Name = new("--name") { Description = "A name of 1 to 100 characters.", Required = true, HelpName = "text" };

    private static readonly Option<string> UserId = new("--user") { Description = "The user's id.", Required = true, HelpName = "id" };

    private static readonly Option<TeamRole> Role = new("--role") { Description = "member or manager. Default: member.", HelpName = "member|manager" };

    private static readonly Argument<string> TeamId = new("id") { Description = "The team's id, team_..." };

    // The command line is the system, which sees everything: a caller stands for it where one is asked for.
    private static readonly Caller System = new("system", "command line", UserRole.Operator, "system", Services.Credits.Book.Live);

    public static Command Build()
    {
        var create = new Command("create", "Make a team; grant it credits as to a user.") { Name };
        create.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => CreateAsync(command, token)));

        var list = new Command("list", "List teams, newest first.");
        list.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ListAsync(command, token)));

        var members = new Command("members", "List a team's members.") { TeamId };
        members.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => MembersAsync(command, token)));

        var add = new Command("add", "Add a member to a team, or change its role.") { TeamId, UserId, Role };
        add.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => AddAsync(command, token)));

        var remove = new Command("remove", "Remove a member; its keys and sessions for the team are revoked.") { TeamId, UserId };
        remove.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => RemoveAsync(command, token)));

        return new Command("teams", "Teams that share a balance.") { create, list, members, add, remove };
    }

    private static async Task CreateAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var team = CommandException.Unwrap(
            await data.Teams.CreateAsync(command.GetRequiredValue(Name), AccountLimits.None, Actor.System(), cancellationToken));
        CommandOutput.Of(command).Show(
            TeamLine.From(team), CommandJson.Default.TeamLine, console => console.WriteLine($"Made {team.Id}: {team.Name}."));
    }

    private static async Task ListAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var teams = await Pages.AllAsync((cursor, token) => data.Teams.ListAsync(userId: null, cursor, Pages.Size, token), cancellationToken);
        var lines = new Lines<TeamLine>([.. teams.Select(view => TeamLine.From(view.Team))]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesTeamLine, console =>
        {
            var table = new Table().AddColumns("Id", "Name", "Created", "Deleted");
            foreach (var team in lines.Data)
            {
                table.AddRow(new Text(team.Id), new Text(team.Name), Times.Text(team.CreatedAt), Times.Text(team.DeletedAt));
            }

            console.Write(table);
        });
    }

    private static async Task MembersAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var members = CommandException.Unwrap(await data.Teams.MembersAsync(command.GetRequiredValue(TeamId), System, cancellationToken));
        var lines = new Lines<MemberLine>([.. members.Select(MemberLine.From)]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesMemberLine, console =>
        {
            var table = new Table().AddColumns("User", "Name", "Role");
            foreach (var member in lines.Data)
            {
                table.AddRow(new Text(member.UserId), new Text(member.UserName), new Text(member.Role));
            }

            console.Write(table);
        });
    }

    private static async Task AddAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var member = CommandException.Unwrap(await data.Teams.PutMemberAsync(
            command.GetRequiredValue(TeamId), command.GetRequiredValue(UserId), command.GetValue(Role), Actor.System(), cancellationToken));
        var line = MemberLine.From(member);
        CommandOutput.Of(command).Show(line, CommandJson.Default.MemberLine, console => console.WriteLine($"{line.UserName} is {line.Role} of {line.TeamId}."));
    }

    private static async Task RemoveAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var data = await DataSession.OpenAsync(command, cancellationToken);
        var user = await data.FindUserAsync(command.GetRequiredValue(UserId), cancellationToken);
        var member = CommandException.Unwrap(
            await data.Teams.RemoveMemberAsync(command.GetRequiredValue(TeamId), user.Id, Actor.System(), cancellationToken));
        var line = MemberLine.From(new TeamMemberView(member, user.Name));
        CommandOutput.Of(command).Show(line, CommandJson.Default.MemberLine, console => console.WriteLine($"{line.UserName} is no member of {line.TeamId} any more."));
    }
}
