using System.Diagnostics;
using System.Text;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>Runs programs that use SDKs.</summary>
internal static class Scripts
{
    private static readonly string SdkFolder = Path.Combine(Repository.Root, "tests", "sdk");

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = new StringBuilder();
            var errors = process.StandardError.ReadToEndAsync(Installation.Cancel);
            output.Append(await process.StandardOutput.ReadToEndAsync(Installation.Cancel));
            await process.WaitForExitAsync(Installation.Cancel);
            return (process.ExitCode, output.ToString() + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public static Task<(int ExitCode, string Output)> RunNodeAsync(string script, params string[] arguments)
    {
        RequireSdks();
        return RunAsync("node", [script, .. arguments], SdkFolder);
    }

    /// <summary>Without the packages there is nothing to run: a failure in CI, a reasoned skip on a developer's machine.</summary>
    public static void RequireSdks()
    {
        var there = new[] { "openai", "ai", Path.Combine("@ai-sdk", "openai"), Path.Combine("@ai-sdk", "openai-compatible") }
            .All(package => Directory.Exists(Path.Combine(SdkFolder, "node_modules", package)));
        const string reason = "The SDKs are not installed: run npm ci in tests/sdk.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            there.ShouldBeTrue(reason);
        }

        Assert.SkipUnless(there, reason);
    }
}
