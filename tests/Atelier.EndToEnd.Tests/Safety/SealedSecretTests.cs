using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>Secrets outlive a command that is killed while it seals them anew.</summary>
public sealed class SealedSecretTests
{
    private const int Secrets = 200;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("ATELIER_TEST_LONG") == "1" ? 60 : 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_sealing_anew_every_secret_still_opens()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-secrets-").FullName;
        var keys = new List<string> { await NewKeyAsync() };
        var environment = new Dictionary<string, string> { ["ATELIER_DATA"] = folder, ["ATELIER_MASTER_KEY"] = keys[0] };
        await FillAsync(folder, environment);
        var random = new Random(20262);
        var killed = 0;
        var changed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            keys.Insert(0, await NewKeyAsync());
            environment["ATELIER_MASTER_KEY"] = string.Join(',', keys);
            var before = await File.ReadAllTextAsync(Path.Combine(folder, "secrets.json"), Cancel);
            killed += await ResealAndKillAsync(environment, TimeSpan.FromMilliseconds(random.Next(60, 420))) ? 1 : 0;
            var after = await File.ReadAllTextAsync(Path.Combine(folder, "secrets.json"), Cancel);
            changed += after == before ? 0 : 1;
            var ids = JsonNode.Parse(after)!.AsObject().Select(secret => secret.Value!.GetValue<string>().Split(':')[2]).ToList();
            ids.Count.ShouldBe(Secrets);
            ids.Distinct().Count().ShouldBe(1, "the file is half old, half new");
        }

        var (code, output) = await ServerProcess.RunAsync(["secrets", "reseal"], environment, Cancel);
        code.ShouldBe(0, output);
        output.ShouldContain($"{Secrets} secrets");
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["secrets.json", "secrets.lock"], ignoreOrder: true);
        Directory.Delete(folder, recursive: true);
        TestCounts.Report(string.Create(
            CultureInfo.InvariantCulture, $"sealing anew: {Rounds} rounds over {Secrets} secrets, {killed} killed under way, {changed} done before, 0 secrets lost"));
    }

    private static async Task FillAsync(string folder, Dictionary<string, string> environment)
    {
        var (code, output) = await ServerProcess.RunAsync(["secrets", "set", "SECRET_0"], environment, Cancel, "value 0");
        code.ShouldBe(0, output);
        var file = Path.Combine(folder, "secrets.json");
        var all = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!.AsObject();
        await Parallel.ForEachAsync(Enumerable.Range(1, 3), Cancel, async (number, _) =>
        {
            var (sealCode, text) = await ServerProcess.RunAsync(["secrets", "seal", $"SECRET_{number}"], environment, Cancel, $"value {number}");
            sealCode.ShouldBe(0, text);
            lock (all)
            {
                all[$"SECRET_{number}"] = text.Trim();
            }
        });

        // A process for each of the others would take minutes.
        var master = Convert.FromBase64String(environment["ATELIER_MASTER_KEY"]);
        var id = all["SECRET_0"]!.GetValue<string>().Split(':')[2];
        for (var number = all.Count; number < Secrets; number++)
        {
            all[$"SECRET_{number}"] = SealAsDocumented(master, id, $"SECRET_{number}", $"value {number}");
        }

        await File.WriteAllTextAsync(file, all.ToJsonString(), Cancel);
    }

    /// <summary>The form as docs/reference/secrets.md describes it, written a second time: whoever reads the page can open what is sealed.</summary>
    private static string SealAsDocumented(byte[] master, string keyId, string name, string value)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(value);
        var bytes = new byte[12 + 16 + plain.Length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var cipher = new System.Security.Cryptography.AesGcm(master, 16);
        cipher.Encrypt(
            bytes.AsSpan(0, 12), plain, bytes.AsSpan(28), bytes.AsSpan(12, 16), System.Text.Encoding.UTF8.GetBytes($"sealed:v1:{keyId}\n{name.ToUpperInvariant()}"));
        return $"sealed:v1:{keyId}:{System.Buffers.Text.Base64Url.EncodeToString(bytes)}";
    }

    private static async Task<string> NewKeyAsync()
    {
        var (code, output) = await ServerProcess.RunAsync(["secrets", "new-key"], new Dictionary<string, string>(), Cancel);
        code.ShouldBe(0, output);
        return output.Trim();
    }

    private static async Task<bool> ResealAndKillAsync(Dictionary<string, string> environment, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.ServerAssembly, "secrets", "reseal"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await Task.WhenAny(process.WaitForExitAsync(Cancel), Task.Delay(after, TimeProvider.System, Cancel));
        var runs = !process.HasExited;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Cancel);
        return runs;
    }
}
