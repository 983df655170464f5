using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>The packages as somebody else would get them: packed, looked into, and used alone by a sample that knows nothing of this repository.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "0.1.0";

    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-packages-").FullName;

    private string? _cached;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        if (_cached is not null && Directory.Exists(_cached))
        {
            Directory.Delete(_cached, recursive: true);
        }
    }

    [Theory]
    [InlineData("Atelier.Clients")]
    [InlineData("Atelier.Providers.Abstractions")]
    public async Task A_package_has_its_readme_documentation_symbols_licence_and_is_the_same_each_time(string name)
    {
        await PackAsync(name, Path.Combine(_folder, "first"));
        await RunAsync(["build", Path.Combine(Repository.Root, "src", name), "--no-incremental", .. Release()]);
        await PackAsync(name, Path.Combine(_folder, "second"), build: false);

        var first = Entries(Package(name, "first", "nupkg"));
        first.Keys.ShouldContain("README.md");
        first.Keys.ShouldContain($"lib/net10.0/{name}.dll");
        first.Keys.ShouldContain($"lib/net10.0/{name}.xml");
        Encoding.UTF8.GetString(first[$"lib/net10.0/{name}.dll"]).ShouldNotContain(Repository.Root, customMessage: "the package tells where it was built");
        var metadata = XDocument.Parse(Encoding.UTF8.GetString(first[$"{name}.nuspec"]).Trim('\uFEFF')).Descendants().ToLookup(e => e.Name.LocalName, e => e.Value);
        metadata["license"].ShouldBe(["Apache-2.0"]);
        metadata["readme"].ShouldBe(["README.md"]);
        metadata["description"].Single().Length.ShouldBeGreaterThan(20);

        Entries(Package(name, "first", "snupkg")).Keys.ShouldContain($"lib/net10.0/{name}.pdb");
        var second = Entries(Package(name, "second", "nupkg"));
        Hash(second[$"lib/net10.0/{name}.dll"]).ShouldBe(Hash(first[$"lib/net10.0/{name}.dll"]), "the build is not deterministic");
        Hash(second[$"lib/net10.0/{name}.xml"]).ShouldBe(Hash(first[$"lib/net10.0/{name}.xml"]));
    }

    [Fact]
    public async Task The_client_package_alone_is_enough_for_a_console_program()
    {
        await using var simulators = await SimulatorProcess.StartAsync();
        var packages = Path.Combine(_folder, "packages");

        // A version of its own: NuGet keeps packages by their version, and would go on using one packed by an earlier run.
        var version = $"{Version}-test.{Guid.NewGuid():N}";
        _cached = Path.Combine(PackageCache, "atelier.clients", version);
        await PackAsync("Atelier.Clients", packages, version);
        var sample = Path.Combine(_folder, "sample");
        Copy(Path.Combine(Repository.Root, "samples"), sample);
        var environment = simulators.Settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        await RunAsync(
            ["restore", Path.Combine(sample, "ClientsOnly"), $"-p:RestoreAdditionalProjectSources={packages}", $"-p:AtelierVersion={version}"],
            environment);
        Directory.Exists(_cached).ShouldBeTrue("the restore did not take the package");
        await RunAsync(["build", Path.Combine(sample, "ClientsOnly"), "--no-restore", $"-p:AtelierVersion={version}"], environment);
        var made = Directory.CreateDirectory(Path.Combine(_folder, "made")).FullName;
        var output = await RunAsync([Path.Combine(sample, "ClientsOnly", "bin", "Debug", "net10.0", "ClientsOnly.dll"), made], environment);

        output.ShouldContain("SUCCEEDED");
        output.ShouldContain("chat: ");
        (await File.ReadAllBytesAsync(Path.Combine(made, "boat.png"), Cancel))[..4].ShouldBe(new byte[] { 0x89, 0x50, 0x4E, 0x47 });
    }

    private static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static Task<string> PackAsync(string name, string folder, string version = Version, bool build = true) =>
        RunAsync(["pack", Path.Combine(Repository.Root, "src", name), "-o", folder, .. build ? [] : (string[])["--no-build"], .. Release(version)]);

    private static string[] Release(string version = Version) =>
        ["-c", "Release", "-v", "q", $"-p:Version={version}", "-p:ContinuousIntegrationBuild=true"];

    private string Package(string name, string folder, string kind) => Path.Combine(_folder, folder, $"{name}.{Version}.{kind}");

    private static Dictionary<string, byte[]> Entries(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        return archive.Entries.ToDictionary(entry => entry.FullName, Read);

        static byte[] Read(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
            {
                var target = Path.Combine(to, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    private static async Task<string> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel) + await error;
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
