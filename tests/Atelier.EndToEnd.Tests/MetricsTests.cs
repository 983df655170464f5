using System.Diagnostics;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>Scrapes the real executable and has Prometheus' own tool judge what it got.</summary>
public sealed class MetricsTests
{
    private const string Promtool = "/usr/bin/promtool";

    [Fact]
    public async Task What_prometheus_scrapes_is_sound_and_holds_no_secret()
    {
        RequirePromtool();
        await using var installation = await Installation.StartAsync();
        using var client = installation.Client(installation.TestKey);
        var picture = (await client.CreateAsync("stability/core", new { prompt = "a lighthouse of words" })).Id();
        var video = (await client.CreateAsync("runway/gen4.5", new { prompt = "a lighthouse of words", duration = 2 })).Id();
        (await client.WaitAsync(picture)).Status().ShouldBe("completed");
        (await client.WaitAsync(video)).Status().ShouldBe("completed");
        using var http = new HttpClient { BaseAddress = installation.Server.Address };

        var text = await http.GetStringAsync("/metrics", Installation.Cancel);

        var (exitCode, report) = await CheckAsync(text);
        exitCode.ShouldBe(0, report);
        foreach (var name in new[]
        {
            "atelier_client_attempt_duration_seconds_bucket", "atelier_provider_submissions_total", "atelier_provider_polls_total",
            "atelier_generation_accepted_total", "atelier_generation_finished_total", "atelier_generation_state_duration_seconds_bucket",
            "atelier_credits_held_total", "atelier_credits_captured_total", "atelier_artifact_stored_bytes_total", "atelier_engine_steps_active",
            "http_server_request_duration_seconds_bucket", "dotnet_gc_collections_total",
        })
        {
            text.ShouldContain(name);
        }

        foreach (var secret in new[] { installation.LiveKey, installation.TestKey, "lighthouse", picture, video, "usr_" })
        {
            text.ShouldNotContain(secret);
        }
    }

    private static async Task<(int ExitCode, string Report)> CheckAsync(string text)
    {
        var start = new ProcessStartInfo(Promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var promtool = Process.Start(start)!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var report = promtool.StandardError.ReadToEndAsync(Installation.Cancel);
        var output = await promtool.StandardOutput.ReadToEndAsync(Installation.Cancel);
        await promtool.WaitForExitAsync(Installation.Cancel);
        return (promtool.ExitCode, output + await report);
    }

    private static void RequirePromtool()
    {
        if (File.Exists(Promtool))
        {
            return;
        }

        const string Reason = $"{Promtool} is missing; it comes with the Debian package 'prometheus'.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Reason);
        }

        Assert.Skip(Reason);
    }
}
