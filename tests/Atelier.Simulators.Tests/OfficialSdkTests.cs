using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Atelier.Simulators.Tests;

/// <summary>The vendors' official SDKs, run by Node against the simulators: they speak as the vendors do, or the SDK stumbles.</summary>
public sealed class OfficialSdkTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "sdk"));

    [Theory]
    [InlineData("runway-simulator.mjs", "runway", "15 checks passed")]
    [InlineData("aihubmix-simulator.mjs", "aihubmix", "19 checks passed")]
    public async Task Official_sdk_finds_everything_it_expects(string script, string vendor, string last)
    {
        RequireSdks();
        await using var host = await SimulatorHost.StartAsync(
            new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromMilliseconds(500) },
            cancellationToken: TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync(script, host.VendorUrl(vendor).ToString());

        code.ShouldBe(0, output);
        output.TrimEnd().ShouldEndWith(last);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await errors + await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Without the packages there is nothing to run: a failure in CI, a reasoned skip on a developer's machine.</summary>
    private static void RequireSdks()
    {
        var there = Directory.Exists(Path.Combine(Folder, "node_modules", "openai"))
            && Directory.Exists(Path.Combine(Folder, "node_modules", "@runwayml", "sdk"));
        const string reason = "The SDKs are not installed: run npm ci in tests/sdk.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            there.ShouldBeTrue(reason);
        }

        Assert.SkipUnless(there, reason);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
