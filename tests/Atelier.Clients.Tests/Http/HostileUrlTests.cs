using System.Net;
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
        "http://127.0.0.1:{p}?@example.com/", "http:\\\\127.0.0.1:{p}\\",
        "http://[::ffff:0:127.0.0.1]:{p}/", "http://[::ffff:0:7f00:1]:{p}/", "http://[64:ff9b:1:7f00:0:100::]:{p}/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:{p}/", "http://[100::1]:{p}/", "http://[5f00::1]:{p}/", "http://[3fff::1]:{p}/",
        "http://[2001:20::1]:{p}/", "http://[2001:2::1]:{p}/", "http://[fec0::1]:{p}/", "http://[::1%251]:{p}/", "http://0x7f.0x0.0x0.0x1:{p}/",
        "http://127.0.0.1.:{p}/", "http://127.0.0.1%00.example.com:{p}/", "HTTPS://127.1:{p}/", "http:///127.0.0.1:{p}/",
        "https://127.0.0.1:{p}\\@example.com/",
        "http://①②⑦.⓪.⓪.①:{p}/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}/",
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

    [Fact]
    public async Task A_chain_of_redirects_is_vetted_at_each_step()
    {
        using var canary = Canary.Start();
        var chains = 0;
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            foreach (var end in new[] { "http://localhost:{p}/", "https://localhost:{p}/", "http://[::1]:{p}/", "//127.1:{p}/", "https://user:secret@127.0.0.1:{p}/", "http://0x7f000001:{p}/" })
            {
                await using var outside = await ScriptedServer.StartAsync();
                outside.Always(Answers.Redirect(status, end.Replace("{p}", Answers.Number(canary.Port), StringComparison.Ordinal)));
                await using var first = await ScriptedServer.StartAsync();
                first.Always(Answers.Redirect(status, outside.Url.AbsoluteUri));
                var options = new MediaDownloadOptions { RetryCount = 0 };
                options.TrustedOrigins.Add(first.Url);
                options.TrustedOrigins.Add(outside.Url);
                using var downloader = new MediaDownloader(options);

                await Should.ThrowAsync<VendorException>(downloader.OpenAsync(first.Url, cancellationToken: Token));

                first.Requests.Count.ShouldBe(1);
                outside.Requests.Count.ShouldBe(1);
                chains++;
            }
        }

        canary.Hits.ShouldBe(0);
        TestCounts.Report($"redirect chains to forbidden addresses {chains}, canary hits {canary.Hits}");
    }

    [Fact]
    public async Task A_redirect_that_names_a_user_is_not_followed_even_where_it_may_go()
    {
        await using var target = await ScriptedServer.StartAsync();
        await using var first = await ScriptedServer.StartAsync();
        first.Always(Answers.Redirect(302, target.Url.AbsoluteUri.Replace("://", "://user:secret@", StringComparison.Ordinal)));
        var options = new MediaDownloadOptions { RetryCount = 0 };
        options.AllowedNetworks.Add(IPNetwork.Parse("127.0.0.0/8"));
        using var downloader = new MediaDownloader(options);

        await Should.ThrowAsync<VendorProtocolException>(downloader.OpenAsync(first.Url, cancellationToken: Token));

        target.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_proxy_of_the_environment_opens_no_way_for_a_name_that_DNS_writes_otherwise()
    {
        using var canary = Canary.Start();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyOf("bücher.example", new Uri($"http://xn--bcher-kva.example:{canary.Port}"));
        try
        {
            using var downloader = new MediaDownloader(
                new MediaDownloadOptions { RetryCount = 0 }, null, null, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

            await Should.ThrowAsync<DownloadRefusedException>(
                downloader.OpenAsync(new Uri($"http://bücher.example:{canary.Port}/"), cancellationToken: Token));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

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
        TestCounts.Report($"DNS rebinding: {looks} requests, {looks} look-ups, canary hits {canary.Hits}");
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

    /// <summary>Leaves every other host alone, so that tests beside this one notice nothing.</summary>
    private sealed class ProxyOf(string host, Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy;

        public bool IsBypassed(Uri destination) => destination.Host != host;
    }
}
