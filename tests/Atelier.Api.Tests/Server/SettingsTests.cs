using System.Net;
using Atelier.Server.Settings;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Microsoft.Extensions.Configuration;

namespace Atelier.Api.Tests.Server;

public sealed class SettingsTests
{
    [Fact]
    public void Without_any_setting_the_defaults_hold()
    {
        var options = Read();
        options.Urls.ShouldBe(["http://127.0.0.1:8080"]);
        options.Data.ShouldBe(Path.GetFullPath("data"));
        options.Database.ShouldBe(Path.GetFullPath("data/atelier.db"));
        options.Storage.ShouldBeNull();
        options.FetchAllow.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://id.example.com", null, "Atelier:OpenIdConnect:ClientId")]
    [InlineData(null, "atelier", "Atelier:OpenIdConnect:Authority")]
    [InlineData("http://id.example.com", "atelier", "Atelier:OpenIdConnect:Authority")]
    public void Half_an_openid_provider_stops_the_start(string? authority, string? clientId, string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Atelier:OpenIdConnect:Authority"] = authority, ["Atelier:OpenIdConnect:ClientId"] = clientId, ["Atelier:OpenIdConnect:ClientSecret"] = "told to nobody",
        }).Build();

        var exception = Should.Throw<SettingsException>(() => OpenIdCheck.IsConfigured(configuration));

        exception.Problems.ShouldHaveSingleItem().Setting.ShouldBe(setting);
        exception.Message.ShouldNotContain("told to nobody");
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var live = ApiKeyFormat.New(Book.Live);
        var test = ApiKeyFormat.New(Book.Test);
        using var folder = new TemporaryFolder();
        var models = Path.Combine(folder.Path, "models.json");
        File.WriteAllText(models, "{}");
        var options = Read(
            ("ATELIER_URLS", "http://0.0.0.0:1; http://*:2"), ("ATELIER_DATA", folder.Path), ("ATELIER_DATABASE", "Host=h;Database=d"),
            ("ATELIER_STORAGE", "s3://bucket"), ("ATELIER_LIVE_KEY", $" {live} "), ("ATELIER_TEST_KEY", test),
            ("ATELIER_FETCH_ALLOW", "10.0.0.0/8, fd00::/8"), ("ATELIER_MODELS", models),
            ("RUNWAY_BASE_URL", "https://example.com/v1"), ("RUNWAY_API_KEY", "key"));
        options.Urls.ShouldBe(["http://0.0.0.0:1", "http://*:2"]);
        options.Data.ShouldBe(folder.Path);
        options.Database.ShouldBe("Host=h;Database=d");
        options.Storage.ShouldBe("s3://bucket");
        options.LiveKey.ShouldBe(live);
        options.TestKey.ShouldBe(test);
        options.FetchAllow.ShouldBe([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")]);
        options.Models.ShouldBe(models);
    }

    [Theory]
    [InlineData("ATELIER_URLS", "localhost:8080")]
    [InlineData("ATELIER_URLS", "ftp://127.0.0.1")]
    [InlineData("ATELIER_URLS", "http://127.0.0.1:99999")]
    [InlineData("ATELIER_URLS", "http://127.0.0.1/path")]
    [InlineData("ATELIER_DATA", "/proc/version")]
    [InlineData("ATELIER_LIVE_KEY", "atl_live_short")]
    [InlineData("ATELIER_TEST_KEY", "secret-text")]
    [InlineData("ATELIER_FETCH_ALLOW", "10.0.0.0/8,example.com")]
    [InlineData("ATELIER_MODELS", "/nowhere/models.json")]
    [InlineData("STABILITY_API_KEY", "sk two words")]
    [InlineData("STABILITY_BASE_URL", "api.stability.ai")]
    [InlineData("RUNWAY_BASE_URL", "https://user:password@example.com")]
    [InlineData("AIHUBMIX_BASE_URL", "file:///etc")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var problem = Should.Throw<SettingsException>(() => Read((setting, value))).Problems.ShouldHaveSingleItem();
        problem.Setting.ShouldBe(setting);
        problem.Message.ShouldNotContain("secret-text");
        problem.Message.ShouldNotContain("password");
    }

    [Theory]
    [InlineData("ATELIER_LIVE_KEY", Book.Test, "live")]
    [InlineData("ATELIER_TEST_KEY", Book.Live, "test")]
    public void A_key_of_the_other_mode_is_refused_with_how_to_make_one(string setting, Book book, string mode)
    {
        var problem = Should.Throw<SettingsException>(() => Read((setting, ApiKeyFormat.New(book)))).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain($"atelier keys new --mode {mode}");
    }

    [Fact]
    public void All_wrong_settings_are_told_at_once()
    {
        var told = Should.Throw<SettingsException>(() => Read(("ATELIER_URLS", "x"), ("ATELIER_FETCH_ALLOW", "y"), ("RUNWAY_BASE_URL", "z")));
        told.Problems.Select(problem => problem.Setting).ShouldBe(["RUNWAY_BASE_URL", "ATELIER_URLS", "ATELIER_FETCH_ALLOW"], ignoreOrder: true);
        told.Message.ShouldContain("ATELIER_FETCH_ALLOW");
    }

    private static AtelierOptions Read(params (string Name, string Value)[] settings) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build());
}
