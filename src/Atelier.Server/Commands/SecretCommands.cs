using System.CommandLine;
using Atelier.Server.Secrets;
using Atelier.Server.Settings;
using Atelier.Services;
using Atelier.Services.Secrets;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>secrets new-key|set|seal|list|remove|reseal</c>: vendor keys and other secret settings, sealed in the data folder.</summary>
internal static class SecretCommands
{
    private const int LongestValue = 64 * 1024;

    private static readonly Argument<string> Name = new("name") { Description = "The setting's name, for example STABILITY_API_KEY or Atelier:Vendors:stability:ApiKey." };

    public static Command Build()
    {
        var fresh = new Command("new-key", $"Print a fresh master key, for {SettingNames.MasterKey} or the file of {SettingNames.MasterKeyFile}. Put it before the older ones, then: secrets reseal.");
        fresh.SetAction(command => CommandOutput.Of(command).RunAsync(() => PrintFresh(command)));

        var set = new Command("set", "Seal a setting into secrets.json. Its value is read from standard input, never from the command line.") { Name };
        set.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => SetAsync(command, token)));

        var seal = new Command("seal", "Print the sealed text of a value from standard input, for appsettings.json or an environment variable of that name.") { Name };
        seal.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => SealAsync(command, token)));

        var list = new Command("list", "List the names in secrets.json and the ids of the keys that sealed them.");
        list.SetAction(command => CommandOutput.Of(command).RunAsync(() => List(command)));

        var remove = new Command("remove", "Remove a setting from secrets.json.") { Name };
        remove.SetAction(command => CommandOutput.Of(command).RunAsync(() => Remove(command)));

        var reseal = new Command("reseal", "Seal everything in secrets.json anew under the first master key.");
        reseal.SetAction(command => CommandOutput.Of(command).RunAsync(() => Reseal(command)));

        return new Command("secrets", "Settings that are kept sealed.") { fresh, set, seal, list, remove, reseal };
    }

    private static Task PrintFresh(ParseResult command)
    {
        var line = new MasterKeyLine(MasterKey.NewText());
        CommandOutput.Of(command).Show(line, CommandJson.Default.MasterKeyLine, console => console.WriteLine(line.Key));
        return Task.CompletedTask;
    }

    private static async Task SetAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var (name, text) = await SealInputAsync(command, cancellationToken);
        FileOf(command).Change(secrets => secrets[name] = text);
        var line = SecretLine.From(name, text);
        CommandOutput.Of(command).Show(line, CommandJson.Default.SecretLine, console =>
            console.WriteLine($"{line.Name} is sealed with the key {line.KeyId}. A running server takes it up when it is started again."));
    }

    private static async Task SealAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var (name, text) = await SealInputAsync(command, cancellationToken);
        var line = SecretLine.From(name, text) with { Sealed = text };
        CommandOutput.Of(command).Show(line, CommandJson.Default.SecretLine, _ => command.InvocationConfiguration.Output.WriteLine(text));
    }

    private static Task List(ParseResult command)
    {
        var lines = new Lines<SecretLine>([.. FileOf(command).Read().Select(secret => SecretLine.From(secret.Key, secret.Value))]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesSecretLine, console =>
        {
            var table = new Table().AddColumns("Name", "Key");
            foreach (var line in lines.Data)
            {
                table.AddRow(new Text(line.Name), new Text(line.KeyId ?? "malformed"));
            }

            console.Write(table);
        });
        return Task.CompletedTask;
    }

    private static Task Remove(ParseResult command)
    {
        var name = NameOf(command);
        var line = FileOf(command).Change(secrets => secrets.Remove(name, out var text)
            ? SecretLine.From(name, text)
            : throw new CommandException(new ServiceError(ErrorKind.NotFound, "secret_not_found", $"There is no secret '{name}'. See: atelier secrets list", "name")));
        CommandOutput.Of(command).Show(line, CommandJson.Default.SecretLine, console => console.WriteLine($"{line.Name} is removed."));
        return Task.CompletedTask;
    }

    private static Task Reseal(ParseResult command)
    {
        var sealer = MasterKeys.Sealer(DataSession.PlainConfigurationOf(command));
        var count = FileOf(command).Change(secrets => ResealAll(secrets, sealer));
        var line = new ResealLine(count, sealer.CurrentKeyId);
        CommandOutput.Of(command).Show(line, CommandJson.Default.ResealLine, console => console.WriteLine($"{count} secrets are sealed with the key {line.KeyId}."));
        return Task.CompletedTask;
    }

    private static int ResealAll(SortedDictionary<string, string> secrets, SecretSealer sealer)
    {
        var problems = new List<SettingProblem>();
        foreach (var (name, text) in secrets.ToList())
        {
            try
            {
                secrets[name] = sealer.Seal(SecretNames.Bound(name), sealer.Open(SecretNames.Bound(name), text));
            }
            catch (SecretException exception)
            {
                problems.Add(new SettingProblem(name, exception.Message));
            }
        }

        return problems.Count == 0 ? secrets.Count : throw new SettingsException(problems);
    }

    private static async Task<(string Name, string Sealed)> SealInputAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var name = NameOf(command);
        var sealer = MasterKeys.Sealer(DataSession.PlainConfigurationOf(command));
        if (sealer.CurrentKeyId is null)
        {
            throw new SettingsException(
                [new SettingProblem(SettingNames.MasterKey, $"no master key is given. Set this or {SettingNames.MasterKeyFile}; make a key with: atelier secrets new-key")]);
        }

        var value = await ReadValueAsync(command, cancellationToken);
        return value.Length is > 0 and <= LongestValue
            ? (name, sealer.Seal(SecretNames.Bound(name), value))
            : throw new CommandException(new ServiceError(
                ErrorKind.Invalid, "invalid_value", $"Give the value, 1 to {LongestValue} characters, on standard input: atelier secrets set {name} < file", "value"));
    }

    private static async Task<string> ReadValueAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var input = AtelierInvocation.InputOf(command);
        if (ReferenceEquals(input, Console.In) && !Console.IsInputRedirected)
        {
            return await new TextPrompt<string>("Value (not shown):").Secret(null).ShowAsync(AnsiConsole.Console, cancellationToken);
        }

        var buffer = new char[LongestValue + 3];
        var count = await input.ReadBlockAsync(buffer, cancellationToken);
        return new string(buffer, 0, count).TrimEnd('\r', '\n');
    }

    private static string NameOf(ParseResult command)
    {
        var name = SecretNames.Clean(command.GetRequiredValue(Name));
        return SecretNames.Problem(name) is { } problem
            ? throw new CommandException(new ServiceError(ErrorKind.Invalid, "invalid_name", problem, "name"))
            : name;
    }

    private static SecretsFile FileOf(ParseResult command) => new(SettingsReader.DataFolder(DataSession.PlainConfigurationOf(command)));
}
