using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Clients.Tests.Http;

public sealed class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_come_from_a_plain_service_collection()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Then(Answers.Json("""{"credits":1.5}""")).Then(Answers.Json("""{"creditBalance":7}"""));
        await using var services = new ServiceCollection()
            .AddStabilityClient(options => Point(options, server))
            .AddRunwayClient(options => Point(options, server))
            .BuildServiceProvider(validateScopes: true);

        (await services.GetRequiredService<StabilityClient>().GetBalanceAsync(Token)).Credits.ShouldBe(1.5);
        (await services.GetRequiredService<RunwayClient>().GetOrganizationAsync(Token)).CreditBalance.ShouldBe(7);

        services.GetRequiredService<RunwayClient>().ShouldBeSameAs(services.GetRequiredService<RunwayClient>());
    }

    [Fact]
    public async Task A_second_instance_has_its_own_name_key_and_address()
    {
        await using var live = await ScriptedServer.StartAsync();
        live.Always(Answers.Json("""{"credits":1}"""));
        await using var sandbox = await ScriptedServer.StartAsync();
        sandbox.Always(Answers.Json("""{"credits":2}"""));
        await using var services = new ServiceCollection()
            .AddStabilityClient("live", options => Point(options, live, "sk-live-key"))
            .AddStabilityClient("sandbox", options => Point(options, sandbox, "sk-sandbox-key"))
            .BuildServiceProvider(validateScopes: true);

        (await services.GetRequiredKeyedService<StabilityClient>("live").GetBalanceAsync(Token)).Credits.ShouldBe(1);
        (await services.GetRequiredKeyedService<StabilityClient>("sandbox").GetBalanceAsync(Token)).Credits.ShouldBe(2);

        live.OnlyRequest.Header("Authorization").ShouldBe("Bearer sk-live-key");
        sandbox.OnlyRequest.Header("Authorization").ShouldBe("Bearer sk-sandbox-key");
        services.GetService<StabilityClient>().ShouldBeNull();
    }

    [Fact]
    public async Task A_registered_client_follows_no_redirect_into_the_network()
    {
        await using var inside = await ScriptedServer.StartAsync();
        inside.Always(Answers.Json("""{"credits":1}"""));
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Redirect(302, inside.Url.AbsoluteUri));
        await using var services = new ServiceCollection().AddStabilityClient(options => Point(options, server)).BuildServiceProvider();

        await Should.ThrowAsync<DownloadRefusedException>(services.GetRequiredService<StabilityClient>().GetBalanceAsync(Token));

        inside.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_registered_client_retries_and_takes_the_registered_clock()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Then(Answers.Status(500)).Then(Answers.Json("""{"credits":3}"""));
        var clock = new WatchedClock();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddStabilityClient(options => Point(options, server))
            .BuildServiceProvider();

        var work = services.GetRequiredService<StabilityClient>().GetBalanceAsync(Token);

        (await clock.PassWaitsAsync(work, TimeSpan.FromSeconds(100))).ShouldBe([TimeSpan.FromSeconds(1)]);
        (await work).Credits.ShouldBe(3);
    }

    [Fact]
    public async Task Downloaders_come_from_a_plain_service_collection_too()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Body([1], "image/png"));
        await using var services = new ServiceCollection()
            .AddMediaDownloader(_ => { })
            .AddMediaDownloader("sandbox", options => options.TrustedOrigins.Add(server.Url))
            .BuildServiceProvider();

        await using var result = await services.GetRequiredKeyedService<MediaDownloader>("sandbox").OpenAsync(server.Url, cancellationToken: Token);

        result.Length.ShouldBe(1);
        await Should.ThrowAsync<DownloadRefusedException>(
            services.GetRequiredService<MediaDownloader>().OpenAsync(server.Url, cancellationToken: Token));
    }

    [Fact]
    public void A_missing_key_is_named_by_its_setting()
    {
        using var http = new HttpClient();

        Should.Throw<OptionsValidationException>(() => new StabilityClient(http, new StabilityClientOptions()))
            .Message.ShouldBe("STABILITY_API_KEY is not set.");
        Should.Throw<OptionsValidationException>(() => new RunwayClient(http, new RunwayClientOptions { ApiKey = " " }))
            .Message.ShouldBe("RUNWAY_API_KEY is not set.");
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("ftp://a.example")]
    [InlineData("https://a.example/v1?x=1")]
    [InlineData("https://user:pass@a.example")]
    public void A_wrong_base_url_is_named_by_its_setting(string url)
    {
        using var http = new HttpClient();
        var options = new RunwayClientOptions { ApiKey = "key_0123", BaseUrl = url };

        Should.Throw<OptionsValidationException>(() => new RunwayClient(http, options)).Message.ShouldContain("RUNWAY_BASE_URL");
    }

    [Fact]
    public void Every_wrong_setting_is_told_at_once_and_never_the_key()
    {
        var options = new RunwayClientOptions
        {
            ApiKey = "key with spaces",
            Timeout = TimeSpan.Zero,
            RetryCount = 99,
            MaxRetryAfter = TimeSpan.FromSeconds(-1),
            MaxJsonBytes = 0,
            ApiVersion = "new",
        };

        string[] problems = [.. options.Problems()];

        problems.Length.ShouldBe(6);
        problems.ShouldAllBe(problem => !problem.Contains("spaces,", StringComparison.Ordinal) || problem.StartsWith("RUNWAY_API_KEY", StringComparison.Ordinal));
        string.Join('\n', problems).ShouldNotContain("key with");
        options.ToString().ShouldBe("runway at https://api.dev.runwayml.com");
    }

    private static void Point(VendorClientOptions options, ScriptedServer server, string key = "sk-registered-key")
    {
        options.ApiKey = key;
        options.BaseUrl = server.Url.AbsoluteUri;
        options.UseJitter = false;
    }
}
