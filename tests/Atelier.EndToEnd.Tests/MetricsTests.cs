using System.Diagnostics;
using System.Text.RegularExpressions;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>Scrapes the real executable and has Prometheus' own tool judge what it got.</summary>
public sealed partial class MetricsTests
{
    private const string Promtool = "/usr/bin/promtool";

    [Fact]
    public async Task What_prometheus_scrapes_is_sound_and_holds_no_secret()
    {
        RequirePromtool();
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        using var client = installation.Client(installation.TestKey);
        var picture = (await client.CreateAsync("stability/core", new { prompt = "a lighthouse of words" })).Id();
        var video = (await client.CreateAsync("runway/gen4.5", new { prompt = "a lighthouse of words", duration = 2 })).Id();
        (await client.WaitAsync(picture)).Status().ShouldBe("completed");
        (await client.WaitAsync(video)).Status().ShouldBe("completed");
        using var live = installation.Client(installation.LiveKey);
        var user = (await live.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        (await installation.RunAsync("credits", "grant", "--user", user, "--book", "live", "--amount", "100", "--reason", "test")).ExitCode.ShouldBe(0);
        await vendors.AddFaultAsync(new { vendor = "stability", times = 1, fault = new { kind = "status", status = 500 } });
        (await live.MakeAsync("stability/core", new { prompt = "a lighthouse of words" })).Status().ShouldBe("completed");
        using var http = new HttpClient { BaseAddress = installation.Server.Address };

        var text = await http.GetStringAsync("/metrics", Installation.Cancel);

        var (exitCode, report) = await CheckAsync(text);
        exitCode.ShouldBe(0, report);
        foreach (var name in new[]
        {
            "atelier_client_attempt_duration_seconds_bucket", "atelier_client_retries_total", "atelier_client_circuit_state", "atelier_client_limiter_waiting",
            "atelier_client_limiter_under_way", "atelier_client_connections_open", "atelier_client_response_body_size_bytes_bucket", "http_client_open_connections",
            "atelier_provider_submissions_total", "atelier_provider_polls_total",
            "atelier_generation_accepted_total", "atelier_generation_finished_total", "atelier_generation_state_duration_seconds_bucket",
            "atelier_credits_held_total", "atelier_credits_captured_total", "atelier_artifact_stored_bytes_total", "atelier_engine_steps_active",
            "http_server_request_duration_seconds_bucket", "dotnet_gc_collections_total",
        })
        {
            text.ShouldContain(name);
        }

        OurLabels(text).ShouldBeSubsetOf(
        [
            "atelier_vendor", "atelier_operation", "atelier_outcome", "atelier_account", "atelier_operation_class", "http_response_status_code", "le",
            "otel_scope_name", "otel_scope_version", "otel_scope_schema_url",
        ]);
        string[] keys = [.. vendors.Settings.Where(setting => setting.Name.EndsWith("_KEY", StringComparison.Ordinal)).Select(setting => setting.Value)];
        foreach (var secret in (string[])[.. keys, installation.LiveKey, installation.TestKey, "lighthouse", picture, video, "usr_"])
        {
            text.ShouldNotContain(secret);
        }
    }

    /// <summary>Names of the labels of what the clients measure: what is not in a known list may have values without end.</summary>
    private static List<string> OurLabels(string text) =>
    [
        .. text.Split('\n').Where(line => line.StartsWith("atelier_client_", StringComparison.Ordinal))
            .SelectMany(line => LabelName().Matches(line)).Select(match => match.Groups[1].Value).Distinct(),
    ];

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();

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
