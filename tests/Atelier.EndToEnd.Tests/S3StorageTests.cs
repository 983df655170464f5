using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>The server with its artifacts on a real S3 server, as <c>ATELIER_STORAGE</c> asks.</summary>
public sealed class S3StorageTests
{
    [Fact]
    public async Task Results_go_to_the_bucket_and_come_back_whole_and_in_part()
    {
        await using var s3 = await S3Process.StartAsync();
        await using var installation = await Installation.StartAsync(s3.Settings("atelier-end-to-end"));
        using var client = installation.Client(installation.TestKey);

        var picture = await client.MakeAsync("stability/core", new { prompt = "a lighthouse" });
        var video = await client.MakeAsync(
            "runway/gen4_turbo", new { prompt = "waves", duration = 2, image = picture.Artifacts()[0]!["id"]!.GetValue<string>() });

        foreach (var artifact in new[] { picture.Artifacts()[0]!, video.Artifacts()[0]! })
        {
            var bytes = await client.DownloadAsync(artifact);
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(artifact["sha256"]!.GetValue<string>());
            var (status, part) = await client.DownloadRangeAsync(artifact, 5, 14);
            status.ShouldBe(HttpStatusCode.PartialContent);
            part.ShouldBe(bytes[5..15]);
        }

        Directory.EnumerateFiles(installation.Folder, "*", SearchOption.AllDirectories)
            .ShouldNotContain(file => file.EndsWith(".png", StringComparison.Ordinal) || file.EndsWith(".mp4", StringComparison.Ordinal));
        await JobFlows.BooksShouldBeRightAsync(client);
    }

    /// <summary>The S3 server that <c>test.sh</c> started, or one of the test's own.</summary>
    private sealed class S3Process(string endpoint, string accessKey, string secretKey, string? ownFolder) : IAsyncDisposable
    {
        private static string Tools => Path.Combine(Repository.Root, "tests", "tools");

        public static async Task<S3Process> StartAsync()
        {
            if (Environment.GetEnvironmentVariable("ATELIER_TEST_S3") is { Length: > 0 } given)
            {
                return Parse(given, null);
            }

            var folder = Directory.CreateTempSubdirectory("atelier-s3-").FullName;
            var port = ServerProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
            var (exitCode, output) = await RunAsync("s3-up.sh", folder, port);
            Assert.SkipUnless(exitCode == 0 || Environment.GetEnvironmentVariable("CI") == "true", $"no S3 server: {output}");
            exitCode.ShouldBe(0, output);
            return Parse(output.Trim(), folder);
        }

        public (string Name, string Value)[] Settings(string bucket) =>
        [
            ("ATELIER_STORAGE", $"s3://{bucket}?endpoint={endpoint}"),
            ("AWS_ACCESS_KEY_ID", accessKey),
            ("AWS_SECRET_ACCESS_KEY", secretKey),
        ];

        public async ValueTask DisposeAsync()
        {
            if (ownFolder is not null)
            {
                await RunAsync("s3-down.sh", ownFolder);
            }
        }

        private static S3Process Parse(string text, string? folder)
        {
            var parts = text.Split(';');
            parts.Length.ShouldBe(3, text);
            return new S3Process(parts[0], parts[1], parts[2], folder);
        }

        private static async Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Tools, script), .. arguments]) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            return (process.ExitCode, output);
        }
    }
}
