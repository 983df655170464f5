using System.Net;
using Atelier.Api.Content;
using Atelier.Testing;

namespace Atelier.Api.Tests.Routes;

/// <summary>What strangers made is served so that no browser runs anything of it, on every route that serves content.</summary>
public sealed class InertContentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[] Page = "<!doctype html><script>alert(1)</script>"u8.ToArray();

    private static readonly (string Type, bool Shown)[] Types =
    [
        ("image/png", true), ("image/jpeg", true), ("video/mp4", true), ("audio/mpeg", true), ("application/json", true), ("text/plain", true), ("text/vtt", true),
        ("text/html", false), ("image/svg+xml", false), ("application/xhtml+xml", false), ("text/xml", false), ("application/xml", false),
        ("application/pdf", false), ("application/javascript", false), ("text/css", false), ("application/octet-stream", false), ("application/zip", false),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_content_route_serves_every_type_inert()
    {
        using var client = api.Client();
        var checkedAnswers = 0;
        foreach (var (type, shown) in Types)
        {
            foreach (var path in RoutesOf(type))
            {
                foreach (var method in path.StartsWith("/v1", StringComparison.Ordinal) ? [HttpMethod.Get] : (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
                {
                    using var request = new HttpRequestMessage(method, path);
                    using var answer = await client.SendAsync(request, Cancel);
                    answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                    ShouldBeInert(answer, $"{method} {path} of {type}");
                    answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
                    answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe(shown ? "inline" : "attachment", $"{path} of {type}");
                    checkedAnswers++;
                }
            }
        }

        TestCounts.Report($"content: {checkedAnswers} answers of {Types.Length} types, all with nosniff, sandbox and a safe disposition");
    }

    [Theory]
    [InlineData("/api/v1/account")]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/generations/none")]
    [InlineData("/v1/models")]
    [InlineData("/v1/videos/none/content")]
    [InlineData("/v1/artifacts/none/content?expires=1&signature=x")]
    public async Task Every_other_answer_of_both_apis_is_inert_too(string path)
    {
        using var client = api.Client();
        using var answer = await client.GetAsync(path, Cancel);
        ShouldBeInert(answer, path);
    }

    [Theory]
    [InlineData("page.html", "image/png", "page.html.png")]
    [InlineData("photo.JPEG", "image/jpeg", "photo.JPEG")]
    [InlineData("photo.jpg", "image/jpeg", "photo.jpg")]
    [InlineData("cat.png", "image/png", "cat.png")]
    [InlineData("cat", "image/png", "cat.png")]
    [InlineData("gpj.\u202Eexe", "image/png", "gpj.exe.png")]
    [InlineData("a\u200Bb\u2028c.png", "image/png", "abc.png")]
    [InlineData("..\\..\\windows\\cmd.exe", "video/mp4", "cmd.exe.mp4")]
    [InlineData("a;filename=evil.exe\".png", "image/png", "a;filename=evil.exe.png")]
    [InlineData("猫.png", "image/png", "猫.png")]
    [InlineData(".png", "image/png", "png.png")]
    [InlineData(".htaccess", "image/png", "htaccess.png")]
    [InlineData("  ..  ", "image/png", null)]
    [InlineData("\r\n\r\n<script>", "image/png", "script.png")]
    public void A_file_is_saved_as_what_it_is(string name, string type, string? expected) =>
        FileNames.FromCaller(name, "upl_1", type).ShouldBe(expected ?? "upl_1.png");

    [Theory]
    [InlineData("猫 \"x\"; filename=evil.exe.png")]
    [InlineData("a%0d%0aSet-Cookie: x=y.png")]
    [InlineData("naïve (1).png")]
    public async Task A_hostile_name_stays_within_its_header(string name)
    {
        using var client = api.Client();
        using var body = new ByteArrayContent(Page);
        using var made = await client.PostAsync($"/api/v1/uploads?file_name={Uri.EscapeDataString(name)}", body, Cancel);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var answer = await client.GetAsync((await made.ReadJsonAsync()).GetProperty("url").GetString(), Cancel);
        var disposition = answer.Content.Headers.NonValidated["Content-Disposition"].ToString();
        disposition.ShouldAllBe(character => character >= ' ' && character <= '~');
        answer.Content.Headers.ContentDisposition!.Parameters.Count.ShouldBe(2, disposition);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        ShouldBeInert(answer, disposition);
    }

    private static void ShouldBeInert(HttpResponseMessage answer, string what)
    {
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], what);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("sandbox; default-src 'none'");
        policy.ShouldNotContain("allow-");
        policy.ShouldNotContain("script");
    }

    /// <summary>An artifact of a type under the addresses that every artifact has; uploads have a type that was read from them.</summary>
    private string[] RoutesOf(string type)
    {
        var artifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, Page, type);
        var expires = api.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        return
        [
            $"/api/v1/artifacts/{artifact.Id}/content",
            $"/v1/artifacts/{artifact.Id}/content?expires={expires}&signature={api.Files.Sign(artifact, expires)}",
        ];
    }
}
