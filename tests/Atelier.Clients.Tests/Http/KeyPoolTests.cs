using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class KeyPoolTests
{
    private const string One = "sk-one-0123456789";
    private const string Two = "sk-two-0123456789";
    private const string Three = "sk-three-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_take_turns_by_their_weights()
    {
        await using var bench = await BenchAsync($"{One}*3, {Two}");
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        for (var i = 0; i < 40; i++)
        {
            await bench.Client.GetThingAsync(Token);
        }

        Used(bench).Count(key => key == One).ShouldBe(30);
        Used(bench).Count(key => key == Two).ShouldBe(10);
        bench.Client.Status.Keys.Select(key => key.Weight).ShouldBe([3, 1]);
        bench.Client.Status.ToString().ShouldNotContain("sk-");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_refused_key_rests_and_the_call_goes_on_with_another(int status)
    {
        await using var bench = await BenchAsync($"{One},{Two}");
        bench.Server.Always(context => context.Request.Headers.Authorization.ToString().Contains(One, StringComparison.Ordinal)
            ? Answers.Status(status)(context)
            : Answers.Json("""{"name":"boat"}""")(context));
        for (var i = 0; i < 10; i++)
        {
            (await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token)).Name.ShouldBe("boat");
        }

        Used(bench).Count(key => key == One).ShouldBe(1);
        var resting = bench.Client.Status.Keys.Single(key => key.RestsUntil is not null);
        resting.LastRefusal.ShouldBe(status);
        resting.RestsUntil.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);
        await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);
        Used(bench).Count(key => key == One).ShouldBe(2);
        bench.Client.Status.Keys.Single(key => key.RestsUntil is not null).RestsUntil
            .ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Calls_that_are_refused_together_count_as_one_refusal()
    {
        await using var bench = await BenchAsync($"{One}*1000,{Two}");
        var refuse = new TaskCompletionSource();
        bench.Server.Always(async context =>
        {
            if (context.Request.Headers.Authorization.ToString().Contains(One, StringComparison.Ordinal))
            {
                await refuse.Task;
                await Answers.Status(403)(context);
                return;
            }

            await Answers.Json("""{"name":"boat"}""")(context);
        });
        var calls = Enumerable.Range(0, 12).Select(_ => bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token)).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            await bench.Server.NextRequestAsync();
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        refuse.SetResult();
        (await Task.WhenAll(calls)).ShouldAllBe(thing => thing.Name == "boat");

        bench.Client.Status.Keys.Single(key => key.RestsUntil is not null).RestsUntil.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_answer_to_what_was_sent_before_the_refusal_ends_no_rest()
    {
        await using var bench = await BenchAsync($"{One}*1000,{Two}");
        var answer = new TaskCompletionSource();
        bench.Server.Then(async context =>
        {
            await answer.Task;
            await Answers.Json("""{"name":"old"}""")(context);
        }).Then(Answers.Status(429, "", ("Retry-After", "300"))).Always(Answers.Json("""{"name":"boat"}"""));
        var early = bench.Client.GetThingAsync(Token);
        await bench.Server.NextRequestAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.Client.GetThingAsync(Token);

        answer.SetResult();
        (await early).Name.ShouldBe("old");

        bench.Client.Status.Keys[0].RestsUntil.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task When_every_key_is_refused_the_last_refusal_is_told_and_each_was_tried_once()
    {
        await using var bench = await BenchAsync($"{One},{Two},{Three}");
        bench.Server.Always(Answers.Status(401));
        await Should.ThrowAsync<VendorAuthenticationException>(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));
        Used(bench).ShouldBe([One, Two, Three], ignoreOrder: true);
        bench.Client.Status.Keys.ShouldAllBe(key => key.RestsUntil != null);
    }

    [Fact]
    public async Task A_scope_tells_the_key_that_was_used_and_ties_later_calls_to_it()
    {
        await using var bench = await BenchAsync($"{One},{Two}");
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        string? used;
        using (var scope = VendorKeyScope.Begin())
        {
            await bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token);
            used = scope.UsedKeyId;
        }

        used.ShouldNotBeNull();
        var key = Used(bench)[0];
        using (VendorKeyScope.Begin(used))
        {
            for (var i = 0; i < 6; i++)
            {
                await bench.Client.GetThingAsync(Token);
            }
        }

        Used(bench).ShouldAllBe(other => other == key);
        await bench.Client.GetThingAsync(Token);
        Used(bench)[^1].ShouldNotBe(key);
    }

    [Fact]
    public async Task A_scope_of_a_key_that_is_gone_leaves_the_choice_to_the_client()
    {
        await using var bench = await BenchAsync($"{One},{Two}");
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        using var scope = VendorKeyScope.Begin("k00000000");
        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");
    }

    [Fact]
    public async Task One_key_is_never_put_to_rest_and_tells_no_scope()
    {
        await using var bench = await BenchAsync(One);
        bench.Server.Then(Answers.Status(401)).Always(Answers.Json("""{"name":"boat"}"""));
        await Should.ThrowAsync<VendorAuthenticationException>(bench.Client.GetThingAsync(Token));
        using var scope = VendorKeyScope.Begin();
        (await bench.Client.GetThingAsync(Token)).Name.ShouldBe("boat");
        scope.UsedKeyId.ShouldBeNull();
    }

    [Fact]
    public async Task Every_key_is_kept_out_of_errors()
    {
        await using var bench = await BenchAsync($"{One},{Two}");
        bench.Server.Always(Answers.Status(400, $$"""{"message":"bad {{One}} and {{Two}}"}"""));
        var fault = await Should.ThrowAsync<VendorInvalidRequestException>(bench.Client.GetThingAsync(Token));
        fault.ToString().ShouldNotContain(One);
        fault.ToString().ShouldNotContain(Two);
        fault.BodyExcerpt.ShouldNotBeNull().ShouldNotContain(Two);
    }

    private static Task<ProbeBench> BenchAsync(string keys) => ProbeBench.StartAsync(options =>
    {
        options.ApiKey = keys;
        options.RetryCount = 0;
    });

    private static List<string> Used(ProbeBench bench) =>
        [.. bench.Server.Requests.Select(request => request.Header("Authorization")!["Bearer ".Length..])];
}
