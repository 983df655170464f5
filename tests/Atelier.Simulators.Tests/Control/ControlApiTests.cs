using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atelier.Simulators.Tests.Control;

public sealed class ControlApiTests
{
    [Fact]
    public async Task Help_lists_vendors_and_routes()
    {
        await using var host = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = host.BaseAddress };

        var help = await http.GetFromJsonAsync<JsonElement>("_control", TestContext.Current.CancellationToken);

        help.GetProperty("vendors").EnumerateArray().Select(vendor => vendor.GetString()).ShouldContain("stability");
        help.GetProperty("routes").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Scripted_status_strikes_the_asked_number_of_times_and_is_logged()
    {
        await using var host = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = host.BaseAddress };

        var added = await http.PostAsJsonAsync(
            "_control/faults",
            new { vendor = "stability", operation = "GET /v2beta/*", times = 1, fault = new { kind = "status", status = 503 } },
            TestContext.Current.CancellationToken);
        added.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await http.GetAsync("stability/v2beta/nothing", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await http.GetAsync("stability/v2beta/nothing", TestContext.Current.CancellationToken)).StatusCode.ShouldNotBe(HttpStatusCode.ServiceUnavailable);

        var calls = await http.GetFromJsonAsync<JsonElement>("_control/calls?vendor=stability", TestContext.Current.CancellationToken);
        var statuses = calls.GetProperty("data").EnumerateArray().Select(call => call.GetProperty("status").GetInt32()).ToArray();
        statuses[0].ShouldBe(503);
        statuses.Length.ShouldBe(2);
    }
}
