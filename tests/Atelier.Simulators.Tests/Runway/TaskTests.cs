using System.Net;
using System.Text.Json;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.Runway;

public sealed class TaskTests
{
    private static string[] Fields(JsonElement task) => [.. task.EnumerateObject().Select(property => property.Name)];

    private static string Status(JsonElement task) => task.GetProperty("status").GetString()!;

    [Fact]
    public async Task Task_goes_from_pending_over_running_to_succeeded_with_exactly_the_fields_of_each()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();

        var pending = await api.TaskAsync(id);
        Fields(pending).ShouldBe(["id", "createdAt", "status", "estimatedCost"]);
        pending.GetRawText().ShouldBe(
            $$$"""{"id":"{{{id}}}","createdAt":"2026-11-20T09:14:02.118Z","status":"PENDING","estimatedCost":{"credits":50}}""");

        api.Advance(20);
        var early = await api.TaskAsync(id);
        Fields(early).ShouldBe(["id", "createdAt", "status", "progress", "estimatedCost"]);
        api.Advance(50);
        var late = await api.TaskAsync(id);
        late.GetProperty("progress").GetDouble().ShouldBeInRange(early.GetProperty("progress").GetDouble() + 0.1, 0.99);

        api.Advance(30);
        var done = await api.TaskAsync(id);
        Fields(done).ShouldBe(["id", "createdAt", "status", "output", "cost"]);
        Status(done).ShouldBe("SUCCEEDED");
        done.GetProperty("output").GetArrayLength().ShouldBe(1);
        done.GetProperty("cost").GetProperty("credits").GetDecimal().ShouldBe(50);
    }

    [Fact]
    public async Task Unknown_and_foreign_tasks_are_404_alike()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();
        using var stranger = api.Caller("key_other");

        using var unknown = await api.Http.GetAsync($"v1/tasks/{Guid.NewGuid()}", RunwayApi.Cancellation);
        using var foreign = await stranger.GetAsync($"v1/tasks/{id}", RunwayApi.Cancellation);

        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Content.ReadAsStringAsync(RunwayApi.Cancellation)).ShouldBe("""{"error":"Could not find Task"}""");
    }

    [Fact]
    public async Task Deleted_task_is_gone_and_its_credits_are_back_when_it_had_not_ended()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();

        using var deleted = await api.Http.DeleteAsync($"v1/tasks/{id}", RunwayApi.Cancellation);
        using var after = await api.Http.GetAsync($"v1/tasks/{id}", RunwayApi.Cancellation);
        using var again = await api.Http.DeleteAsync($"v1/tasks/{id}", RunwayApi.Cancellation);

        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await deleted.Content.ReadAsByteArrayAsync(RunwayApi.Cancellation)).ShouldBeEmpty();
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.BalanceAsync()).ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Tasks_over_the_limit_wait_throttled_and_start_in_the_order_they_came()
    {
        await using var api = await RunwayApi.StartAsync(options => options.Runway.MaxConcurrentGenerations = 1);
        var (first, _) = await api.CreateAsync();
        var (second, _) = await api.CreateAsync();
        var (third, _) = await api.CreateAsync();
        var (other, _) = await api.CreateAsync("text_to_video", Bodies.Valid("text_to_video", "gen4.5"));

        api.Advance(50);
        (await StatusesAsync(api, first, second, third, other)).ShouldBe(["RUNNING", "THROTTLED", "THROTTLED", "RUNNING"]);
        api.Advance(100);
        (await StatusesAsync(api, first, second, third)).ShouldBe(["SUCCEEDED", "RUNNING", "THROTTLED"]);
        api.Advance(100);
        (await StatusesAsync(api, second, third)).ShouldBe(["SUCCEEDED", "RUNNING"]);
    }

    [Fact]
    public async Task Deleting_a_running_task_lets_the_next_one_start_at_once()
    {
        await using var api = await RunwayApi.StartAsync(options => options.Runway.MaxConcurrentGenerations = 1);
        var (running, _) = await api.CreateAsync();
        var (withdrawn, _) = await api.CreateAsync();
        var (next, _) = await api.CreateAsync();
        api.Advance(40);

        using var one = await api.Http.DeleteAsync($"v1/tasks/{withdrawn}", RunwayApi.Cancellation);
        (await StatusesAsync(api, next)).ShouldBe(["THROTTLED"]);
        using var two = await api.Http.DeleteAsync($"v1/tasks/{running}", RunwayApi.Cancellation);

        (await StatusesAsync(api, next)).ShouldBe(["PENDING"]);
        api.Advance(100);
        (await StatusesAsync(api, next)).ShouldBe(["SUCCEEDED"]);
    }

    [Theory]
    [InlineData("INTERNAL.BAD_OUTPUT.CODE01", 0)]
    [InlineData("INTERNAL", 0)]
    [InlineData("ASSET.INVALID", 0)]
    [InlineData("THIRD_PARTY.UNAVAILABLE", 0)]
    [InlineData("SAFETY.OUTPUT.VIDEO", 0)]
    [InlineData("SAFETY.INPUT.TEXT", 50)]
    public async Task Failed_task_tells_its_code_and_returns_credits_by_it(string code, int cost)
    {
        await using var api = await RunwayApi.StartAsync();
        api.Simulators.Faults.Add("runway", "submit", new Fault { Kind = FaultKind.TaskFailed, Code = code }, times: 1);
        var (id, _) = await api.CreateAsync();
        api.Advance(100);

        var task = await api.TaskAsync(id);

        Fields(task).ShouldBe(["id", "createdAt", "status", "failure", "failureCode", "cost"]);
        Status(task).ShouldBe("FAILED");
        task.GetProperty("failureCode").GetString().ShouldBe(code);
        task.GetProperty("cost").GetProperty("credits").GetInt32().ShouldBe(cost);
        await api.TaskAsync(id);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - cost);
    }

    [Fact]
    public async Task Refused_content_is_an_accepted_task_that_fails_and_is_charged()
    {
        await using var api = await RunwayApi.StartAsync();
        api.Simulators.Faults.Add(new FaultRule { Vendor = "runway", Fault = new Fault { Kind = FaultKind.ContentRefused }, Times = 1 });
        var (id, _) = await api.CreateAsync();
        api.Advance(100);

        (await api.TaskAsync(id)).GetProperty("failureCode").GetString().ShouldBe("SAFETY.INPUT.TEXT");
        (await api.BalanceAsync()).ShouldBe(1_000_000 - 50);
    }

    [Fact]
    public async Task Scripted_fates_show_as_the_vendor_shows_them()
    {
        await using var api = await RunwayApi.StartAsync();
        var submit = "submit";
        api.Simulators.Faults.Add("runway", submit, new Fault { Kind = FaultKind.NeverFinish }, times: 1);
        var (endless, _) = await api.CreateAsync();
        api.Simulators.Faults.Add("runway", submit, new Fault { Kind = FaultKind.NeverFinish, Code = "PENDING" }, times: 1);
        var (stuck, _) = await api.CreateAsync();
        api.Simulators.Faults.Add("runway", submit, new Fault { Kind = FaultKind.TaskFailed, Code = "CANCELLED" }, times: 1);
        var (cancelled, _) = await api.CreateAsync();
        api.Simulators.Faults.Add("runway", submit, new Fault { Kind = FaultKind.EmptyResult }, times: 1);
        var (empty, _) = await api.CreateAsync();

        api.Advance(10_000);

        (await StatusesAsync(api, endless, stuck, cancelled, empty)).ShouldBe(["RUNNING", "PENDING", "CANCELLED", "SUCCEEDED"]);
        Fields(await api.TaskAsync(cancelled)).ShouldBe(["id", "createdAt", "status", "cost"]);
        (await api.TaskAsync(empty)).GetProperty("output").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Automatic_length_is_charged_at_most_first_and_settled_later()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, estimate) = await api.CreateAsync(
            "text_to_video", Bodies.Valid("text_to_video", "seedance2_fast").With("duration", "\"auto\""));
        estimate.ShouldBe(15 * 29);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - 15 * 29);

        api.Advance(100);

        (await api.TaskAsync(id)).GetProperty("cost").GetProperty("credits").GetInt32().ShouldBe(5 * 29);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - 5 * 29);
    }

    [Fact]
    public async Task Task_goes_on_where_it_was_after_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("runway");
        try
        {
            var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
            string id;
            await using (var before = await RunwayApi.StartAsync(options => options.StateDirectory = directory.FullName, time))
            {
                (id, _) = await before.CreateAsync();
            }

            time.Advance(TimeSpan.FromSeconds(100));
            await using var after = await RunwayApi.StartAsync(options => options.StateDirectory = directory.FullName, time);

            Status(await after.TaskAsync(id)).ShouldBe("SUCCEEDED");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string[]> StatusesAsync(RunwayApi api, params string[] ids)
    {
        List<string> statuses = [];
        foreach (var id in ids)
        {
            statuses.Add(Status(await api.TaskAsync(id)));
        }

        return [.. statuses];
    }

    [Theory]
    [InlineData("text_to_video", "gen4.5", 1)]
    [InlineData("text_to_image", "gen4_image", 2)]
    [InlineData("text_to_speech", "eleven_v3", 2)]
    public async Task A_tier_limits_each_model_by_what_it_makes(string endpoint, string model, int running)
    {
        await using var api = await RunwayApi.StartAsync(options => options.Runway.Tier = 1);
        List<string> ids = [];
        for (var count = 0; count <= running; count++)
        {
            ids.Add((await api.CreateAsync(endpoint, Bodies.Valid(endpoint, model))).Id);
        }

        api.Advance(50);

        for (var number = 0; number < running; number++)
        {
            (await api.TaskAsync(ids[number])).GetProperty("status").GetString().ShouldBe("RUNNING");
        }

        (await api.TaskAsync(ids[running])).GetProperty("status").GetString().ShouldBe("THROTTLED");
        using var response = await api.Http.GetAsync("v1/organization", RunwayApi.Cancellation);
        var tier = (await RunwayApi.ReadAsync(response)).GetProperty("tier");
        tier.GetProperty("maxMonthlyCreditSpend").GetInt32().ShouldBe(10_000);
        tier.GetProperty("models").GetProperty(model).GetProperty("maxConcurrentGenerations").GetInt32().ShouldBe(running);
    }
}
