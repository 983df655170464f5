using System.Net;
using Atelier.Clients.Http;
using Atelier.Providers.Media;
using Microsoft.Extensions.Time.Testing;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_sends_a_little_now_and_then_is_given_up_after_the_longest_time(bool withStart)
    {
        await using var files = await LoopbackFiles.StartAsync(withStart ? 1 : 0, stall: true);
        using var downloader = Downloader();
        var clock = new FakeTimeProvider();
        var reading = ReadAsync(new MediaFetcher(downloader, clock).FromUrl(files.File, 100));
        await files.Stalled.WaitAsync(Token);

        clock.Advance(MediaFetcher.LongestTime - TimeSpan.FromSeconds(1));
        reading.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        var late = await Should.ThrowAsync<MediaUnavailableException>(reading);
        late.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        late.Failure.Message.ShouldContain("5 minutes");
    }

    [Fact]
    public async Task A_caller_who_leaves_is_no_slow_server()
    {
        await using var files = await LoopbackFiles.StartAsync(1, stall: true);
        using var downloader = Downloader();
        using var gone = new CancellationTokenSource();
        var reading = ReadAsync(new MediaFetcher(downloader).FromUrl(files.File, 100), gone.Token);
        await files.Stalled.WaitAsync(Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
    }

    private static async Task<long> ReadAsync(MediaSource source, CancellationToken? cancellationToken = null)
    {
        await using var stream = await source.OpenAsync(cancellationToken ?? Token);
        var buffer = new byte[64 * 1024];
        long read = 0;
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken ?? Token)) > 0;)
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
