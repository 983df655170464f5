using System.CommandLine;

namespace Atelier.Server.Commands;

/// <summary>The command line: <c>serve</c> (also without any command), <c>keys</c>, <c>users</c>, <c>teams</c>, <c>credits</c>, <c>models</c>, <c>secrets</c> and <c>simulators</c>.</summary>
internal static class AtelierCommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where answers go. Default: standard output.</param>
    /// <param name="error">Where problems go. Default: standard error.</param>
    /// <param name="input">Where secrets are read from. Default: standard input.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>0 when all went well, else 1.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter? output = null, TextWriter? error = null, TextReader? input = null, CancellationToken cancellationToken = default) =>
        Build().Parse(args).InvokeAsync(
            new AtelierInvocation
            {
                Output = output ?? Console.Out,
                Error = error ?? Console.Error,
                Input = input ?? Console.In,
                EnableDefaultExceptionHandler = false,
                // The server handles signals itself, and drains; the library would end the process after two seconds.
                ProcessTerminationTimeout = null,
            },
            cancellationToken);

    private static RootCommand Build()
    {
        var root = new RootCommand("Atelier: one service for pictures, video, speech, transcription and chat. Settings are environment variables (ATELIER_...); see docs/reference/settings.md.");
        root.Options.Add(CommandOptions.Json);
        root.Options.Add(CommandOptions.Data);
        root.Subcommands.Add(ServeCommand.Build());
        root.Subcommands.Add(KeyCommands.Build());
        root.Subcommands.Add(UserCommands.Build());
        root.Subcommands.Add(TeamCommands.Build());
        root.Subcommands.Add(CreditCommands.Build());
        root.Subcommands.Add(ModelCommands.Build());
        root.Subcommands.Add(SecretCommands.Build());
        root.Subcommands.Add(SimulatorCommand.Build());
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }
}
