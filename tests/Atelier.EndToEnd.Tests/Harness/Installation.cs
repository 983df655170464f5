namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>One installation: a data folder, its keys and settings; the server over it may come and go.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment;

    private Installation(string folder, int port, string liveKey, string testKey, Dictionary<string, string> environment)
    {
        Folder = folder;
        Port = port;
        LiveKey = liveKey;
        TestKey = testKey;
        _environment = environment;
    }

    public string Folder { get; }

    public int Port { get; }

    public string LiveKey { get; }

    public string TestKey { get; }

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>How much of the server's output is kept.</summary>
    public int KeepLines { get; set; } = ServerProcess.UsualLines;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes keys with the executable's own command, starts a fresh server and waits until it is ready.</summary>
    public static Task<Installation> StartAsync(params (string Name, string Value)[] settings) => StartAsync(_ => Task.CompletedTask, settings);

    /// <summary>The same, with something done after the keys were made and before the first start.</summary>
    public static async Task<Installation> StartAsync(Func<Installation, Task> prepare, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-e2e-").FullName;
        var port = ServerProcess.FreePort();
        var environment = settings.ToDictionary(s => s.Name, s => s.Value);
        var liveKey = await NewKeyAsync("live");
        var testKey = await NewKeyAsync("test");
        environment["ATELIER_DATA"] = folder;
        environment["ATELIER_URLS"] = $"http://127.0.0.1:{port}";
        environment["ATELIER_LIVE_KEY"] = liveKey;
        environment["ATELIER_TEST_KEY"] = testKey;
        var installation = new Installation(folder, port, liveKey, testKey, environment);
        await prepare(installation);
        await installation.StartServerAsync();
        return installation;
    }

    public async Task StartServerAsync() => Server = await ServerProcess.StartAsync(
        ["serve"], _environment, new Uri($"http://127.0.0.1:{Port}"), "/health/ready", Cancel, KeepLines);

    /// <summary>Gives a setting a value; a server that runs takes it up when it is started again.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    public Task<(int ExitCode, string Output)> RunWithInputAsync(string input, params string[] arguments) =>
        ServerProcess.RunAsync(arguments, _environment, Cancel, input);

    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(arguments, _environment, Cancel);

    public AtelierClient Client(string key) => new(Server.Client(key));

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string> NewKeyAsync(string mode)
    {
        var (exitCode, output) = await ServerProcess.RunAsync(["keys", "new", "--mode", mode], new Dictionary<string, string>(), Cancel);
        exitCode.ShouldBe(0, output);
        return output.Trim();
    }
}
