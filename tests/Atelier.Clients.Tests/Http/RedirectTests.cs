using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class RedirectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_within_the_origin_keeps_the_credentials(int status)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Redirect(status, "/v1/things/2")).Then(Answers.Json("""{"name":"boat"}"""));

        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");

        bench.Server.Requests.Select(request => request.Target).ShouldBe(["/v1/things/1", "/v1/things/2"]);
        bench.Server.Requests[1].Header("Authorization").ShouldBe($"Bearer {ProbeBench.Key}");
    }

    [Fact]
    public async Task A_redirect_to_another_origin_gets_neither_credentials_nor_headers()
    {
        await using var elsewhere = await ScriptedServer.StartAsync();
        elsewhere.Always(Answers.Status(200, "ok"));
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Redirect(302, new Uri(elsewhere.Url, "/file?sig=1").AbsoluteUri));

        var answer = await bench.Client.SendRawAsync(
            new VendorRequest { Operation = "get", Path = "v1/file", Headers = [new("X-Secret", "s")] }, Token);

        answer.Content.ToArray().ShouldBe("ok"u8.ToArray());
        elsewhere.OnlyRequest.Header("Authorization").ShouldBeNull();
        elsewhere.OnlyRequest.Header("X-Secret").ShouldBeNull();
        bench.Server.OnlyRequest.Header("X-Secret").ShouldBe("s");
    }

    [Fact]
    public async Task An_absolute_url_of_another_origin_gets_no_credentials()
    {
        await using var elsewhere = await ScriptedServer.StartAsync();
        elsewhere.Always(Answers.Status(204));
        await using var bench = await ProbeBench.StartAsync();

        await bench.Client.SendRawAsync(new VendorRequest { Operation = "get", Path = new Uri(elsewhere.Url, "/a").AbsoluteUri }, Token);

        elsewhere.OnlyRequest.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task A_call_without_authentication_gets_no_credentials_at_home_either()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(204));

        await bench.Client.SendRawAsync(new VendorRequest { Operation = "get", Path = "signed", Authenticate = false }, Token);

        bench.Server.OnlyRequest.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task The_sixth_redirect_is_refused()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Redirect(302, "/v1/again"));

        (await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetThingAsync(Token))).VendorMessage.ShouldBe("too many redirects");

        bench.Server.Requests.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(302, "/v1/elsewhere")]
    [InlineData(307, "http://127.0.0.1:9/v1/things")]
    public async Task A_submission_is_not_turned_into_something_else_nor_sent_elsewhere(int status, string location)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Redirect(status, location));

        await Should.ThrowAsync<VendorProtocolException>(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token));

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_submission_follows_a_307_within_the_origin_with_its_body()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Redirect(307, "/v1/moved")).Then(Answers.Json("""{"name":"boat"}"""));

        await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);

        bench.Server.Requests.Select(request => request.Text).ShouldBe(["""{"name":"boat"}""", """{"name":"boat"}"""]);
        bench.Server.Requests[1].Method.ShouldBe("POST");
    }

    [Fact]
    public async Task A_redirect_comes_back_as_it_is_when_it_is_not_to_be_followed()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Redirect(302, "https://media.example/file"));

        var answer = await bench.Client.SendRawAsync(
            new VendorRequest { Operation = "get", Path = "v1/file", FollowRedirects = false }, Token);

        answer.StatusCode.ShouldBe(302);
        answer.Headers["location"].ShouldBe("https://media.example/file");
    }

    [Theory]
    [InlineData("https://a.example/x", "http://a.example/x", false)]
    [InlineData("https://a.example/x", "https://b.example/y", true)]
    [InlineData("http://a.example/x", "https://a.example/x", true)]
    [InlineData("https://a.example/x", "ftp://a.example/x", false)]
    [InlineData("https://a.example/x", "file:///etc/passwd", false)]
    public void A_redirect_never_leaves_https(string from, string to, bool followed)
    {
        using var response = new HttpResponseMessage(System.Net.HttpStatusCode.Found) { Headers = { Location = new Uri(to) } };

        var (next, refusal) = Redirects.Follow(HttpMethod.Get, new Uri(from), response);

        (next is not null).ShouldBe(followed);
        (refusal is null).ShouldBe(followed);
    }
}
