using System.Diagnostics;
using System.Globalization;
using Atelier.Clients.AiHubMix;

namespace Atelier.Benchmarks;

/// <summary>How much memory a download of 100 MB through a client takes. The vendor is another process, so that its memory does not count.</summary>
internal static class DownloadMemory
{
    private const double Allowed = 8;

    public static async Task<int> RunAsync()
    {
        using var vendor = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["vendor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        var address = await vendor.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The vendor did not start.");
        using var http = new HttpClient();
        using var client = new AiHubMixClient(http, new AiHubMixClientOptions { ApiKey = "sk-0123456789abcdef", BaseUrl = address });
        var buffer = new byte[64 * 1024];
        await ReadAsync(client, buffer, []);

        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var resident = Resident();
        var heaps = new List<long>();
        var bytes = await ReadAsync(client, buffer, heaps);
        var heapGrowth = (heaps.Max() - heap) / 1e6;
        var residentGrowth = (Resident() - resident) / 1e6;
        await vendor.StandardInput.WriteLineAsync();
        await vendor.WaitForExitAsync();

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes / 1e6:0} MB downloaded; most growth of the managed heap, garbage included: {heapGrowth:0.0} MB; of resident memory: {residentGrowth:0.0} MB; allowed: {Allowed:0} MB"));
        return heapGrowth <= Allowed && residentGrowth <= Allowed ? 0 : 1;
    }

    private static async Task<long> ReadAsync(AiHubMixClient client, byte[] buffer, List<long> heaps)
    {
        await using var video = await client.OpenVideoContentAsync("video_1");
        long total = 0;
        long looked = 0;
        int count;
        while ((count = await video.Content.ReadAsync(buffer)) > 0)
        {
            total += count;
            if (total - looked > 1_000_000)
            {
                looked = total;
                heaps.Add(GC.GetTotalMemory(forceFullCollection: false));
            }
        }

        return total;
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        self.Refresh();
        return self.WorkingSet64;
    }
}
