using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class AnswerCacheTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_at_the_same_time_share_one_request_and_later_ones_its_answer()
    {
        await using var bench = await ProbeBench.StartAsync();
        var release = new TaskCompletionSource();
        bench.Server.Always(async context =>
        {
            await release.Task;
            await Answers.Json("""{"name":"boat"}""")(context);
        });

        var calls = Enumerable.Range(0, 50).Select(_ => bench.Client.GetKeptAsync("v1/kept", Minute, Token)).ToArray();
        await bench.Server.NextRequestAsync();
        release.SetResult();
        var things = await Task.WhenAll(calls);
        await bench.Client.GetKeptAsync("v1/kept", Minute, Token);

        things.ShouldAllBe(thing => thing.Name == "boat");
        bench.Server.Requests.Count.ShouldBe(1);
        bench.Client.Status.CacheMisses.ShouldBe(1);
        bench.Client.Status.CacheHits.ShouldBe(50);
    }

    [Fact]
    public async Task A_fault_is_not_kept()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(404)).Always(Answers.Json("""{"name":"boat"}"""));
        await Should.ThrowAsync<VendorNotFoundException>(bench.Client.GetKeptAsync("v1/kept", Minute, Token));
        (await bench.Client.GetKeptAsync("v1/kept", Minute, Token)).Name.ShouldBe("boat");
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("""{"name":7}""")]
    public async Task An_answer_that_makes_no_sense_is_not_kept_either(string nonsense)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Json(nonsense)).Always(Answers.Json("""{"name":"boat"}"""));
        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetKeptAsync("v1/kept", Minute, Token));
        (await bench.Client.GetKeptAsync("v1/kept", Minute, Token)).Name.ShouldBe("boat");
    }

    [Fact]
    public async Task Different_questions_and_different_clients_share_nothing()
    {
        await using var one = await ProbeBench.StartAsync();
        await using var other = await ProbeBench.StartAsync();
        one.Server.Always(Answers.Json("""{"name":"boat"}"""));
        other.Server.Always(Answers.Json("""{"name":"ship"}"""));
        (await one.Client.GetKeptAsync("v1/a", Minute, Token)).Name.ShouldBe("boat");
        (await one.Client.GetKeptAsync("v1/b", Minute, Token)).Name.ShouldBe("boat");
        (await other.Client.GetKeptAsync("v1/a", Minute, Token)).Name.ShouldBe("ship");
        one.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.CacheAnswers = false);
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        await bench.Client.GetKeptAsync("v1/kept", Minute, Token);
        await bench.Client.GetKeptAsync("v1/kept", Minute, Token);
        bench.Server.Requests.Count.ShouldBe(2);
    }
}
