using System.Net;
using System.Net.Sockets;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Atelier.Testing;

namespace Atelier.Clients.Tests.Http;

/// <summary>
/// URLs that strangers would send to reach this machine and its network. Listeners stand where they would lead; not one may be called.
/// </summary>
public sealed class HostileUrlTests
{
    // {p} is a port on which a listener waits at 127.0.0.1 and at ::1.
    private static readonly string[] Urls =
    [
        "http://127.0.0.1:{p}/", "https://127.0.0.1:{p}/", "http://localhost:{p}/", "https://localhost:{p}/", "http://localhost.:{p}/",
        "http://LOCALHOST:{p}/", "http://127.1:{p}/", "http://127.0.1:{p}/", "http://2130706433:{p}/", "http://0x7f000001:{p}/",
        "http://0x7f.0.0.1:{p}/", "http://0x7f.1:{p}/", "http://0177.0.0.1:{p}/", "http://017700000001:{p}/", "http://127.000.000.001:{p}/",
        "http://127.255.255.254:{p}/", "http://0.0.0.0:{p}/", "http://0:{p}/", "http://[::1]:{p}/", "https://[::1]:{p}/",
        "http://[0:0:0:0:0:0:0:1]:{p}/", "http://[::]:{p}/", "http://[::ffff:127.0.0.1]:{p}/", "http://[::ffff:7f00:1]:{p}/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/", "http://[::127.0.0.1]:{p}/", "http://[64:ff9b::127.0.0.1]:{p}/",
        "http://[64:ff9b::7f00:1]:{p}/", "http://[64:ff9b:1::7f00:1]:{p}/", "http://[2002:7f00:1::]:{p}/", "http://[2002:7f00:1::1]:{p}/",
        "http://[2001:0:7f00:1::]:{p}/", "http://[fe80::1]:{p}/", "http://[fc00::1]:{p}/", "http://[fd00:ec2::254]:{p}/",
        "http://[ff02::1]:{p}/", "http://[2001:db8::1]:{p}/", "http://10.0.0.1:{p}/", "http://10.255.255.255:{p}/", "http://172.16.0.1:{p}/",
        "http://172.31.255.254:{p}/", "http://192.168.0.1:{p}/", "http://100.64.0.1:{p}/", "http://169.254.169.254/latest/meta-data/",
        "http://169.254.170.2/v2/credentials", "http://[::ffff:169.254.169.254]/latest/", "http://0xa9fea9fe/latest/", "http://2852039166/",
        "http://198.18.0.1:{p}/", "http://192.0.0.170:{p}/", "http://192.0.2.1:{p}/", "http://198.51.100.7:{p}/", "http://203.0.113.9:{p}/",
        "http://224.0.0.1:{p}/", "http://240.0.0.1:{p}/", "http://255.255.255.255:{p}/", "http://192.88.99.1:{p}/",
        "http://user:pass@127.0.0.1:{p}/", "http://example.com@127.0.0.1:{p}/", "http://127.0.0.1:{p}#@example.com/",
        "http://127.0.0.1:{p}?@example.com/", "http:\\\\127.0.0.1:{p}\\", "http://①②⑦.⓪.⓪.①:{p}/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}/",
        "http://127。0。0。1:{p}/", "ftp://127.0.0.1:{p}/", "file:///etc/passwd", "gopher://127.0.0.1:{p}/_GET", "dict://127.0.0.1:{p}/",
        "ws://127.0.0.1:{p}/", "unix:///var/run/docker.sock", "data:text/plain,hello", "javascript:alert(1)",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task None_of_the_hostile_urls_reaches_a_listener()
    {
        using var canary = Canary.Start();
        using var downloader = new MediaDownloader(new MediaDownloadOptions { RetryCount = 0, Timeout = TimeSpan.FromSeconds(20) });
        var refused = 0;
        foreach (var text in Urls)
        {
            if (!Uri.TryCreate(text.Replace("{p}", Answers.Number(canary.Port), StringComparison.Ordinal), UriKind.Absolute, out var url))
            {
                refused++; // not a URL to anybody; the API's reader refuses it by the same parser
                continue;
            }

            var fault = await Should.ThrowAsync<VendorException>(
                async () => await downloader.OpenAsync(url, cancellationToken: Token), $"{text} was opened");
            (fault is DownloadRefusedException || fault.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
                .ShouldBeTrue($"{text} was tried: {fault.GetType().Name} {fault.Message}");
            refused++;
        }

        canary.Hits.ShouldBe(0);
        refused.ShouldBe(Urls.Length);
        Urls.Length.ShouldBeGreaterThanOrEqualTo(45);
        TestCounts.Report($"hostile URLs {Urls.Length}, refused {refused}, canary hits {canary.Hits}");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_chain_of_redirects_is_vetted_at_each_step(int status)
    {
        using var canary = Canary.Start();
        await using var outside = await ScriptedServer.StartAsync();
        outside.Always(Answers.Redirect(status, $"http://localhost:{canary.Port}/latest/meta-data"));
        await using var first = await ScriptedServer.StartAsync();
        first.Always(Answers.Redirect(status, outside.Url.AbsoluteUri));
        var options = new MediaDownloadOptions { RetryCount = 0 };
        options.TrustedOrigins.Add(first.Url);
        options.TrustedOrigins.Add(outside.Url);
        using var downloader = new MediaDownloader(options);

        await Should.ThrowAsync<DownloadRefusedException>(downloader.OpenAsync(first.Url, cancellationToken: Token));

        first.Requests.Count.ShouldBe(1);
        outside.Requests.Count.ShouldBe(1);
        canary.Hits.ShouldBe(0);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("gopher://127.0.0.1:6379/_FLUSHALL")]
    [InlineData("http://user:secret@127.0.0.1/")]
    [InlineData("//[")]
    public async Task A_redirect_to_another_kind_of_address_is_refused(string location)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Redirect(302, location));
        var options = new MediaDownloadOptions { RetryCount = 0 };
        options.TrustedOrigins.Add(server.Url);
        using var downloader = new MediaDownloader(options);

        await Should.ThrowAsync<VendorException>(downloader.OpenAsync(server.Url, cancellationToken: Token));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_between_two_looks_is_looked_up_once_and_the_vetted_address_is_called()
    {
        using var canary = Canary.Start();
        var answers = new Queue<IPAddress>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback, IPAddress.Loopback]);
        var looks = 0;
        var options = new MediaDownloadOptions { RetryCount = 0 };
        options.AllowedNetworks.Add(IPNetwork.Parse("127.0.0.2/32"));
        using var downloader = new MediaDownloader(options, null, null, (_, _) =>
        {
            looks++;
            return Task.FromResult(new[] { answers.Dequeue() });
        });

        // 127.0.0.2 is allowed and nobody listens there: the connection fails, and is not made to what the name says now.
        await Should.ThrowAsync<VendorConnectionException>(
            downloader.OpenAsync(new Uri($"http://rebind.example:{canary.Port}/"), cancellationToken: Token));
        looks.ShouldBe(1);
        await Should.ThrowAsync<DownloadRefusedException>(
            downloader.OpenAsync(new Uri($"http://rebind.example:{canary.Port}/"), cancellationToken: Token));
        looks.ShouldBe(2);
        canary.Hits.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("127.0.0.2", "::ffff:127.0.0.1")]
    [InlineData("127.0.0.2", "::1")]
    public async Task A_name_with_one_forbidden_address_is_not_called_at_all(string one, string other)
    {
        using var canary = Canary.Start();
        var options = new MediaDownloadOptions { RetryCount = 0 };
        options.AllowedNetworks.Add(IPNetwork.Parse("127.0.0.2/32"));
        using var downloader = new MediaDownloader(
            options, null, null, (_, _) => Task.FromResult(new[] { IPAddress.Parse(one), IPAddress.Parse(other) }));

        await Should.ThrowAsync<DownloadRefusedException>(
            downloader.OpenAsync(new Uri($"http://two.example:{canary.Port}/"), cancellationToken: Token));

        canary.Hits.ShouldBe(0);
    }

    /// <summary>Counts whoever connects to this machine on one port, over both address families.</summary>
    private sealed class Canary : IDisposable
    {
        private readonly TcpListener _v4;
        private readonly TcpListener? _v6;
        private int _hits;

        private Canary(TcpListener v4, TcpListener? v6)
        {
            _v4 = v4;
            _v6 = v6;
            _ = CountAsync(v4);
            if (v6 is not null)
            {
                _ = CountAsync(v6);
            }
        }

        public int Port => ((IPEndPoint)_v4.LocalEndpoint).Port;

        public int Hits => Volatile.Read(ref _hits);

        public static Canary Start()
        {
            var v4 = new TcpListener(IPAddress.Loopback, 0);
            v4.Start();
            if (!Socket.OSSupportsIPv6)
            {
                return new Canary(v4, null);
            }

            var v6 = new TcpListener(IPAddress.IPv6Loopback, ((IPEndPoint)v4.LocalEndpoint).Port);
            try
            {
                v6.Start();
                return new Canary(v4, v6);
            }
            catch (SocketException)
            {
                return new Canary(v4, null); // the machine has no ::1
            }
        }

        public void Dispose()
        {
            _v4.Dispose();
            _v6?.Dispose();
        }

        private async Task CountAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    using var caller = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _hits);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // stopped
            }
        }
    }
}
