using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Atelier.Load;

/// <summary>A command of the executable as a process of its own.</summary>
internal sealed class ProcessUnderLoad : IDisposable
{
    private readonly Process _process;

    private ProcessUnderLoad(Process process, Uri address, string liveKey)
    {
        _process = process;
        Address = address;
        LiveKey = liveKey;
    }

    public Uri Address { get; }

    public string LiveKey { get; }

    public TimeSpan StartToReady { get; private set; }

    public static async Task<ProcessUnderLoad> StartAsync(
        IReadOnlyList<string> arguments, string? addressOption, Dictionary<string, string> settings, string readyPath)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var liveKey = await NewKeyAsync();
        settings["ATELIER_URLS"] = address.ToString();
        settings["ATELIER_LIVE_KEY"] = liveKey;
        var watch = Stopwatch.StartNew();
        var process = Start(addressOption is null ? arguments : [.. arguments, addressOption, address.ToString()], settings);
        var running = new ProcessUnderLoad(process, address, liveKey);
        await running.WaitUntilReadyAsync(readyPath);
        running.StartToReady = watch.Elapsed;
        return running;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static Process Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        start.ArgumentList.Add(Path.Combine(
            Report.RepositoryRoot(), "src", "Atelier.Server", "bin", framework.Parent!.Name, framework.Name, "atelier.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<string> NewKeyAsync()
    {
        using var process = Start(["keys", "new", "--mode", "live"], new Dictionary<string, string>());
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }

    private async Task WaitUntilReadyAsync(string path)
    {
        _process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = Address };
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        throw new InvalidOperationException($"The process ended with {_process.ExitCode} instead of serving.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
