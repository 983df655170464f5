using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>Runs the shell lines of the README as they stand there, against a fresh installation.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "## A first result of each kind", "## The same from C#")]
    [InlineData("README.zh-CN.md", "## 每种结果来一个", "## 接入真实厂商")]
    public async Task Every_line_of_the_readme_does_what_it_says(string file, string from, string to)
    {
        await using var installation = await Installation.StartAsync();
        var folder = Directory.CreateTempSubdirectory("atelier-readme-").FullName;
        var script = "set -euo pipefail\n" + Lines(file, from, to).Replace("http://127.0.0.1:8080", $"http://127.0.0.1:{installation.Port}", StringComparison.Ordinal);

        var (exitCode, output) = await RunAsync(script, folder, installation.TestKey);

        exitCode.ShouldBe(0, output);
        output.ShouldNotContain("urn:atelier:problem", customMessage: output);
        (await File.ReadAllBytesAsync(Path.Combine(folder, "picture.png"), Installation.Cancel))[..4].ShouldBe(new byte[] { 0x89, 0x50, 0x4E, 0x47 });
        using var client = installation.Client(installation.TestKey);
        var made = (await client.GetAsync("/api/v1/generations?limit=100"))["data"]!.AsArray();
        made.Count.ShouldBe(8);
        made.ShouldAllBe(g => g!.AsObject().Status() == "completed");
        Directory.Delete(folder, recursive: true);
    }

    private static string Lines(string file, string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var start = text.IndexOf(from, StringComparison.Ordinal);
        var end = text.IndexOf(to, StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0);
        end.ShouldBeGreaterThan(start);
        var blocks = BashBlock().Matches(text[start..end]).Select(m => m.Groups[1].Value).ToList();
        blocks.Count.ShouldBeGreaterThan(5);
        return string.Join('\n', blocks);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string script, string folder, string key)
    {
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["ATELIER_KEY"] = key },
        };
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Installation.Cancel);
        return (process.ExitCode, output.ToString());
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
