using System.Diagnostics.Metrics;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Http;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_submission_in_doubt_is_counted_once_however_often_it_was_sent()
    {
        var doubts = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == VendorMetrics.MeterName && instrument.Name == "atelier.client.ambiguous")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            Interlocked.Add(ref doubts, tags.ToArray().Any(tag => tag is { Key: "atelier.operation", Value: "doubted" }) ? count : 0));
        listener.Start();
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var (_, fault) = await bench.RunAsync(bench.Client.SendRawAsync(
            new VendorRequest { Operation = "doubted", Path = "v1/d", Method = HttpMethod.Post, SubmitPolicy = SubmitPolicy.AtLeastOnce },
            TestContext.Current.CancellationToken));

        fault.ShouldBeOfType<VendorConnectionException>().Attempts.ShouldBe(4);
        doubts.ShouldBe(1);
    }

    [Fact]
    public async Task Every_attempt_and_every_retry_is_measured_by_vendor_operation_and_outcome()
    {
        // The meter is shared by all tests of the process, so this one looks for an operation only it uses.
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == VendorMetrics.MeterName && instrument.Name is "atelier.client.attempt.duration" or "atelier.client.retries")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Then(Answers.Status(503)).Then(Answers.Drop).Then(Answers.Status(204)).Then(Answers.Status(404));

        await bench.RunAsync(SendAsync());
        await bench.RunAsync(SendAsync());

        seen.ShouldBe(
        [
            "atelier.client.attempt.duration probe measured server",
            "atelier.client.retries probe measured server",
            "atelier.client.attempt.duration probe measured connection",
            "atelier.client.retries probe measured connection",
            "atelier.client.attempt.duration probe measured success",
            "atelier.client.attempt.duration probe measured not_found",
        ]);

        Task SendAsync() =>
            bench.Client.SendRawAsync(new VendorRequest { Operation = "measured", Path = "v1/m" }, TestContext.Current.CancellationToken);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length > 2 && tags[1].Value is "measured")
            {
                lock (seen)
                {
                    seen.Add($"{instrument.Name} {tags[0].Value} {tags[1].Value} {tags[2].Value}");
                }
            }
        }
    }
}
