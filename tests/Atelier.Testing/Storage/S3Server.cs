using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Atelier.Testing.Storage;

/// <summary>
/// A real S3 server for tests: the one named by <c>ATELIER_TEST_S3</c> (<c>endpoint;access key;secret key</c>), else one of its own on
/// free loopback ports. Where its software is missing, <see cref="SkipReason"/> says so; with <c>CI=true</c> that is a failure instead.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    private const string Variable = "ATELIER_TEST_S3";
    private const int MissingSoftware = 127;
    private const int MostStarts = 3;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private string? _folder;
    private string[] _parts = [];

    /// <summary>Why tests that need the server cannot run; <see langword="null"/> when they can.</summary>
    public string? SkipReason { get; private set; }

    /// <summary>For example <c>http://127.0.0.1:7480</c>.</summary>
    public string Endpoint => _parts[0];

    /// <summary>The access key.</summary>
    public string AccessKey => _parts[1];

    /// <summary>The secret key.</summary>
    public string SecretKey => _parts[2];

    /// <summary>The setting that names a bucket of this server, made on first use.</summary>
    public string Address(string bucket, string more = "") =>
        $"s3://{bucket}?endpoint={Uri.EscapeDataString(Endpoint)}&path_style=true&create_bucket=true"
        + $"&access_key={Uri.EscapeDataString(AccessKey)}&secret_key={Uri.EscapeDataString(SecretKey)}{more}";

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            _parts = Split(given);
            return;
        }

        _folder = Path.Combine(Path.GetTempPath(), $"atelier-s3-{Guid.NewGuid():n}");
        for (var start = 1; _parts.Length == 0 && SkipReason is null; start++)
        {
            var (code, output, error) = await RunAsync("s3-up.sh", _folder, FreePortPair().ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (code == 0)
            {
                _parts = Split(output.Trim());
            }
            else if (code == MissingSoftware)
            {
                Skip(error.Trim());
            }
            else if (start == MostStarts)
            {
                throw new InvalidOperationException($"The S3 server did not start: {error}");
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("s3-down.sh", _folder);
        }
    }

    private static string[] Split(string text) =>
        text.Split(';') is { Length: 3 } parts
            ? parts
            : throw new InvalidOperationException($"{Variable} must be endpoint;access key;secret key.");

    private static async Task<(int Code, string Output, string Error)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(RepositoryFolder(), "tests", "tools", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        using var limit = new CancellationTokenSource(StartLimit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    private static string RepositoryFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private static int FreePortPair()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next pair may be free.
            }
        }
    }

    private void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException($"The S3 server is needed here: {reason}");
        }

        SkipReason = reason;
    }
}
