using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Atelier.Providers.Pipeline;
using Atelier.Providers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Providers.Tests.Pipeline;

public sealed class ProviderPipelineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogCollector _logs = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeProvider _inner = new();
    private readonly ProviderHealth _health;
    private readonly MetricCollector<long> _submissions;
    private readonly MetricCollector<double> _durations;
    private readonly ProviderPipeline _pipeline;

    public ProviderPipelineTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _health = new ProviderHealth(_time);
        _submissions = new MetricCollector<long>(meters, ProviderDiagnostics.MeterName, "atelier.provider.submissions");
        _durations = new MetricCollector<double>(meters, ProviderDiagnostics.MeterName, "atelier.provider.call.duration");
        _pipeline = new ProviderPipeline(
            new ProviderMetrics(meters), LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(_logs))), _time);
    }

    [Fact]
    public async Task A_call_is_counted_timed_and_logged_with_its_outcome()
    {
        _inner.OnSubmit = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult<SubmitOutcome>(new SubmitOutcome.Accepted("task-9", TimeSpan.FromSeconds(1)));
        };

        await Wrap().SubmitAsync(FakeProvider.Request("""{"prompt":"a secret garden"}"""), TestContext.Current.CancellationToken);

        var count = _submissions.GetMeasurementSnapshot().ShouldHaveSingleItem();
        count.Tags["atelier.vendor"].ShouldBe("fake");
        count.Tags["atelier.target"].ShouldBe("live");
        count.Tags["atelier.outcome"].ShouldBe("accepted");
        count.Tags["atelier.modality"].ShouldBe("image");
        _durations.LastMeasurement!.Value.ShouldBe(3);
        var line = _logs.LatestRecord;
        line.Level.ShouldBe(LogLevel.Information);
        line.Message.ShouldContain("gen_1");
        line.Message.ShouldContain("task-9");
        line.Message.ShouldNotContain("secret garden");
    }

    [Theory]
    [InlineData(ProviderFailureKind.InvalidRequest, LogLevel.Information)]
    [InlineData(ProviderFailureKind.ContentRefused, LogLevel.Information)]
    [InlineData(ProviderFailureKind.VendorFault, LogLevel.Warning)]
    [InlineData(ProviderFailureKind.Authentication, LogLevel.Warning)]
    public async Task A_refused_request_is_information_and_a_vendors_fault_a_warning(ProviderFailureKind kind, LogLevel level)
    {
        Refuse(kind);
        await Wrap().SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);
        _logs.LatestRecord.Level.ShouldBe(level);
        _submissions.LastMeasurement!.Tags["atelier.failure"].ShouldBe(kind.ToString());
    }

    [Fact]
    public async Task A_poll_that_finds_the_task_running_is_logged_as_debug_only()
    {
        await Wrap().PollAsync(FakeProvider.Task1, TestContext.Current.CancellationToken);
        _logs.LatestRecord.Level.ShouldBe(LogLevel.Debug);
    }

    [Fact]
    public async Task A_caller_who_leaves_says_nothing_about_the_vendors_health()
    {
        using var leaving = new CancellationTokenSource();
        _inner.OnSubmit = token =>
        {
            leaving.Cancel();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("the token was not handed on");
        };

        await Should.ThrowAsync<OperationCanceledException>(() => Wrap().SubmitAsync(FakeProvider.Request(), leaving.Token));

        _submissions.LastMeasurement!.Tags["atelier.outcome"].ShouldBe("abandoned");
        Report().RecentSuccesses.ShouldBe(0);
        Report().RecentFailures.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_throws_is_an_error_of_ours()
    {
        _inner.OnSubmit = _ => throw new InvalidOperationException("broken");
        await Should.ThrowAsync<InvalidOperationException>(
            () => Wrap().SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken));
        _logs.LatestRecord.Level.ShouldBe(LogLevel.Error);
        Report().RecentFailures.ShouldBe(0);
    }

    [Fact]
    public async Task Health_counts_five_minutes_and_remembers_the_last_failure()
    {
        var provider = Wrap();
        await provider.SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);
        Refuse(ProviderFailureKind.InvalidRequest);
        await provider.SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);
        Refuse(ProviderFailureKind.Timeout);
        await provider.SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);
        var failedAt = _time.GetUtcNow();

        Report().RecentSuccesses.ShouldBe(2);
        Report().RecentFailures.ShouldBe(1);

        _time.Advance(TimeSpan.FromMinutes(6));
        var later = Report();
        later.RecentSuccesses.ShouldBe(0);
        later.RecentFailures.ShouldBe(0);
        later.LastFailureAt.ShouldBe(failedAt);
        later.LastFailureKind.ShouldBe(ProviderFailureKind.Timeout);
        later.LastFailureMessage.ShouldBe("because");
    }

    [Fact]
    public async Task Health_counts_survive_many_slices_without_mixing_them()
    {
        var provider = Wrap();
        for (var minute = 0; minute < 20; minute++)
        {
            await provider.SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Report().RecentSuccesses.ShouldBeInRange(4, 5);
    }

    [Fact]
    public async Task A_call_is_an_activity_that_ends_in_error_when_the_vendor_fails()
    {
        var ended = new ConcurrentQueue<Activity>(); // other tests' activities end here too
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ProviderDiagnostics.ActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("test").Start();
        Refuse(ProviderFailureKind.VendorFault);

        await Wrap().SubmitAsync(FakeProvider.Request(), TestContext.Current.CancellationToken);

        var activity = ended.Where(activity => activity.ParentSpanId == parent.SpanId).ShouldHaveSingleItem();
        activity.DisplayName.ShouldBe("fake submit");
        activity.Status.ShouldBe(ActivityStatusCode.Error);
        activity.GetTagItem("error.type").ShouldBe("VendorFault");
        activity.GetTagItem("atelier.generation.id").ShouldBe("gen_1");
    }

    [Fact]
    public async Task Chat_shows_through_the_wrappers_and_is_watched_too()
    {
        var failure = new ProviderFailure(ProviderFailureKind.VendorFault, "broke off");
        var chat = new FakeChatProvider { Updates = [new ChatUpdate.Failed(failure)] };
        var wrapped = _pipeline.Wrap(chat, ProviderTarget.Live, _health).ShouldBeAssignableTo<IChatProvider>()!;

        var updates = new List<ChatUpdate>();
        await foreach (var update in wrapped.StreamAsync(FakeProvider.Request(), TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        updates.ShouldBe(chat.Updates);
        Report().RecentFailures.ShouldBe(1);
        (await wrapped.CompleteAsync(FakeProvider.Request(), TestContext.Current.CancellationToken)).ShouldBeOfType<SubmitOutcome.Accepted>();
        Report().RecentSuccesses.ShouldBe(1);
    }

    [Fact]
    public void A_provider_without_chat_gets_none_from_the_wrappers() => Wrap().ShouldNotBeAssignableTo<IChatProvider>();

    public void Dispose()
    {
        _submissions.Dispose();
        _durations.Dispose();
        _services.Dispose();
    }

    private IGenerationProvider Wrap() => _pipeline.Wrap(_inner, ProviderTarget.Live, _health);

    private ProviderHealthReport Report() => _health.Fill(new ProviderHealthReport("fake", ProviderTarget.Live, Configured: true));

    private void Refuse(ProviderFailureKind kind) => _inner.OnSubmit =
        _ => Task.FromResult<SubmitOutcome>(new SubmitOutcome.Refused(new ProviderFailure(kind, "because")));
}
