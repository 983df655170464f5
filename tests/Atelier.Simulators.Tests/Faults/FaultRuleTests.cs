using System.Net;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Tests.Support;

namespace Atelier.Simulators.Tests.Faults;

/// <summary>Which calls a rule strikes.</summary>
public sealed class FaultRuleTests
{
    private static readonly Fault Unavailable = new() { Kind = FaultKind.Status, Status = 503 };

    [Theory]
    [InlineData("a red fox", true)]
    [InlineData("a cat", false)]
    public async Task Match_looks_into_the_prompt(string prompt, bool struck)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add(new FaultRule { Match = "fox", Fault = Unavailable });

        (await vendor.BuyAsync(prompt)).StatusCode.ShouldBe(struck ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("core", true)]
    [InlineData("ultra", false)]
    public async Task Model_looks_into_the_path(string model, bool struck)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add(new FaultRule { Model = model, Fault = Unavailable });

        (await vendor.BuyAsync()).StatusCode.ShouldBe(struck ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("sd3.5-medium", true)]
    [InlineData("sd3.5-large", false)]
    public async Task Model_looks_into_the_form(string model, bool struck)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add(new FaultRule { Model = model, Fault = Unavailable });

        var response = await vendor.PostAsync("v2beta/stable-image/generate/sd3", Vendor.Form(("prompt", "x"), ("model", "sd3.5-medium")));

        response.StatusCode.ShouldBe(struck ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("submit", true)]
    [InlineData("image", true)]
    [InlineData("core", true)]
    [InlineData("poll", false)]
    [InlineData("POST /v2beta/*", true)]
    [InlineData("POST /v2beta/stable-image/generate/core", true)]
    [InlineData("/v2beta/*", true)]
    [InlineData("GET /v2beta/*", false)]
    [InlineData("POST /v1/*", false)]
    public async Task Operation_is_a_name_or_a_pattern_of_method_and_path(string operation, bool struck)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add(null, operation, Unavailable);

        (await vendor.BuyAsync()).StatusCode.ShouldBe(struck ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_vendors_rule_strikes_nothing()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("runway", null, Unavailable);

        (await vendor.BuyAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rules_are_used_up_in_their_order()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, Unavailable, times: 2);
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.RateLimited }, times: 1);

        var statuses = new List<int>();
        for (var call = 0; call < 4; call++)
        {
            statuses.Add((int)(await vendor.BuyAsync()).StatusCode);
        }

        statuses.ShouldBe([503, 503, 429, 200]);
        vendor.Simulators.Faults.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Probability_strikes_the_same_calls_for_the_same_seed()
    {
        var runs = new List<List<int>>();
        for (var run = 0; run < 2; run++)
        {
            await using var vendor = await Vendor.StabilityAsync();
            vendor.Simulators.Faults.Add(new FaultRule { Fault = Unavailable, Probability = 0.5, Seed = 7 });
            var statuses = new List<int>();
            for (var call = 0; call < 30; call++)
            {
                statuses.Add((int)(await vendor.GetAsync("v1/engines/list")).StatusCode);
            }

            runs.Add(statuses);
        }

        runs[0].ShouldBe(runs[1]);
        runs[0].Count(status => status == 503).ShouldBeInRange(5, 25);
    }

    [Fact]
    public void Impossible_rules_are_refused_with_the_field()
    {
        var script = new FaultScript();

        Should.Throw<ArgumentException>(() => script.Add(new FaultRule { Fault = Unavailable, Times = 0 })).Message.ShouldStartWith("times:");
        Should.Throw<ArgumentException>(() => script.Add(new FaultRule { Fault = Unavailable, Probability = 1.5 })).Message.ShouldStartWith("probability:");
        Should.Throw<ArgumentException>(() => script.Add(null, null, new Fault { Kind = FaultKind.Delay })).Message.ShouldStartWith("fault.delay_ms:");
        Should.Throw<ArgumentException>(() => script.Add(null, null, Unavailable with { Status = 99 })).Message.ShouldStartWith("fault.status:");
        script.List().ShouldBeEmpty();
    }
}
