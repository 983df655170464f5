using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>OpenAI's and Vercel's SDKs for JavaScript, unchanged, against the real executable.</summary>
public sealed class JavaScriptSdkTests
{
    [Theory]
    [InlineData("openai-server.mjs", "16 checks passed")]
    [InlineData("openai-server-ai.mjs", "8 checks passed")]
    public async Task Every_route_answers_as_the_sdk_expects(string script, string last)
    {
        await using var installation = await Installation.StartAsync();
        var (code, output) = await Scripts.RunNodeAsync(
            script, installation.Server.Address.ToString().TrimEnd('/'), installation.TestKey);
        code.ShouldBe(0, output);
        output.TrimEnd().ShouldEndWith(last);
    }

    [Fact]
    public async Task The_sample_for_javascript_makes_its_files()
    {
        Scripts.RequireSdks();
        await using var installation = await Installation.StartAsync();
        var folder = Directory.CreateTempSubdirectory("atelier-sample-").FullName;
        // Resolved from the folder of the script, so it runs from where the packages are.
        var script = Path.Combine(Repository.Root, "tests", "sdk", $"sample-{Guid.NewGuid():n}.mjs");
        File.Copy(Path.Combine(Repository.Root, "samples", "openai-js", "index.mjs"), script);
        try
        {
            var (code, output) = await Scripts.RunAsync(
                "node", [script, folder], folder,
                ("OPENAI_BASE_URL", new Uri(installation.Server.Address, "/v1").ToString()), ("OPENAI_API_KEY", installation.TestKey));
            code.ShouldBe(0, output);
            Samples.ShouldHaveMadeItsFiles(folder, output);
        }
        finally
        {
            File.Delete(script);
            Directory.Delete(folder, recursive: true);
        }
    }
}

internal static class Samples
{
    public static void ShouldHaveMadeItsFiles(string folder, string output)
    {
        output.ShouldContain("heard: ");
        output.ShouldContain("said: ");
        File.ReadAllBytes(Path.Combine(folder, "boat.png"))[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
        new FileInfo(Path.Combine(folder, "boat.mp3")).Length.ShouldBeGreaterThan(100);
        File.ReadAllBytes(Path.Combine(folder, "boat.mp4"))[4..8].ShouldBe("ftyp"u8.ToArray());
    }
}
