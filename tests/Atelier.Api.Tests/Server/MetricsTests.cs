using System.Net;

namespace Atelier.Api.Tests.Server;

public sealed class MetricsTests
{
    private const string Token = "a-token-for-the-scraper";

    [Fact]
    public async Task The_same_machine_operators_and_the_token_read_metrics_and_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("Atelier:Metrics:Token", Token));
        using var nobody = server.Client(null);
        using var user = server.Client(await UserKeyAsync(server));
        using var owner = server.Client(RunningServer.LiveKey);
        using var scraper = server.Client(Token);
        using var guess = server.Client("another-token");

        (await StatusAsync(nobody, far: false)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(nobody, far: true)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(guess, far: true)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(user, far: true)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(owner, far: true)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(scraper, far: true)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Loopback_can_be_shut_out_as_well()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("Atelier:Metrics:Loopback", "false"));
        using var nobody = server.Client(null);

        (await StatusAsync(nobody, far: false)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("Atelier:Metrics:Loopback", "sometimes")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value)
    {
        using var folder = new TemporaryFolder();

        var error = await Should.ThrowAsync<Exception>(() => ServerFixture.StartAsync(folder.Path, (setting, value)));

        error.Message.ShouldContain(setting);
    }

    [Fact]
    public async Task A_collector_gets_the_traces_of_a_generation_without_standing_in_its_way()
    {
        using var folder = new TemporaryFolder();

        // Nobody listens there: what cannot be exported is dropped.
        await using var server = await ServerFixture.StartAsync(folder.Path, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"));
        using var client = server.Client(RunningServer.TestKey);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations")
        {
            Content = ApiFixture.Json("""{"model":"stability/core","input":{"prompt":"a fox","seed":7},"cache":{"max_age":60}}"""),
        };
        request.Headers.Add("Prefer", "wait=30");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        (await answer.ReadJsonAsync()).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Theory]
    [InlineData("\"yes\"", "cache")]
    [InlineData("{\"max_age\":-1}", "cache.max_age")]
    [InlineData("{\"age\":5}", "cache.age")]
    public async Task A_wrong_cache_member_is_refused_by_its_field(string cache, string field)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path);
        using var client = server.Client(RunningServer.TestKey);
        var body = $$"""{"model":"stability/core","input":{"prompt":"a fox","seed":7},"cache":{{cache}}}""";

        using var answer = await client.PostAsync("/api/v1/generations", ApiFixture.Json(body), TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(400, "invalid_value", field);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, bool far)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (far)
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<string> UserKeyAsync(RunningServer server)
    {
        using var owner = server.Client(RunningServer.LiveKey);
        using var made = await owner.PostAsync("/api/v1/admin/users", ApiFixture.Json("""{"name":"reader"}"""), TestContext.Current.CancellationToken);
        var user = (await made.ReadJsonAsync()).GetProperty("id").GetString();
        using var keyed = await owner.PostAsync(
            $"/api/v1/admin/users/{user}/keys", ApiFixture.Json("""{"name":"first","book":"test"}"""), TestContext.Current.CancellationToken);
        return (await keyed.ReadJsonAsync()).GetProperty("secret").GetString()!;
    }
}
