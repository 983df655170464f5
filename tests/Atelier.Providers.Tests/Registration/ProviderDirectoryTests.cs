using Atelier.Providers.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Providers.Tests.Registration;

public sealed class ProviderDirectoryTests
{
    private static readonly string[] Keys = ["STABILITY_API_KEY", "RUNWAY_API_KEY", "AIHUBMIX_API_KEY"];

    [Fact]
    public void A_vendor_without_a_key_says_which_setting_is_missing()
    {
        using var services = Build([]);
        var directory = services.GetRequiredService<IProviderDirectory>();
        directory.Names.ShouldBe(["stability", "runway", "aihubmix"], ignoreOrder: true);
        directory.Names.Select(name => directory.Find(name, ProviderTarget.Live).ShouldBeOfType<ProviderLookup.NotConfigured>().MissingSetting)
            .ShouldBe(Keys, ignoreOrder: true);
    }

    [Fact]
    public void A_vendor_with_a_key_is_found_and_stays_the_same()
    {
        using var services = Build(new() { ["RUNWAY_API_KEY"] = "key_1", ["STABILITY_API_KEY"] = " " });
        var directory = services.GetRequiredService<IProviderDirectory>();
        var found = directory.Find("runway", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider;
        found.Name.ShouldBe("runway");
        directory.Find("runway", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider.ShouldBeSameAs(found);
        directory.Find("stability", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.NotConfigured>();
    }

    [Fact]
    public void A_name_nobody_has_is_unknown()
    {
        using var services = Build([]);
        services.GetRequiredService<IProviderDirectory>().Find("nobody", ProviderTarget.Sandbox).ShouldBeOfType<ProviderLookup.Unknown>();
    }

    [Fact]
    public void The_sandbox_is_found_once_the_simulators_are_up()
    {
        var sandbox = new Sandbox();
        using var services = Build([], sandbox);
        var directory = services.GetRequiredService<IProviderDirectory>();
        directory.Find("runway", ProviderTarget.Sandbox).ShouldBeOfType<ProviderLookup.NotConfigured>();

        sandbox.BaseUrl = new Uri("http://127.0.0.1:41873");
        directory.Find("runway", ProviderTarget.Sandbox).ShouldBeOfType<ProviderLookup.Found>();
        Report(services, "runway", ProviderTarget.Sandbox).BaseUrlHost.ShouldBe("127.0.0.1:41873");
    }

    [Fact]
    public void A_report_tells_where_calls_go_and_never_the_key()
    {
        using var services = Build(new() { ["RUNWAY_API_KEY"] = "key_verysecret", ["RUNWAY_BASE_URL"] = "https://gateway.example.com/runway/v1" });
        var runway = Report(services, "runway", ProviderTarget.Live);
        runway.Configured.ShouldBeTrue();
        runway.MissingSetting.ShouldBeNull();
        runway.BaseUrlHost.ShouldBe("gateway.example.com");
        runway.ToString().ShouldNotContain("verysecret");
        var stability = Report(services, "stability", ProviderTarget.Live);
        stability.Configured.ShouldBeFalse();
        stability.MissingSetting.ShouldBe("STABILITY_API_KEY");
        stability.BaseUrlHost.ShouldBe("api.stability.ai");
    }

    [Fact]
    public async Task The_circuit_of_downloads_is_that_of_the_hosts_where_results_lie()
    {
        using var services = Describe(new() { ["RUNWAY_API_KEY"] = "key_1" }, new Sandbox())
            .Configure<ProviderOptions>(options => options.Live["runway"].RetryBaseDelay = TimeSpan.FromMilliseconds(1))
            .BuildServiceProvider();
        Report(services, "runway", ProviderTarget.Live).Pipeline!.Circuits["download"].ShouldBe("closed");
        var downloader = services.GetRequiredKeyedService<Clients.Http.MediaDownloader>("runway:live");

        while (downloader.Status.Circuits[Clients.Http.OperationClass.Download] == "closed")
        {
            await Should.ThrowAsync<Clients.Http.VendorException>(
                downloader.OpenAsync(new Uri("https://nowhere.invalid/result.mp4"), null, TestContext.Current.CancellationToken));
        }

        Report(services, "runway", ProviderTarget.Live).Pipeline!.Circuits.ShouldSatisfyAllConditions(
            circuits => circuits["download"].ShouldBe("open"),
            circuits => circuits["generation"].ShouldBe("closed"));
    }

    [Theory]
    [InlineData("RUNWAY_BASE_URL", "not a url")]
    [InlineData("RUNWAY_API_KEY", "key with spaces")]
    public void A_malformed_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var settings = new Dictionary<string, string?> { ["RUNWAY_API_KEY"] = "key_1", [setting] = value };
        using var services = Build(settings);
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IProviderDirectory>()).Message.ShouldContain(setting);
    }

    [Fact]
    public void A_vendor_registered_twice_stops_the_start()
    {
        var services = Describe([], new Sandbox());
        services.AddVendor<Clients.Runway.RunwayClientOptions>("runway", (_, _) => { }, _ => throw new InvalidOperationException("never made"));
        using var provider = services.BuildServiceProvider();
        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<IProviderDirectory>()).Message.ShouldContain("runway");
    }

    private static ProviderHealthReport Report(ServiceProvider services, string name, ProviderTarget target) =>
        services.GetRequiredService<IProviderHealthSource>().Report().Single(report => report.Provider == name && report.Target == target);

    private static ServiceProvider Build(Dictionary<string, string?> settings, Sandbox? sandbox = null) =>
        Describe(settings, sandbox ?? new Sandbox()).BuildServiceProvider();

    private static IServiceCollection Describe(Dictionary<string, string?> settings, Sandbox sandbox) => new ServiceCollection()
        .AddSingleton<ISandboxEndpoint>(sandbox)
        .AddAtelierProviders(settings.GetValueOrDefault);

    private sealed class Sandbox : ISandboxEndpoint
    {
        public Uri? BaseUrl { get; set; }
    }
}
