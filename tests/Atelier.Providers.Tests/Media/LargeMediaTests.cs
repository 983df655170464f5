using System.Net;
using Atelier.Clients.Http;
using Atelier.Providers.Media;

namespace Atelier.Providers.Tests.Media;

/// <summary>Runs alone: it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(LargeMediaTests), DisableParallelization = true)]
[Collection(nameof(LargeMediaTests))]
public sealed class LargeMediaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_result_is_streamed_and_never_held()
    {
        const long bytes = 256L * 1024 * 1024;
        await using var files = await LoopbackFiles.StartAsync(bytes);
        var options = new MediaDownloadOptions();
        options.AllowedNetworks.Add(IPNetwork.Parse("127.0.0.0/8"));
        using var downloader = new MediaDownloader(options);
        var source = new MediaDownloads(downloader, "Vendor").FromUrl(files.File, "image/png", null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long highest = 0;
        long read = 0;
        long nextLook = 0;
        await using var stream = await source.OpenAsync(Token);
        var buffer = new byte[80 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, Token)) > 0;)
        {
            read += count;
            if (read >= nextLook)
            {
                // Collected first: only what is really held counts, not the litter of tests running beside this one.
                nextLook = read + (16 * 1024 * 1024);
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        read.ShouldBe(bytes);
        (highest - before).ShouldBeLessThan(bytes / 4);
    }
}
