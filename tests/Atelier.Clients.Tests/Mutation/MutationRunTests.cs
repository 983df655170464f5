using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>The proof itself can fail.</summary>
public sealed class MutationRunTests
{
    private static readonly WireAnswer Good = WireAnswer.Json(
        """{"name":"boat","sizes":[1,2,3],"inner":{"at":"2026-01-01"}}""", 200, ("x-request-id", "r1"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_careless_caller_is_found_out()
    {
        var run = new MutationRun<HttpClient>(
            http => http,
            [
                new("careless", Good, async (http, token) =>
                {
                    using var response = await http.GetAsync("http://vendor.example.test/", token);
                    using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(token), default, token);
                    body.RootElement.GetProperty("name").GetString().ShouldNotBeNull();
                }),
            ]);

        var report = await run.RunAsync(500, Token);

        report.Total.ShouldBe(500);
        report.Unhandled.Count.ShouldBeGreaterThan(100);
        report.Unhandled.ShouldContain(text => text.Contains("missing member", StringComparison.Ordinal));
        report.Results.ShouldBePositive();
    }

    [Fact]
    public async Task The_shared_base_meets_every_answer_with_a_result_or_a_vendor_exception()
    {
        var options = new ProbeOptions { ApiKey = ProbeBench.Key, BaseUrl = "http://vendor.example.test", RetryCount = 0, MaxJsonBytes = 1024 * 1024 };
        var run = new MutationRun<ProbeClient>(
            http => new ProbeClient(http, options, null, TimeProvider.System),
            [
                new("bytes", Good, (client, token) => client.SendRawAsync(Get(), token)),
                new("stream", Good, async (client, token) =>
                {
                    await using var stream = await client.OpenAsync(Get(), token);
                    await stream.Content.CopyToAsync(Stream.Null, token);
                }),
            ]);

        var report = await run.RunAsync(1000, Token);

        report.Unhandled.ShouldBeEmpty();
        report.Total.ShouldBe(1000);
    }

    [Fact]
    public void Every_way_to_spoil_changes_a_good_answer()
    {
        foreach (var (name, mutate) in AnswerMutations.All)
        {
            var changed = Enumerable.Range(0, 20).Count(seed => mutate(Good, new Dice((ulong)seed)) is { } spoilt && !Same(spoilt, Good));
            changed.ShouldBeGreaterThan(0, name);
        }
    }

    [Fact]
    public void The_same_seed_spoils_in_the_same_way()
    {
        foreach (var (_, mutate) in AnswerMutations.All)
        {
            var first = mutate(Good, new Dice(7));
            var second = mutate(Good, new Dice(7));
            first?.Body.ShouldBe(second?.Body);
            first?.Status.ShouldBe(second!.Status);
        }
    }

    private static VendorRequest Get() => new() { Operation = "probe", Path = "v1/probe" };

    private static bool Same(WireAnswer one, WireAnswer other) =>
        one.Status == other.Status && one.ContentType == other.ContentType && one.End == other.End && one.Fault == other.Fault
        && one.Body.AsSpan().SequenceEqual(other.Body) && one.Headers.SequenceEqual(other.Headers);
}
