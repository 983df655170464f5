using System.CommandLine;

namespace Atelier.Server.Commands;

/// <summary>How a command is run, with the input that the library's own settings lack.</summary>
internal sealed class AtelierInvocation : InvocationConfiguration
{
    /// <summary>Where secrets are read from.</summary>
    public required TextReader Input { get; init; }

    public static TextReader InputOf(ParseResult command) => command.InvocationConfiguration is AtelierInvocation own ? own.Input : Console.In;
}
