using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Atelier.Providers;
using Atelier.Services.Telemetry;
using Atelier.Services.Tests.Generations;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task What_is_counted_is_what_was_committed_and_no_tag_comes_from_a_caller()
    {
        await using var world = await JobWorld.OnSqliteAsync();
        var seen = new ConcurrentBag<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == ServiceTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, world.MeterScope))
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => seen.Add((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => seen.Add((i.Name, value, Text(tags))));
        listener.Start();
        var wish = new { prompt = "a secret wish", duration = 4, seed = 7 };
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(ProviderFailureKind.VendorFault)));

        await world.RunToEndAsync(await world.CreateAsync(wish, shared: true));
        await world.CreateAsync(wish, shared: true);
        world.Vendors.OnSubmit(new SubmitOutcome.Refused(ScriptedProvider.Failure(ProviderFailureKind.ContentRefused)));
        await world.RunToEndAsync(await world.CreateAsync(wish));

        Sum("atelier.generation.accepted").ShouldBe(3);
        Sum("atelier.generation.finished", "completed").ShouldBe(2);
        Sum("atelier.generation.finished", "content_refused").ShouldBe(1);
        Sum("atelier.generation.failovers").ShouldBe(1);
        Sum("atelier.generation.shared").ShouldBe(1);
        Sum("atelier.credits.held").ShouldBe(12);
        (Sum("atelier.credits.captured") + Sum("atelier.credits.released")).ShouldBe(12, 1e-9);
        Sum("atelier.artifact.results").ShouldBe(1);
        seen.Select(s => s.Name).ShouldContain("atelier.generation.state.duration");
        seen.ShouldAllBe(s => !s.Tags.Contains("secret", StringComparison.Ordinal) && !s.Tags.Contains("gen_", StringComparison.Ordinal)
            && !s.Tags.Contains("usr_", StringComparison.Ordinal));

        double Sum(string name, string tag = "") => seen.Where(s => s.Name == name && s.Tags.Contains(tag, StringComparison.Ordinal)).Sum(s => s.Value);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
