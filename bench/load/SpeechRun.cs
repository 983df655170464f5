using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Load;

/// <summary>
/// When is the first byte of speech heard? The same vendor asked directly and through the server, in turns; each time from the vendor's own
/// first byte to the caller's, which is what a server that passes speech on can add to.
/// </summary>
internal static class SpeechRun
{
    private const int Rounds = 300;

    // As many again first: methods are compiled anew, and better, only after some use, and that takes a processor too.
    private const int Warm = 300;

    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        await using var vendor = await SpeakingVendor.StartAsync();
        var folder = Directory.CreateTempSubdirectory("atelier-load-");
        try
        {
            using var server = await ProcessUnderLoad.StartAsync(["serve"], null, Settings(folder.FullName, vendor.Address), "/health/ready");
            using var through = new HttpClient { BaseAddress = server.Address };
            through.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.LiveKey);
            using var direct = new HttpClient { BaseAddress = vendor.Address };
            await GrantAsync(through);
            var (own, ours) = (new List<double>(), new List<double>());
            for (var round = -Warm; round < Rounds; round++)
            {
                var alone = await FirstByteAsync(direct, vendor, round);
                var passed = await FirstByteAsync(through, vendor, round);
                if (round >= 0)
                {
                    own.Add(alone);
                    ours.Add(passed);
                }
            }

            return Lines([.. own.Order()], [.. ours.Order()], [.. ours.Zip(own, (a, b) => a - b).Order()]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Lines(List<double> own, List<double> ours, List<double> added) =>
    [
        $"{Rounds} answers each, in turns. From the vendor's first byte to the caller's, in milliseconds:",
        "",
        "| what | p50 | p90 | p99 |",
        "|---|---|---|---|",
        Row("vendor asked directly", own),
        Row("through the server: stored, charged, logged", ours),
        Row("difference of each pair", added),
        "",
        "The vendor holds back the rest of the sound until the caller has heard the first byte, so nothing is heard that was not passed on at once.",
    ];

    private static string Row(string what, List<double> sorted) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {Report.Percentile(sorted, 0.5):0.00} | {Report.Percentile(sorted, 0.9):0.00} | {Report.Percentile(sorted, 0.99):0.00} |");

    private static async Task<double> FirstByteAsync(HttpClient http, SpeakingVendor vendor, int round)
    {
        var rest = vendor.HoldBack();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audio/speech")
            {
                Content = JsonContent.Create(new { model = "tts-1", voice = "alloy", input = $"tide {round}" }),
            };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using var sound = await answer.Content.ReadAsStreamAsync();
            await sound.ReadExactlyAsync(new byte[1]);
            var heard = Stopwatch.GetElapsedTime(vendor.SpokeAt).TotalMilliseconds;
            rest.SetResult();
            await sound.CopyToAsync(Stream.Null);
            return heard;
        }
        finally
        {
            rest.TrySetResult();
        }
    }

    private static Dictionary<string, string> Settings(string folder, Uri vendor) => new()
    {
        ["ATELIER_DATA"] = folder,
        ["AIHUBMIX_API_KEY"] = "sk-" + new string('h', 40),
        ["AIHUBMIX_BASE_URL"] = vendor.ToString(),
    };

    private static async Task GrantAsync(HttpClient http)
    {
        var account = (await http.GetFromJsonAsync<JsonObject>("/api/v1/account"))!;
        var grant = new { user_id = account["user"]!["id"]!.GetValue<string>(), book = "live", amount = 100_000, reason = "load" };
        using var answer = await http.PostAsJsonAsync("/api/v1/admin/grants", grant);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A vendor of this process, so that its time and the caller's are of one clock.</summary>
    private sealed class SpeakingVendor : IAsyncDisposable
    {
        private static readonly byte[] Sound = Frames();
        private readonly WebApplication _app;
        private TaskCompletionSource _rest = new();
        private long _spokeAt;

        private SpeakingVendor(WebApplication app) => _app = app;

        public Uri Address => new(_app.Urls.First());

        public long SpokeAt => Volatile.Read(ref _spokeAt);

        public static async Task<SpeakingVendor> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var vendor = new SpeakingVendor(builder.Build());
            vendor._app.MapPost("/v1/audio/speech", vendor.SpeakAsync);
            await vendor._app.StartAsync();
            return vendor;
        }

        public TaskCompletionSource HoldBack() => _rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task SpeakAsync(HttpContext http)
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            http.Response.ContentType = "audio/mpeg";
            await http.Response.Body.WriteAsync(Sound.AsMemory(0, 4096), http.RequestAborted);
            Volatile.Write(ref _spokeAt, Stopwatch.GetTimestamp());
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await _rest.Task;
            await http.Response.Body.WriteAsync(Sound.AsMemory(4096), http.RequestAborted);
        }

        /// <summary>Frames of MPEG-1 layer 3 at 128 kbit/s and 44.1 kHz.</summary>
        private static byte[] Frames()
        {
            var sound = new byte[64 * 1024];
            for (var at = 0; at + 4 <= sound.Length; at += 417)
            {
                new byte[] { 0xFF, 0xFB, 0x90, 0x00 }.CopyTo(sound, at);
            }

            return sound;
        }
    }
}
