using Atelier.Services.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Tests.Catalogue;

public sealed class CatalogueReloadTests : IDisposable
{
    private const string Cheaper = """{"models":[{"id":"stability/core","price":{"rules":[{"credits":2}]}}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-catalogue-");
    private readonly RecordingLoggerProvider _log = new();

    private string File => Path.Combine(_folder.FullName, "models.json");

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_changed_file_replaces_the_catalogue()
    {
        using var services = Build();
        var catalogue = services.GetRequiredService<ModelCatalogue>();
        Price(catalogue).ShouldBe(3_000_000);

        System.IO.File.WriteAllText(File, Cheaper);
        catalogue.Reload().ShouldBeTrue();
        Price(catalogue).ShouldBe(2_000_000);
        catalogue.Reload().ShouldBeFalse();

        System.IO.File.Delete(File);
        catalogue.Reload().ShouldBeTrue();
        Price(catalogue).ShouldBe(3_000_000);
    }

    [Fact]
    public void A_bad_file_keeps_the_last_good_one_and_is_logged_once_with_the_exact_problem()
    {
        System.IO.File.WriteAllText(File, Cheaper);
        using var services = Build();
        var catalogue = services.GetRequiredService<ModelCatalogue>();

        System.IO.File.WriteAllText(File, """{"models":[{"id":"stability/core","price":{"rules":[{"credits":"free"}]}}]}""");
        catalogue.Reload().ShouldBeFalse();
        catalogue.Reload().ShouldBeFalse();

        Price(catalogue).ShouldBe(2_000_000);
        var logged = _log.Messages.ToArray().Where(message => message.Level == LogLevel.Error).ShouldHaveSingleItem();
        logged.Text.ShouldContain("Entry 'stability/core', price rule 0 (counted from 0), property 'credits' must be a number of credits");
    }

    [Fact]
    public void A_bad_file_at_the_start_stops_it()
    {
        System.IO.File.WriteAllText(File, "{");
        using var services = Build();

        Should.Throw<CatalogueException>(services.GetRequiredService<IModelCatalogue>).Message.ShouldContain(File);
    }

    [Fact]
    public void A_file_that_was_asked_for_must_be_there()
    {
        using var services = Build(options => options.OverrideRequired = true);

        Should.Throw<CatalogueException>(services.GetRequiredService<IModelCatalogue>).Message.ShouldContain("There is no such file.");
    }

    [Fact]
    public async Task A_running_host_notices_a_change_by_itself()
    {
        await using var services = Build(options => options.RecheckInterval = TimeSpan.FromMilliseconds(100));
        var catalogue = services.GetRequiredService<ModelCatalogue>();
        var reloader = services.GetServices<IHostedService>().OfType<CatalogueReloader>().Single();
        await reloader.StartAsync(TestContext.Current.CancellationToken);

        await System.IO.File.WriteAllTextAsync(File, Cheaper, TestContext.Current.CancellationToken);
        await _log.Seen("Catalogue reloaded", TestContext.Current.CancellationToken);

        Price(catalogue).ShouldBe(2_000_000);
        await reloader.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("STABILITY/Core", "stability/core")]
    [InlineData("openai/sora-2", "openai/sora-2")]
    [InlineData("stability/cor", null)]
    public void Models_are_found_by_id_ignoring_case(string id, string? found)
    {
        using var services = Build();

        services.GetRequiredService<IModelCatalogue>().Find(id)?.Id.ShouldBe(found);
    }

    [Theory]
    [InlineData("stability/cor", "stability/core")]
    [InlineData("gpt-image-2", "openai/gpt-image-2")]
    [InlineData("gen4-turbo", "runway/gen4_turbo")]
    [InlineData("openai/whisper", "openai/whisper-1")]
    public void A_mistyped_id_finds_the_one_that_was_meant(string id, string meant)
    {
        using var services = Build();

        services.GetRequiredService<IModelCatalogue>().Suggest(id)[0].ShouldBe(meant);
    }

    [Fact]
    public void Nothing_is_suggested_for_something_else_altogether()
    {
        using var services = Build();

        services.GetRequiredService<IModelCatalogue>().Suggest("zzzzzzzzzzzzzzz").ShouldBeEmpty();
        services.GetRequiredService<IModelCatalogue>().Suggest(new string('x', 100_000)).ShouldBeEmpty();
        services.GetRequiredService<IModelCatalogue>().Suggest(string.Empty).ShouldBeEmpty();
    }

    private static long Price(ModelCatalogue catalogue) => catalogue.Find("stability/core")!.Price!.Rules[0].Micro;

    private ServiceProvider Build(Action<CatalogueOptions>? configure = null) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_log))
        .AddAtelierCatalogue(options =>
        {
            options.OverridePath = File;
            configure?.Invoke(options);
        })
        .BuildServiceProvider();
}
