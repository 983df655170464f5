using System.Net;
using Atelier.Api.Requests;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;
using Atelier.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>What every answer tells browsers, and which pages of other sites may call.</summary>
[Collection(ServerCollection.Name)]
public sealed class SafetyHeaderTests(ServerFixture fixture)
{
    private const string Page = "https://app.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_browsers_safe()
    {
        using var client = fixture.Server.Client(RunningServer.LiveKey);
        string[] paths =
        [
            "/", "/docs", "/openapi/v1.json", "/health/live", "/health/ready", "/metrics", "/nothing", "/api/v1/account", "/api/v1/models", "/api/v1/generations?x=1", "/api/nothing",
            "/v1/models", "/v1/videos", "/v1/videos/none/content", "/v1/nothing", "/API/V1/account",
        ];
        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Options, HttpMethod.Trace })
            {
                using var request = new HttpRequestMessage(method, path);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                var what = $"{method} {path} {(int)answer.StatusCode}";
                One(answer, "X-Content-Type-Options", what).ShouldBe("nosniff", what);
                One(answer, "Referrer-Policy", what).ShouldBe("no-referrer", what);
                One(answer, "X-Frame-Options", what).ShouldBe("DENY", what);
                One(answer, "Content-Security-Policy", what).ShouldContain("frame-ancestors 'none'");
                answer.Headers.Contains("Server").ShouldBeFalse(what);
                if (path.StartsWith("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/v1", StringComparison.Ordinal))
                {
                    answer.Headers.CacheControl.ShouldNotBeNull(what).NoStore.ShouldBeTrue(what);
                    One(answer, "Content-Security-Policy", what).ShouldStartWith("sandbox; default-src 'none'");
                }
            }
        }

        TestCounts.Report($"safe headers: {paths.Length} addresses x 5 methods, 0 without");
    }

    [Theory]
    [InlineData("https", "atelier.example", true)]
    [InlineData("http", "atelier.example", false)]
    [InlineData("https", "localhost", false)]
    public async Task Https_is_asked_for_again_where_it_was_spoken(string scheme, string host, bool told)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSafetyHeaders();
        builder.Services.AddLogging();
        var app = new ApplicationBuilder(builder.Services.BuildServiceProvider());
        app.UseSafetyHeaders();
        var context = new DefaultHttpContext { Request = { Scheme = scheme, Host = new HostString(host) } };

        await app.Build()(context);

        context.Response.Headers.StrictTransportSecurity.ToString().ShouldBe(told ? "max-age=31536000" : "");
    }

    [Fact]
    public async Task No_page_of_another_site_may_call_unless_it_was_named()
    {
        using var client = fixture.Server.Client(RunningServer.LiveKey);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
        {
            using var answer = await client.SendAsync(From(method, Page), Cancel);
            answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_named_page_may_call_with_a_key_and_never_with_a_cookie()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, (OtherOrigins.Setting, $"{Page}/, https://other.example"));
        using var client = server.Client(RunningServer.LiveKey);
        using var stranger = server.Client(null);

        using var asked = await stranger.SendAsync(From(HttpMethod.Options, Page), Cancel);
        asked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        One(asked, "Access-Control-Allow-Origin", "asked").ShouldBe(Page);
        One(asked, "Access-Control-Allow-Headers", "asked").ShouldContain("authorization");
        using var answer = await client.SendAsync(From(HttpMethod.Get, Page), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        One(answer, "Access-Control-Allow-Origin", "answer").ShouldBe(Page);
        One(answer, "Access-Control-Expose-Headers", "answer").ShouldContain("x-atelier-generation-id");
        answer.Headers.Vary.ShouldContain("Origin");
        foreach (var one in new[] { asked, answer })
        {
            one.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }

        using var refused = await client.SendAsync(From(HttpMethod.Get, "https://evil.example"), Cancel);
        refused.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("app.example")]
    [InlineData("https://app.example/path")]
    [InlineData("https://user@app.example")]
    [InlineData("null")]
    public void What_is_no_origin_stops_the_start(string text)
    {
        using var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ATELIER_DATA"] = folder.Path, [OtherOrigins.Setting] = text });

        var exception = Should.Throw<SettingsException>(() => builder.AddAtelier());

        exception.Problems.ShouldHaveSingleItem().Setting.ShouldBe(OtherOrigins.Setting);
        exception.Message.ShouldContain(text);
    }

    private static HttpRequestMessage From(HttpMethod method, string origin) => new(method, "/api/v1/account")
    {
        Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "authorization" } },
    };

    private static string One(HttpResponseMessage answer, string name, string what) =>
        answer.Headers.TryGetValues(name, out var values) ? values.ShouldHaveSingleItem() : throw new ShouldAssertException($"{what}: no {name}");
}
