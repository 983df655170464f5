using System.Net;
using System.Text.Json;
using Atelier.Server.Commands;
using Atelier.Server.Hosting;
using Atelier.Server.Secrets;
using Atelier.Server.Settings;
using Atelier.Services.Secrets;
using Atelier.Simulators;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Sealed settings from the command line to the vendor.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class SecretTests : IDisposable
{
    private const string VendorKey = "sk-canary-vendor-key-7d1f0c9a";

    private readonly TemporaryFolder folder = new();
    private readonly string master = MasterKey.NewText();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SecretsPath => Path.Combine(folder.Path, SecretsFile.Name);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_server_with_a_sealed_vendor_key_reaches_the_vendor_that_wants_it()
    {
        await using var vendor = await SimulatorHost.StartAsync(
            new SimulatorOptions { ApiKeys = new HashSet<string> { VendorKey } }, cancellationToken: Cancel);
        using var keys = new MasterKeyFile(folder, master);
        await SetAsync(keys, "Atelier:Vendors:stability:ApiKey", VendorKey);
        (await File.ReadAllTextAsync(SecretsPath, Cancel)).ShouldNotContain(VendorKey);

        await using var server = await ServerFixture.StartAsync(
            folder.Path, ("ATELIER_MASTER_KEY", master), ("STABILITY_BASE_URL", new Uri(vendor.BaseAddress, "/stability").ToString()));
        using var client = server.Client(RunningServer.LiveKey);
        var user = (await (await client.GetAsync("/api/v1/account", Cancel)).ReadJsonAsync()).GetProperty("user").GetProperty("id").GetString()!;
        (await RunAsync(keys, null, "credits", "grant", "--user", user, "--book", "live", "--amount", "10", "--reason", "test")).Code.ShouldBe(0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations")
        {
            Content = ApiFixture.Json("""{"model":"stability/core","input":{"prompt":"a boat"}}"""), Headers = { { "Prefer", "wait=60" } },
        };
        using var answer = await client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        JsonDocument.Parse(text).RootElement.GetProperty("status").GetString().ShouldBe("completed", text);
        var sealer = server.Services.GetRequiredService<ISecretSealer>();
        sealer.Open("webhook", sealer.Seal("webhook", "s")).ShouldBe("s");
    }

    [Fact]
    public async Task Secrets_are_set_listed_removed_and_never_shown()
    {
        using var keys = new MasterKeyFile(folder, master);
        var set = await SetAsync(keys, "RUNWAY_API_KEY", VendorKey + "\n");
        set.ShouldNotContain(VendorKey);
        await SetAsync(keys, "Atelier__Metrics__Token", "token-canary");
        var id = MasterKey.ParseAll(master)[0].Id;
        var (_, listed, _) = await RunAsync(keys, null, "secrets", "list", "--json");
        var names = JsonDocument.Parse(listed).RootElement.GetProperty("data").EnumerateArray().ToDictionary(
            line => line.GetProperty("name").GetString()!, line => line.GetProperty("key_id").GetString());
        names.ShouldBe(new Dictionary<string, string?> { ["Atelier:Metrics:Token"] = id, ["RUNWAY_API_KEY"] = id });
        listed.ShouldNotContain("sealed:v1:");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(SecretsPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await RunAsync(keys, null, "secrets", "remove", "runway_api_key")).Code.ShouldBe(0);
        (await RunAsync(keys, null, "secrets", "list")).Output.ShouldNotContain("RUNWAY");
        var (code, _, error) = await RunAsync(keys, null, "secrets", "remove", "RUNWAY_API_KEY");
        code.ShouldBe(1);
        error.ShouldContain("no secret");
    }

    [Theory]
    [InlineData("ATELIER_MASTER_KEY")]
    [InlineData("ATELIER_DATA")]
    [InlineData("a name")]
    public async Task A_name_that_cannot_be_sealed_is_refused(string name)
    {
        using var keys = new MasterKeyFile(folder, master);
        var (code, _, error) = await RunAsync(keys, "value", "secrets", "set", name);
        code.ShouldBe(1);
        error.ShouldNotBeNullOrWhiteSpace();
        File.Exists(SecretsPath).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "value", "ATELIER_MASTER_KEY")]
    [InlineData("nonsense", "value", "new-key")]
    [InlineData("", "", "standard input")]
    public async Task What_stops_a_secret_from_being_set_is_told(string? keyText, string value, string word)
    {
        using var keys = new MasterKeyFile(folder, keyText is "" ? master : keyText);
        var (code, _, error) = await RunAsync(keys, value, "secrets", "set", "RUNWAY_API_KEY");
        code.ShouldBe(1);
        error.ShouldContain(word);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_start_with_the_wrong_master_key_names_every_secret_and_the_remedy()
    {
        using var keys = new MasterKeyFile(folder, master);
        await SetAsync(keys, "RUNWAY_API_KEY", VendorKey);
        await SetAsync(keys, "STABILITY_API_KEY", VendorKey);

        var missing = await Should.ThrowAsync<SettingsException>(() => ServerFixture.StartAsync(folder.Path));
        missing.Problems.Select(problem => problem.Setting).ShouldBe(["RUNWAY_API_KEY", "STABILITY_API_KEY"]);
        missing.Message.ShouldContain("ATELIER_MASTER_KEY");
        var wrong = await Should.ThrowAsync<SettingsException>(
            () => ServerFixture.StartAsync(folder.Path, ("ATELIER_MASTER_KEY", MasterKey.NewText())));
        wrong.Message.ShouldContain(MasterKey.ParseAll(master)[0].Id);
        wrong.Message.ShouldNotContain(VendorKey);
    }

    [Fact]
    public async Task A_secret_moved_to_another_name_stops_the_start()
    {
        using var keys = new MasterKeyFile(folder, master);
        await SetAsync(keys, "RUNWAY_API_KEY", VendorKey);
        var text = (await File.ReadAllTextAsync(SecretsPath, Cancel)).Replace("RUNWAY_API_KEY", "STABILITY_API_KEY", StringComparison.Ordinal);
        await File.WriteAllTextAsync(SecretsPath, text, Cancel);

        var moved = await Should.ThrowAsync<SettingsException>(() => ServerFixture.StartAsync(folder.Path, ("ATELIER_MASTER_KEY", master)));
        moved.Message.ShouldContain("another name");
    }

    [Fact]
    public async Task Any_setting_may_be_sealed_where_it_stands_and_goes_before_the_file()
    {
        using var keys = new MasterKeyFile(folder, master);
        await SetAsync(keys, "RUNWAY_API_KEY", "from-the-file");
        await SetAsync(keys, "AIHUBMIX_API_KEY", "from-the-file-too");
        var (code, text, error) = await RunAsync(keys, VendorKey, "secrets", "seal", "runway_api_key");
        code.ShouldBe(0, error);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ATELIER_DATA"] = folder.Path, ["ATELIER_MASTER_KEY"] = master, ["RUNWAY_API_KEY"] = text.Trim(), ["AIHUBMIX_API_KEY"] = "plain",
        }).Build();

        SealedSettings.Open(configuration).ShouldBe(new Dictionary<string, string?> { ["RUNWAY_API_KEY"] = VendorKey });
    }

    [Fact]
    public async Task Keys_are_changed_without_a_moment_in_which_nothing_opens()
    {
        using var old = new MasterKeyFile(folder, master);
        await SetAsync(old, "RUNWAY_API_KEY", VendorKey);
        await SetAsync(old, "STABILITY_API_KEY", "other");
        var next = MasterKey.NewText();
        using var both = new MasterKeyFile(folder, $"# the newest first\n{next}\n{master}\n");
        var (code, output, error) = await RunAsync(both, null, "secrets", "reseal", "--json");
        code.ShouldBe(0, error);
        JsonDocument.Parse(output).RootElement.GetProperty("count").GetInt32().ShouldBe(2);

        using var newest = new MasterKeyFile(folder, next);
        OpenAll(newest).ShouldBe(new Dictionary<string, string?> { ["RUNWAY_API_KEY"] = VendorKey, ["STABILITY_API_KEY"] = "other" });
        (await RunAsync(old, null, "secrets", "reseal")).Code.ShouldBe(1);
        OpenAll(newest).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_that_dies_before_it_is_published_leaves_the_old_file_whole()
    {
        using var keys = new MasterKeyFile(folder, master);
        await SetAsync(keys, "RUNWAY_API_KEY", VendorKey);
        var before = await File.ReadAllBytesAsync(SecretsPath, Cancel);
        var file = new SecretsFile(folder.Path);

        Should.Throw<InvalidOperationException>(() => file.Change(secrets => secrets.Remove("RUNWAY_API_KEY"), () => throw new InvalidOperationException("killed")));

        (await File.ReadAllBytesAsync(SecretsPath, Cancel)).ShouldBe(before);
        file.Change(secrets => secrets.Count).ShouldBe(1);
        OpenAll(keys).Count.ShouldBe(1);
        Directory.GetFiles(folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"A\":1}")]
    [InlineData("{\"A\":\"x\",\"A\":\"y\"}")]
    public async Task A_broken_file_is_told_by_its_path(string text)
    {
        await File.WriteAllTextAsync(SecretsPath, text, Cancel);
        var broken = await Should.ThrowAsync<StartException>(() => ServerFixture.StartAsync(folder.Path, ("ATELIER_MASTER_KEY", master)));
        broken.Message.ShouldContain(SecretsPath);
    }

    private static Dictionary<string, string?> OpenAll(MasterKeyFile keys) => SealedSettings.Open(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ATELIER_DATA"] = keys.Data, ["ATELIER_MASTER_KEY"] = keys.Text }).Build());

    private static async Task<string> SetAsync(MasterKeyFile keys, string name, string value)
    {
        var (code, output, error) = await RunAsync(keys, value, "secrets", "set", name);
        code.ShouldBe(0, error);
        return output + error;
    }

    /// <summary>Commands read settings of their folder; the master key is in a settings file there, as an operator may have it.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(MasterKeyFile keys, string? input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var given = new StringReader(input ?? "");
        var code = await keys.WithinAsync(() => AtelierCommandLine.RunAsync([.. args, "--data", keys.Data], output, error, given, Cancel));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Master keys in the process's environment while a command runs: the way that commands see them.</summary>
    private sealed class MasterKeyFile(TemporaryFolder folder, string? text) : IDisposable
    {
        private static readonly SemaphoreSlim One = new(1);
        private readonly string path = Path.Combine(folder.Path, $"keys-{Guid.NewGuid():n}.txt");

        public string Data => folder.Path;

        public string? Text => text;

        public async Task<int> WithinAsync(Func<Task<int>> command)
        {
            await One.WaitAsync(Cancel);
            try
            {
                if (text is not null)
                {
                    await File.WriteAllTextAsync(path, text, Cancel);
                    Environment.SetEnvironmentVariable(SettingNames.MasterKeyFile, path);
                }

                return await command();
            }
            finally
            {
                Environment.SetEnvironmentVariable(SettingNames.MasterKeyFile, null);
                One.Release();
            }
        }

        public void Dispose() => File.Delete(path);
    }
}
