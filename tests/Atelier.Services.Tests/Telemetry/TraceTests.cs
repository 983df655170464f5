using System.Diagnostics;
using Atelier.Services.Generations;
using Atelier.Services.Telemetry;
using Atelier.Services.Tests.Generations;
using Atelier.Testing.Execution;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Atelier.Services.Tests.Telemetry;

public sealed class TraceTests
{
    private const string ClientSource = "Test.Clients";

    [Fact]
    public async Task Every_step_continues_the_trace_of_the_request_also_on_another_node_after_a_restart()
    {
        using var clients = new ActivitySource(ClientSource);
        var exported = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(ServiceTelemetry.ActivitySourceName, ClientSource)
            .AddInMemoryExporter(exported)
            .Build();
        await using var world = await JobWorld.OnSqliteAsync();
        world.Vendors.OnSubmit((_, _) =>
        {
            using var call = clients.StartActivity("POST");
            return Task.FromResult(ScriptedProvider.Accepted("task-1"));
        });
        var trace = ActivityTraceId.CreateRandom();
        var request = ActivitySpanId.CreateRandom();
        var command = JobWorld.Command(new { prompt = "a boat" }) with { TraceParent = $"00-{trace}-{request}-01" };
        var id = (await world.Service.CreateAsync(world.Caller, command, JobWorld.Cancel)).Value!.View.Generation.Id;

        (await world.Runner.StepAsync(id, JobWorld.Cancel)).Finished.ShouldBeFalse();
        world.Restart();

        // Whoever happens to wake the executor is not its parent.
        using (new Activity("somebody else").Start())
        {
            (await world.RunToEndAsync(id)).State.ShouldBe(GenerationState.Completed);
            Activity.Current!.OperationName.ShouldBe("somebody else");
        }

        tracing.ForceFlush();
        List<Activity> all;
        lock (exported)
        {
            all = [.. exported.Where(a => a.TraceId == trace)];
        }

        var submit = all.Single(a => a.OperationName == "generation.submit");
        var poll = all.Where(a => a.OperationName == "generation.poll").ToList();
        submit.ParentSpanId.ShouldBe(request);
        poll.ShouldNotBeEmpty();
        poll.ShouldAllBe(a => a.ParentSpanId == request);
        all.Single(a => a.OperationName == "POST").ParentSpanId.ShouldBe(submit.SpanId);
        poll.Select(a => a.SpanId).ShouldContain(all.Single(a => a.OperationName == "generation.store").ParentSpanId);
        submit.GetTagItem("atelier.generation.id").ShouldBe(id);
    }

    [Fact]
    public async Task A_request_without_a_trace_begins_one_that_its_steps_continue()
    {
        var exported = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(ServiceTelemetry.ActivitySourceName).AddInMemoryExporter(exported).Build();
        await using var world = await JobWorld.OnSqliteAsync();
        var id = await world.CreateAsync(new { prompt = "a boat" });

        var done = await world.RunToEndAsync(id);

        ActivityContext.TryParse(done.TraceParent, null, out var kept).ShouldBeTrue();
        lock (exported)
        {
            exported.Where(a => a.TraceId == kept.TraceId).Select(a => a.OperationName).ShouldBe(
                ["generation.accept", "generation.store", "generation.submit"], ignoreOrder: true);
        }
    }
}
