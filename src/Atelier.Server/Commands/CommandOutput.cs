using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;
using Atelier.Services;
using Atelier.Services.Catalogue;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary>Writes what a command found: tables for people, JSON for programs; problems go to standard error.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error, bool json)
{
    private const int WidthWithoutTerminal = 160;

    public static CommandOutput Of(ParseResult command) => new(
        command.InvocationConfiguration.Output, command.InvocationConfiguration.Error, command.GetValue(CommandOptions.Json));

    public bool IsJson => json;

    /// <summary>Runs a command and turns what an operator can mend into a message and exit code 1, without a stack trace.</summary>
    public async Task<int> RunAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (CatalogueException exception)
        {
            Fail(new StartException($"{exception.Message} Check {SettingNames.Models}.", exception));
            return 1;
        }
        catch (Exception exception) when (exception is SettingsException or StartException or CommandException)
        {
            Fail(exception);
            return 1;
        }
    }

    /// <summary>Shows a value.</summary>
    public void Show<T>(T value, JsonTypeInfo<T> type, Action<IAnsiConsole> forPeople)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(value, type));
            return;
        }

        forPeople(ConsoleFor(output));
    }

    private void Fail(Exception exception)
    {
        if (json)
        {
            error.WriteLine(JsonSerializer.Serialize(FailureLine.From(exception), CommandJson.Default.FailureLine));
            return;
        }

        error.WriteLine(exception.Message);
    }

    private static IAnsiConsole ConsoleFor(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!ReferenceEquals(writer, Console.Out) || Console.IsOutputRedirected)
        {
            // A pipe has no width; ids must not be broken over lines there.
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}

/// <summary>A command cannot do what it was asked, for a reason the caller can mend.</summary>
internal sealed class CommandException(ServiceError reason) : Exception(reason.Message)
{
    public ServiceError Reason { get; } = reason;

    public static T Unwrap<T>(Result<T> result) => result.Error is { } error ? throw new CommandException(error) : result.Value!;
}
