using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Atelier.Clients.Tests.Http;

public sealed class RequestOptionsTests
{
    private const string One = "sk-one-0123456789";
    private const string Two = "sk-two-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_may_be_kept_is_asked_for_once_in_its_time()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));

        var first = await bench.Client.SendRawAsync(Kept(), Token);
        var second = await bench.Client.SendRawAsync(Kept(), Token);

        second.Content.ToArray().ShouldBe(first.Content.ToArray());
        bench.Server.Requests.Count.ShouldBe(1);
        bench.Client.Status.CacheHits.ShouldBe(1);
    }

    [Fact]
    public async Task What_buys_or_changes_something_is_never_kept()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));

        for (var i = 0; i < 2; i++)
        {
            await bench.Client.SendRawAsync(new VendorRequest { Operation = "o", Path = "v1/x", Method = HttpMethod.Post, CacheFor = TimeSpan.FromMinutes(1) }, Token);
            await bench.Client.SendRawAsync(
                new VendorRequest { Operation = "o", Path = "v1/x", SubmitPolicy = SubmitPolicy.AtLeastOnce, CacheFor = TimeSpan.FromMinutes(1) }, Token);
        }

        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Each_key_has_answers_of_its_own()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.ApiKey = $"{One},{Two}");
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        var ids = bench.Client.Status.Keys.Select(key => key.Id).ToArray();

        foreach (var id in (string[])[ids[0], ids[1], ids[0], ids[1]])
        {
            using var scope = VendorKeyScope.Begin(id);
            await bench.Client.SendRawAsync(Kept(), Token);
        }

        bench.Server.Requests.Select(request => request.Header("Authorization")).ShouldBe([$"Bearer {One}", $"Bearer {Two}"]);
    }

    [Fact]
    public async Task A_cache_of_the_host_is_used_and_left_alive()
    {
        using var cache = new FusionCache(new FusionCacheOptions());
        await using var bench = await ProbeBench.StartAsync(options => options.SharedCache = cache);
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        await bench.Client.SendRawAsync(Kept(), Token);

        bench.Client.Dispose();
        cache.Clear(token: Token);

        (await cache.GetOrSetAsync<int>("alive", 1, token: Token)).ShouldBe(1);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deadline_of_one_call_ends_its_retries_and_no_other_calls()
    {
        // Shorter than what is left of the deadline, so that the clock can tell the time limit of an attempt from a wait.
        await using var bench = await ProbeBench.StartAsync(options => options.Timeout = TimeSpan.FromSeconds(1.2));
        bench.Server.Always(Answers.Status(503));

        var (waits, fault) = await bench.RunAsync(bench.Client.SendRawAsync(
            new VendorRequest { Operation = "o", Path = "v1/x", Deadline = TimeSpan.FromSeconds(2.5) }, Token));

        // After one second a second attempt; the two seconds before the third would end after the deadline.
        fault.ShouldBeOfType<VendorServerException>().Attempts.ShouldBe(2);
        waits.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public async Task Calls_of_one_scope_stay_with_one_key_until_it_is_refused()
    {
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.ApiKey = $"{One},{Two}";
            options.RetryCount = 0;
        });
        bench.Server.Then(Answers.Json("{}")).Then(Answers.Json("{}")).Then(Answers.Status(403)).Always(Answers.Json("{}"));
        using var scope = VendorKeyScope.Begin();

        for (var i = 0; i < 4; i++)
        {
            await bench.Client.SendRawAsync(new VendorRequest { Operation = "o", Path = "v1/x" }, Token);
        }

        bench.Server.Requests.Select(request => request.Header("Authorization")!["Bearer ".Length..]).ShouldBe([One, One, One, Two, Two]);
    }

    [Fact]
    public void A_wrong_limit_is_named_by_the_setting_that_holds_it()
    {
        var options = new ProbeOptions { ApiKey = One, SettingsPath = "Atelier:Vendors:probe" };
        options.Limits.Generations = 0;
        options.Circuit.FailureRatio = 2;
        using var http = new HttpClient();

        var fault = Should.Throw<OptionsValidationException>(() => new ProbeClient(http, options));

        fault.Failures.ShouldBe(
        [
            "Atelier:Vendors:probe:Limits:Generations must be 1 to 100,000, but is 0.",
            "Atelier:Vendors:probe:Circuit:FailureRatio must be above 0 and at most 1, but is 2.",
        ]);
    }

    private static VendorRequest Kept() => new() { Operation = "kept", Path = "v1/kept", CacheFor = TimeSpan.FromMinutes(1) };
}
