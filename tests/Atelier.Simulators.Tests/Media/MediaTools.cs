using System.Diagnostics;

namespace Atelier.Simulators.Tests.Media;

/// <summary>Judges media with ffmpeg, a decoder that is not ours.</summary>
internal static class MediaTools
{
    /// <summary>Skips the test when the tool is missing on a developer's machine; in CI a missing tool is a failure.</summary>
    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = TryStart(start);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await errors).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        return (await output).Trim();
    }

    /// <summary>Decodes every frame; any complaint of the decoder fails the test.</summary>
    public static Task DecodeAsync(string file) => RunAsync("ffmpeg", "-v", "error", "-i", file, "-f", "null", "-");

    public static async Task<Dictionary<string, string>> ProbeAsync(string file, string stream)
    {
        var text = await RunAsync(
            "ffprobe", "-v", "error", "-select_streams", stream, "-count_frames", "-show_entries",
            "stream=codec_name,width,height,nb_read_frames,r_frame_rate,sample_rate,channels:format=duration", "-of", "default=noprint_wrappers=1", file);
        return text.Split('\n').Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public static async Task<string> WriteAsync(byte[] content, string extension)
    {
        var file = Path.Combine(Path.GetTempPath(), $"atelier-media-{Guid.NewGuid():n}.{extension}");
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
        return file;
    }

    private static Process TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"{start.FileName} is not installed: {problem.Message}");
            throw;
        }
    }
}
