using System.Net;
using Atelier.Clients.Http;
using Atelier.Providers.Media;

namespace Atelier.Providers.Tests.Media;

public sealed class MediaFetcherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_private_address_is_refused_before_anything_is_sent()
    {
        await using var files = await LoopbackFiles.StartAsync(10);
        using var downloader = Downloader(allowLoopback: false);
        var refused = await Should.ThrowAsync<MediaUnavailableException>(() => new MediaFetcher(downloader).FromUrl(files.File, 100).OpenAsync(Token));
        refused.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        refused.Failure.Retryable.ShouldBeFalse();
        files.LastHeaders.ShouldBeNull();
    }

    [Fact]
    public async Task An_allowed_network_is_fetched_from_without_credentials_and_again()
    {
        await using var files = await LoopbackFiles.StartAsync(1000);
        using var downloader = Downloader();
        var source = new MediaFetcher(downloader).FromUrl(files.File, 1000);
        source.FileName.ShouldBe("file.png");
        files.LastHeaders.ShouldBeNull();
        (await ReadAsync(source)).ShouldBe(1000);
        (await ReadAsync(source)).ShouldBe(1000);
        files.LastHeaders.ShouldNotBeNull().Authorization.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_allowed_is_refused_whether_the_length_is_told_or_not(bool tellLength)
    {
        await using var files = await LoopbackFiles.StartAsync(200_000, tellLength: tellLength);
        using var downloader = Downloader();
        var tooLarge = await Should.ThrowAsync<MediaUnavailableException>(() => ReadAsync(new MediaFetcher(downloader).FromUrl(files.File, 100_000)));
        tooLarge.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        tooLarge.Failure.Message.ShouldContain("100000");
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(500, true)]
    public async Task A_url_that_fails_is_the_callers_matter(int status, bool retryable)
    {
        await using var files = await LoopbackFiles.StartAsync(0, status);
        using var downloader = Downloader();
        var failed = await Should.ThrowAsync<MediaUnavailableException>(() => ReadAsync(new MediaFetcher(downloader).FromUrl(files.File, 100)));
        failed.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failed.Failure.Retryable.ShouldBe(retryable);
        failed.Failure.VendorStatus.ShouldBe(status);
        failed.Failure.ToString().ShouldNotContain("s3cr3t");
    }

    private static async Task<long> ReadAsync(MediaSource source)
    {
        await using var stream = await source.OpenAsync(Token);
        var buffer = new byte[64 * 1024];
        long read = 0;
        for (int count; (count = await stream.ReadAsync(buffer, Token)) > 0;)
        {
            read += count;
        }

        return read;
    }

    private static MediaDownloader Downloader(bool allowLoopback = true)
    {
        var options = new MediaDownloadOptions { RetryBaseDelay = TimeSpan.FromMilliseconds(1) };
        if (allowLoopback)
        {
            options.AllowedNetworks.Add(IPNetwork.Parse("127.0.0.0/8"));
        }

        return new MediaDownloader(options);
    }
}
