using System.CommandLine;
using Atelier.Server.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Server.Commands;

/// <summary><c>serve</c>: the server itself.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons; go before ATELIER_URLS. Default: http://127.0.0.1:8080.",
        HelpName = "urls",
    };

    public static Command Build()
    {
        var command = new Command("serve", "Run the server. This is what happens without a command, too.") { Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var output = CommandOutput.Of(command);
        return output.RunAsync(() => ServeAsync(command, output, cancellationToken));
    }

    private static async Task ServeAsync(ParseResult command, CommandOutput output, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(CommandOptions.Overrides(command, command.CommandResult.Command is RootCommand ? null : Urls));
        builder.AddAtelier();
        if (output.IsJson)
        {
            // Standard output holds the answer alone; the log goes beside it.
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        await using var app = builder.Build();
        app.UseAtelier();
        await StartAsync(app, cancellationToken);
        Banner.Show(app, output);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            // Everything but the web server runs by now; stop it in order, so that nothing complains about a sudden end.
            await app.StopAsync(CancellationToken.None);
            throw new StartException($"{exception.Message.TrimEnd('.')}. Stop what listens there, or set ATELIER_URLS to another address.", exception);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("HTTPS", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartException($"ATELIER_URLS: {exception.Message}", exception);
        }
    }
}
