using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>The real executable as a process of its own, on a free loopback port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Lines of output that are kept unless a test asks for more.</summary>
    public const int UsualLines = 2_000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output;

    private ServerProcess(Process process, ConcurrentQueue<string> output, Uri address)
    {
        _process = process;
        _output = output;
        Address = address;
    }

    public Uri Address { get; }

    public string Output => string.Join('\n', _output);

    public int Id => _process.Id;

    /// <summary>Runs a command to its end and returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, string? input = null)
    {
        var (process, output) = Launch(arguments, environment, hasInput: input is not null);
        using (process)
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }

            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Join('\n', output));
        }
    }

    /// <summary>Starts a command that serves, and waits until its readiness path answers.</summary>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Uri address,
        string readyPath,
        CancellationToken cancellationToken,
        int keepLines = UsualLines)
    {
        var (process, output) = Launch(arguments, environment, keepLines);
        var server = new ServerProcess(process, output, address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        using var http = new HttpClient { BaseAddress = address };
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The process ended with {process.ExitCode} instead of serving:\n{server.Output}");
            }

            try
            {
                using var answer = await http.GetAsync(readyPath, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return server;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                await server.DisposeAsync();
                throw new TimeoutException($"The process was not ready within {StartLimit.TotalSeconds:0} seconds:\n{server.Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>A port that is free now, below those of outgoing connections, which could take it before it is used.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 20_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; look elsewhere.
            }
        }
    }

    /// <summary>A client that sends a key with each request.</summary>
    public HttpClient Client(string key)
    {
        var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>Ends it as a power cut would: SIGKILL, nothing flushed, nobody told.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks it to stop (SIGTERM) and returns its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static (Process Process, ConcurrentQueue<string> Output) Launch(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, int keepLines = UsualLines, bool hasInput = false)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = hasInput,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Repository.ServerAssembly);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Only what a test sets: keys of the machine must not leak into it.
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new ConcurrentQueue<string>();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data, keepLines);
        process.ErrorDataReceived += (_, line) => Keep(output, line.Data, keepLines);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, output);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("ATELIER_", StringComparison.Ordinal) || name.StartsWith("STABILITY_", StringComparison.Ordinal)
        || name.StartsWith("RUNWAY_", StringComparison.Ordinal) || name.StartsWith("AIHUBMIX_", StringComparison.Ordinal)
        || name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("AWS_", StringComparison.Ordinal);

    private static void Keep(ConcurrentQueue<string> output, string? line, int keepLines)
    {
        if (line is not null)
        {
            output.Enqueue(line);
            while (output.Count > keepLines)
            {
                output.TryDequeue(out _);
            }
        }
    }
}
