using System.Net;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace Atelier.Clients.Tests.Http;

public sealed class MediaDownloaderTests
{
    private const int Megabyte = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_at_a_trusted_origin_is_opened_without_credentials_and_byte_for_byte()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Body([1, 2, 3], "image/png", 200, ("ETag", "\"x\"")));
        using var downloader = Create(server);

        await using var result = await downloader.OpenAsync(new Uri(server.Url, "/r.png?sig=1"), cancellationToken: Token);

        result.ContentType.ShouldBe("image/png");
        result.Length.ShouldBe(3);
        result.Headers["etag"].ShouldBe("\"x\"");
        (await ReadAllAsync(result.Content)).ShouldBe([1, 2, 3]);
        server.OnlyRequest.Target.ShouldBe("/r.png?sig=1");
        server.OnlyRequest.Header("Authorization").ShouldBeNull();
        server.OnlyRequest.Header("Accept-Encoding").ShouldBeNull();
    }

    [Fact]
    public async Task Given_headers_go_to_the_first_origin_only()
    {
        await using var cdn = await ScriptedServer.StartAsync();
        cdn.Always(Answers.Body([7], "video/mp4"));
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Redirect(302, new Uri(cdn.Url, "/v.mp4").AbsoluteUri));
        using var downloader = Create(server, cdn);

        await using var result = await downloader.OpenAsync(new Uri(server.Url, "/content"), [new("Authorization", "Bearer k")], Token);

        (await ReadAllAsync(result.Content)).ShouldBe([7]);
        server.OnlyRequest.Header("Authorization").ShouldBe("Bearer k");
        cdn.OnlyRequest.Header("Authorization").ShouldBeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/x")]
    [InlineData("https://127.0.0.1:{0}/x")]
    [InlineData("http://localhost:{0}/x")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/x")]
    [InlineData("http://2130706433:{0}/x")]
    [InlineData("http://0x7f.1:{0}/x")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task An_address_of_this_machine_or_its_network_is_never_called(string url)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Status(200));
        using var downloader = new MediaDownloader(new MediaDownloadOptions());

        var target = new Uri(url.Replace("{0}", Answers.Number(server.Url.Port), StringComparison.Ordinal));
        await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(target, cancellationToken: Token));

        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_into_the_network_is_refused()
    {
        await using var inside = await ScriptedServer.StartAsync();
        inside.Always(Answers.Status(200));
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Redirect(302, inside.Url.AbsoluteUri));
        using var downloader = Create(server);

        await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(server.Url, cancellationToken: Token));

        inside.Requests.ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        using var downloader = new MediaDownloader(
            new MediaDownloadOptions(), null, null, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));

        var fault = await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(new Uri("https://media.example/a"), cancellationToken: Token));

        fault.VendorMessage.ShouldBe("media.example is not a public address and is not in the list of allowed networks");
    }

    [Fact]
    public async Task A_public_name_is_called_over_https_only()
    {
        using var downloader = new MediaDownloader(
            new MediaDownloadOptions(), null, null, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]));

        var fault = await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(new Uri("http://media.example/a"), cancellationToken: Token));

        fault.VendorMessage.ShouldBe("media.example may be called over https only");
    }

    [Fact]
    public async Task An_allowed_network_may_be_called_by_name_and_is_resolved_once()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Body([5], "image/png"));
        var asked = 0;
        var options = new MediaDownloadOptions { AllowedNetworks = { IPNetwork.Parse("127.0.0.0/8") } };
        using var downloader = new MediaDownloader(options, null, null, (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });

        await using var result = await downloader.OpenAsync(new Uri($"http://media.example:{server.Url.Port}/a"), cancellationToken: Token);

        (await ReadAllAsync(result.Content)).ShouldBe([5]);
        asked.ShouldBe(1);
        server.OnlyRequest.Header("Host").ShouldBe($"media.example:{server.Url.Port}");
    }

    [Theory]
    [InlineData("ftp://media.example/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:pass@media.example/a")]
    public async Task Only_plain_http_and_https_urls_are_opened(string url)
    {
        using var downloader = new MediaDownloader(new MediaDownloadOptions());

        await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(new Uri(url), cancellationToken: Token));
    }

    [Fact]
    public async Task A_large_body_is_streamed_and_not_held()
    {
        const long Total = 256 * Megabyte;
        long sent = 0, received = 0, ahead = 0;
        await using var server = await ScriptedServer.StartAsync();
        server.Always(async context =>
        {
            var block = new byte[Megabyte];
            for (; sent < Total; Interlocked.Add(ref sent, block.Length))
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });
        using var downloader = Create(server);

        await using var result = await downloader.OpenAsync(server.Url, cancellationToken: Token);
        var buffer = new byte[64 * 1024];
        for (int count; (count = await result.Content.ReadAsync(buffer, Token)) > 0;)
        {
            received += count;
            ahead = Math.Max(ahead, Interlocked.Read(ref sent) - received);
        }

        // Whatever the server was ahead by lay in the buffers of the connection; a client that holds the body would let it run to the end.
        received.ShouldBe(Total);
        ahead.ShouldBeLessThan(32 * Megabyte);
    }

    [Fact]
    public async Task The_headers_come_before_the_body_is_finished()
    {
        var rest = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync();
        server.Always(async context =>
        {
            context.Response.ContentLength = 2;
            await context.Response.Body.WriteAsync(new byte[] { 1 }, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await rest.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(new byte[] { 2 }, context.RequestAborted);
        });
        using var downloader = Create(server);

        await using var result = await SoonAsync(downloader.OpenAsync(server.Url, cancellationToken: Token));
        var buffer = new byte[10];
        (await result.Content.ReadAsync(buffer, Token)).ShouldBe(1);
        rest.SetResult();

        (await ReadAllAsync(result.Content)).ShouldBe([2]);
    }

    [Fact]
    public async Task A_truncated_body_is_an_error_and_not_a_short_file()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Truncated([1, 2, 3], 10, "video/mp4"));
        using var downloader = Create(server);
        await using var result = await downloader.OpenAsync(server.Url, cancellationToken: Token);

        await Should.ThrowAsync<VendorConnectionException>(ReadAllAsync(result.Content));
    }

    [Fact]
    public async Task A_body_that_stops_coming_times_out()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[] { 1 }, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Answers.Silence(context);
        });
        var clock = new WatchedClock();
        var idle = TimeSpan.FromSeconds(13);
        using var downloader = new MediaDownloader(new MediaDownloadOptions { TrustedOrigins = { server.Url }, IdleTimeout = idle }, null, clock);
        await using var result = await SoonAsync(downloader.OpenAsync(server.Url, cancellationToken: Token));
        var buffer = new byte[10];
        (await result.Content.ReadAsync(buffer, Token)).ShouldBe(1);
        await clock.UntilWaitingAsync(idle);

        var stuck = result.Content.ReadAsync(buffer, Token).AsTask();
        await clock.UntilWaitingAsync(idle);
        clock.Advance(idle);

        await Should.ThrowAsync<VendorTimeoutException>(stuck);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_larger_than_allowed_is_not_read_to_its_end(bool announced)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(announced ? Answers.Body(new byte[100], "image/png") : SendMegabytes(1));
        using var downloader = new MediaDownloader(new MediaDownloadOptions { TrustedOrigins = { server.Url }, MaxBytes = 99 });

        await Should.ThrowAsync<VendorProtocolException>(async () =>
        {
            await using var result = await downloader.OpenAsync(server.Url, cancellationToken: Token);
            await ReadAllAsync(result.Content);
        });
    }

    [Fact]
    public async Task A_failing_store_is_asked_again_and_a_missing_file_is_not()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Then(Answers.Status(503)).Then(Answers.Drop).Then(Answers.Body([1], "image/png")).Then(Answers.Status(404));
        var clock = new WatchedClock();
        var options = new MediaDownloadOptions { TrustedOrigins = { server.Url }, UseJitter = false };
        using var downloader = new MediaDownloader(options, null, clock);

        var work = downloader.OpenAsync(server.Url, cancellationToken: Token);
        var waits = await clock.PassWaitsAsync(work, options.Timeout);
        await (await work).DisposeAsync();

        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
        await Should.ThrowAsync<VendorNotFoundException>(downloader.OpenAsync(server.Url, cancellationToken: Token));
        server.Requests.Count.ShouldBe(4);
    }

    // A client that read the body first would wait for the server, which waits for the client.
    private static Task<VendorStream> SoonAsync(Task<VendorStream> opening) => opening.WaitAsync(TimeSpan.FromSeconds(30), Token);

    private static MediaDownloader Create(params ScriptedServer[] trusted)
    {
        var options = new MediaDownloadOptions();
        foreach (var server in trusted)
        {
            options.TrustedOrigins.Add(server.Url);
        }

        return new MediaDownloader(options);
    }

    private static Func<HttpContext, Task> SendMegabytes(int count) => async context =>
    {
        var block = new byte[Megabyte];
        for (var i = 0; i < count; i++)
        {
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
        }
    };

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }
}
