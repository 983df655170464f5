using System.Net;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;
using Atelier.Services.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_first_start_makes_folder_database_operator_and_play_credits()
    {
        var data = Path.Combine(folder.Path, "new", "data");
        await using var server = await ServerFixture.StartAsync(data);
        File.Exists(Path.Combine(data, "atelier.db")).ShouldBeTrue();
        server.Services.GetRequiredService<StartReport>().FirstKeys!.TestKeyWasGiven.ShouldBeTrue();

        foreach (var (key, book, credits) in new[] { (RunningServer.LiveKey, "live", 0m), (RunningServer.TestKey, "test", 1000m) })
        {
            using var client = server.Client(key);
            var account = await (await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken)).ReadJsonAsync();
            account.GetProperty("book").GetString().ShouldBe(book);
            account.GetProperty("available").GetDecimal().ShouldBe(credits);
            account.GetProperty("user").GetProperty("role").GetString().ShouldBe("operator");
        }
    }

    [Fact]
    public async Task A_later_start_makes_nothing_and_keeps_everything()
    {
        await using (await ServerFixture.StartAsync(folder.Path, ("ATELIER_TEST_KEY", ""), ("ATELIER_LIVE_KEY", "")))
        {
            // The first start makes keys of its own.
        }

        await using var again = await ServerFixture.StartAsync(folder.Path);
        again.Services.GetRequiredService<StartReport>().FirstKeys.ShouldBeNull();
        using var client = again.Client(RunningServer.TestKey);
        using var answer = await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(401, "invalid_api_key");
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var first = await ServerFixture.StartAsync(folder.Path);
        var refused = await Should.ThrowAsync<StartException>(() => ServerFixture.StartAsync(folder.Path));
        refused.Message.ShouldContain("Another server");
        refused.Message.ShouldContain("ATELIER_DATA");
        using var client = first.Client(null);
        (await client.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_models_file_stops_the_start()
    {
        var models = Path.Combine(folder.Path, "models.json");
        await File.WriteAllTextAsync(models, """{"models":[{"id":"x"}]}""", TestContext.Current.CancellationToken);
        var refused = await Should.ThrowAsync<CatalogueException>(() => ServerFixture.StartAsync(folder.Path, ("ATELIER_MODELS", models)));
        refused.Message.ShouldContain(models);
    }

    [Theory]
    [InlineData("ATELIER_STORAGE", "ftp://bucket")]
    [InlineData("ATELIER_DATABASE", "Host=only")]
    public async Task A_wrong_place_is_told_by_the_name_of_its_setting(string setting, string value)
    {
        var refused = await Should.ThrowAsync<SettingsException>(() => ServerFixture.StartAsync(folder.Path, (setting, value)));
        refused.Problems.ShouldHaveSingleItem().Setting.ShouldBe(setting);
    }

    [Fact]
    public async Task Stopping_ends_streams_and_waits_and_says_so_before()
    {
        var server = await ServerFixture.StartAsync(folder.Path);
        using var client = server.Client(RunningServer.TestKey);
        using var stream = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reading = stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        (await reading).ShouldNotContain("event:");
        Should.NotThrow(() => new FileStream(Path.Combine(folder.Path, "server.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
    }
}
