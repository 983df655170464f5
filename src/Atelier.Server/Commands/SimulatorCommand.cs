using System.CommandLine;
using Atelier.Server.Hosting;
using Atelier.Simulators;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>simulators</c>: the simulated vendors alone, as a process of their own.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<string> Url = new("--urls")
    {
        Description = "The address to listen on; port 0 takes a free one.",
        DefaultValueFactory = _ => "http://127.0.0.1:9090",
        HelpName = "url",
    };

    private static readonly Option<string?> State = new("--state")
    {
        Description = "Folder in which running tasks are kept, so that they go on after a restart. Default: memory only.",
        HelpName = "folder",
    };

    public static Command Build()
    {
        var command = new Command("simulators", "Run the simulated vendors alone, each below its name, and their control API under /_control.") { Url, State };
        command.SetAction((result, token) => CommandOutput.Of(result).RunAsync(() => RunAsync(result, token)));
        return command;
    }

    private static async Task RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        await using var host = await StartAsync(command, cancellationToken);
        string[] paths = [.. host.Vendors.Select(vendor => $"/{vendor}"), "/_control"];
        var address = host.BaseAddress.AbsoluteUri.TrimEnd('/');
        CommandOutput.Of(command).Show(new SimulatorLine([address], paths), CommandJson.Default.SimulatorLine, console =>
        {
            console.WriteLine($"Simulated vendors listen on {address}");
            foreach (var path in paths)
            {
                console.WriteLine($"  {address}{path}");
            }
        });
        await host.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task<SimulatorHost> StartAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var url = command.GetRequiredValue(Url);
        try
        {
            return await SimulatorHost.StartAsync(
                new SimulatorOptions { StateDirectory = command.GetValue(State) }, url, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or FormatException or InvalidOperationException)
        {
            throw new StartException($"The simulators cannot listen on {url}: {exception.Message}", exception);
        }
    }
}
