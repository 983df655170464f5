using Atelier.Clients.Http;
using Atelier.Providers.Registration;
using Atelier.Providers.Tests.Support;
using Atelier.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Tests.Pipeline;

/// <summary>With several keys a task is polled, stopped and fetched with the key that started it.</summary>
public sealed class KeyPinningTests : IAsyncLifetime, ISandboxEndpoint
{
    private static readonly string One = "key_" + new string('1', 128);
    private static readonly string Two = "key_" + new string('2', 128);

    private SimulatorHost _host = null!;
    private ServiceProvider _services = null!;

    public Uri? BaseUrl => _host.BaseAddress;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromHours(1) });
        var services = new ServiceCollection();
        services.AddSingleton<ISandboxEndpoint>(this);
        services.AddAtelierProviders(_ => null, options => options.Live["runway"] = new ProviderSettings
        {
            ApiKey = $"{One},{Two}",
            BaseUrl = _host.VendorUrl("runway").AbsoluteUri,
            PollInterval = TimeSpan.FromMilliseconds(10),
        });
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Each_task_is_polled_and_stopped_with_its_own_key_however_they_are_mixed()
    {
        var provider = _services.GetRequiredService<IProviderDirectory>().Find("runway", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider;
        var tasks = new List<ProviderTask>();
        for (var i = 0; i < 4; i++)
        {
            var accepted = (await provider.SubmitAsync(
                    Requests.Of(Modality.Video, "veo3.1_fast", """{"prompt":"A boat","size":"1280x720","duration":4}"""), Token))
                .ShouldBeOfType<SubmitOutcome.Accepted>();
            tasks.Add(new ProviderTask(accepted.VendorTaskId, "veo3.1_fast", Modality.Video));
        }

        tasks.Select(task => task.VendorTaskId[^10..]).Distinct().Count().ShouldBe(2);

        // The simulator, like the vendor, knows a task only by the account of its key; a wrong key would find none.
        for (var round = 0; round < 3; round++)
        {
            foreach (var task in tasks)
            {
                (await provider.PollAsync(task, Token)).ShouldBeOfType<PollOutcome.Running>();
            }
        }

        foreach (var task in tasks)
        {
            (await provider.CancelAsync(task, Token)).ShouldBeOfType<CancelOutcome.Cancelled>();
        }
    }

    [Fact]
    public async Task The_health_report_shows_the_pipeline_and_never_a_key()
    {
        var provider = _services.GetRequiredService<IProviderDirectory>().Find("runway", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider;
        await provider.PollAsync(new ProviderTask("17f20503-6c24-4c16-946b-35dbbce2af2f", "veo3.1_fast", Modality.Video), Token);
        var report = _services.GetRequiredService<IProviderHealthSource>().Report()
            .Single(one => one is { Provider: "runway", Target: ProviderTarget.Live }).Pipeline.ShouldNotBeNull();
        report.Circuits.Keys.ShouldBe(["generation", "polling", "download"]);
        report.Circuits.Values.ShouldAllBe(state => state == "closed");
        report.Keys.Count.ShouldBe(2);
        report.ConcurrencyLimit.ShouldBe(64);
        string.Join(' ', report.Keys).ShouldNotContain("1111");
    }

    [Theory]
    [InlineData(typeof(VendorBusyException))]
    [InlineData(typeof(VendorCircuitOpenException))]
    public void What_was_held_back_on_our_side_is_tried_again_later(Type kind)
    {
        var fault = new VendorFault { Vendor = "runway", Operation = "x", Text = "not sent", RetryAfter = TimeSpan.FromSeconds(7) };
        var exception = (VendorException)Activator.CreateInstance(kind, fault, null)!;
        var failure = Providers.Mapping.ClientFailures.Map(exception, "Runway");
        failure.Kind.ShouldBe(ProviderFailureKind.RateLimited);
        failure.Retryable.ShouldBeTrue();
        failure.MayHaveCharged.ShouldBeFalse();
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }
}
