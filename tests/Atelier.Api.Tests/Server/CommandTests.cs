using System.Text.Json;
using Atelier.Providers.Registration;
using Atelier.Server.Commands;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Tests.Server;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("live", Book.Live)]
    [InlineData("test", Book.Test)]
    public async Task A_fresh_key_is_printed_alone_and_well_formed(string mode, Book book)
    {
        var (code, output, error) = await RunAsync("keys", "new", "--mode", mode);
        code.ShouldBe(0, error);
        ApiKeyFormat.TryParse(output.Trim(), out var actual, out var problem).ShouldBeTrue(problem);
        actual.ShouldBe(book);
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();

        var json = await RunJsonAsync("keys", "new", "--mode", mode);
        json.GetProperty("mode").GetString().ShouldBe(mode);
        json.GetProperty("key").GetString().ShouldNotBe(output.Trim());
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked()
    {
        var user = await StartOnceAsync();
        var made = await RunJsonAsync("keys", "create", "--mode", "test", "--name", "ci");
        made.GetProperty("user_id").GetString().ShouldBe(user);
        ApiKeyFormat.TryParse(made.GetProperty("secret").GetString(), out _, out var problem).ShouldBeTrue(problem);
        var id = made.GetProperty("id").GetString()!;

        var listed = await RunJsonAsync("keys", "list", "--user", user);
        listed.GetProperty("data").EnumerateArray().Select(key => key.GetProperty("name").GetString()).ShouldBe(["ci", "first test key", "first live key"], ignoreOrder: true);
        listed.GetRawText().ShouldNotContain(made.GetProperty("secret").GetString()!);
        (await RunAsync("keys", "list")).Output.ShouldContain(id);

        (await RunJsonAsync("keys", "revoke", id)).GetProperty("revoked_at").ValueKind.ShouldBe(JsonValueKind.String);
        var (code, _, error) = await RunAsync("keys", "revoke", "key_none", "--json");
        code.ShouldBe(1);
        using var failure = JsonDocument.Parse(error);
        failure.RootElement.GetProperty("code").GetString().ShouldBe("key_not_found");
    }

    [Fact]
    public async Task Credits_are_granted_and_shown_exactly()
    {
        var user = await StartOnceAsync();
        var granted = await RunJsonAsync("credits", "grant", "--user", user, "--book", "live", "--amount", "100.5", "--reason", "first order");
        granted.GetProperty("available").GetDecimal().ShouldBe(100.5m);

        var shown = (await RunJsonAsync("credits", "show")).GetProperty("data");
        shown.EnumerateArray().Select(line => $"{line.GetProperty("book")}:{line.GetProperty("available")}").ShouldBe(["live:100.5", "test:1000"]);
        (await RunAsync("credits", "show", "--user", user)).Output.ShouldContain("100.5");
    }

    [Fact]
    public async Task Keys_are_made_narrow_and_rotated_with_an_overlap()
    {
        await StartOnceAsync();
        var made = await RunJsonAsync("keys", "create", "--mode", "live", "--scopes", "generate,read", "--models", "stability/*", "--expires", "2099-01-01T00:00:00Z");
        made.GetProperty("scopes").GetString().ShouldBe("generate, read");
        made.GetProperty("models")[0].GetString().ShouldBe("stability/*");
        made.GetProperty("expires_at").GetDateTime().Year.ShouldBe(2099);

        var rotated = await RunJsonAsync("keys", "rotate", made.GetProperty("id").GetString()!, "--overlap-seconds", "60");
        rotated.GetProperty("secret").GetString().ShouldNotBe(made.GetProperty("secret").GetString());
        rotated.GetProperty("previous_valid_until").ValueKind.ShouldBe(JsonValueKind.String);
        (await RunAsync("keys", "create", "--mode", "live", "--scopes", "7")).Code.ShouldBe(1);
        (await RunAsync("keys", "create", "--mode", "live", "--expires", "soon")).Error.ShouldContain("soon");
        (await RunAsync("keys", "create", "--mode", "live", "--expires", "2000-01-01T00:00:00Z")).Error.ShouldContain("future");
    }

    [Fact]
    public async Task Users_and_teams_are_made_and_paid()
    {
        await StartOnceAsync();
        var ada = (await RunJsonAsync("users", "create", "--name", "Ada")).GetProperty("id").GetString()!;
        var team = (await RunJsonAsync("teams", "create", "--name", "Studio")).GetProperty("id").GetString()!;
        (await RunJsonAsync("teams", "add", team, "--user", ada, "--role", "manager")).GetProperty("role").GetString().ShouldBe("manager");
        (await RunJsonAsync("teams", "members", team)).GetProperty("data")[0].GetProperty("user_name").GetString().ShouldBe("Ada");
        (await RunJsonAsync("keys", "create", "--mode", "live", "--user", ada, "--team", team)).GetProperty("team_id").GetString().ShouldBe(team);
        (await RunJsonAsync("credits", "grant", "--user", team, "--book", "live", "--amount", "20", "--reason", "start", "--expires", "2099-01-01T00:00:00Z"))
            .GetProperty("available").GetDecimal().ShouldBe(20);
        (await RunJsonAsync("credits", "adjust", "--user", team, "--book", "live", "--amount=-5", "--reason", "a mistake")).GetProperty("available").GetDecimal().ShouldBe(15);
        (await RunJsonAsync("credits", "show", "--user", team)).GetProperty("data")[0].GetProperty("available").GetDecimal().ShouldBe(15);
        (await RunAsync("credits", "adjust", "--user", team, "--book", "live", "--amount=-16", "--reason", "too much")).Error.ShouldContain("15");
        (await RunJsonAsync("credits", "codes", "--count", "2", "--book", "live", "--amount", "3")).GetProperty("data").GetArrayLength().ShouldBe(2);
        (await RunJsonAsync("credits", "check")).GetProperty("clean").GetBoolean().ShouldBeTrue();

        (await RunJsonAsync("users", "disable", ada)).GetProperty("disabled_at").ValueKind.ShouldBe(JsonValueKind.String);
        (await RunJsonAsync("users", "enable", ada)).TryGetProperty("disabled_at", out _).ShouldBeFalse();
        (await RunJsonAsync("teams", "remove", team, "--user", ada)).GetProperty("user_id").GetString().ShouldBe(ada);
        (await RunAsync("users", "list")).Output.ShouldContain("Ada");
        (await RunAsync("teams", "list")).Output.ShouldContain("Studio");
        (await RunAsync("credits", "grant", "--user", "team_none", "--book", "live", "--amount", "1", "--reason", "r")).Error.ShouldContain("team_none");
    }

    [Fact]
    public async Task A_password_comes_on_standard_input_only()
    {
        var user = await StartOnceAsync();
        await using var output = new StringWriter();
        using var input = new StringReader("a long password\nand more");
        var code = await AtelierCommandLine.RunAsync(
            ["users", "password", user, "--data", folder.Path, "--json"], output, TextWriter.Null, input, TestContext.Current.CancellationToken);
        code.ShouldBe(0);
        output.ToString().ShouldContain("\"has_password\":true");
        output.ToString().ShouldNotContain("a long password");
    }

    [Theory]
    [InlineData("0.0000001", "six places")]
    [InlineData("0", "")]
    [InlineData("-1", "credits")]
    public async Task A_grant_that_cannot_be_made_says_why(string amount, string word)
    {
        var user = await StartOnceAsync();
        var (code, _, error) = await RunAsync("credits", "grant", "--user", user, "--book", "live", $"--amount={amount}", "--reason", "r");
        code.ShouldBe(1);
        error.ShouldContain(word);
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("credits", "grant", "--user", "usr_x", "--book", "live", "--amount", "ten", "--reason", "r")]
    [InlineData("keys", "new")]
    [InlineData("keys", "new", "--mode", "both")]
    [InlineData("picture")]
    [InlineData("keys", "create", "--mode", "live", "--colour", "red")]
    public async Task A_wrong_command_line_is_refused(params string[] args)
    {
        var (code, _, error) = await RunAsync(args);
        code.ShouldBe(1);
        error.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_unknown_user_is_told()
    {
        var (code, _, error) = await RunAsync("credits", "grant", "--user", "usr_none", "--book", "live", "--amount", "1", "--reason", "r");
        code.ShouldBe(1);
        error.ShouldContain("usr_none");
    }

    [Fact]
    public async Task Before_the_first_start_there_is_no_operator()
    {
        var (code, _, error) = await RunAsync("keys", "create", "--mode", "test");
        code.ShouldBe(1);
        error.ShouldContain("atelier serve");
    }

    [Fact]
    public async Task Models_are_listed_for_people_and_programs()
    {
        var models = (await RunJsonAsync("models", "list")).GetProperty("data");
        models.GetArrayLength().ShouldBeGreaterThan(15);
        models.EnumerateArray().Select(model => model.GetProperty("provider").GetString()).Distinct()
            .ShouldBe(ProviderServiceCollectionExtensions.Vendors.Select(vendor => vendor.Name), ignoreOrder: true);
        (await RunAsync("models", "list")).Output.ShouldContain(models[0].GetProperty("id").GetString()!);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("keys", "--help")]
    [InlineData("keys", "new", "--help")]
    [InlineData("keys", "create", "--help")]
    [InlineData("keys", "list", "--help")]
    [InlineData("keys", "rotate", "--help")]
    [InlineData("keys", "revoke", "--help")]
    [InlineData("users", "create", "--help")]
    [InlineData("users", "password", "--help")]
    [InlineData("teams", "add", "--help")]
    [InlineData("credits", "adjust", "--help")]
    [InlineData("credits", "codes", "--help")]
    [InlineData("credits", "check", "--help")]
    [InlineData("credits", "grant", "--help")]
    [InlineData("credits", "show", "--help")]
    [InlineData("models", "list", "--help")]
    [InlineData("simulators", "--help")]
    public async Task Every_command_has_help_and_json(params string[] args)
    {
        var (code, output, _) = await RunAsync(args);
        code.ShouldBe(0);
        output.ShouldContain("--json");
        output.ShouldContain("Description:");
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_its_name_and_no_stack_trace()
    {
        var (code, _, error) = await RunAsync("serve", "--urls", "nonsense");
        code.ShouldBe(1);
        error.ShouldContain("ATELIER_URLS");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Simulators_run_alone_until_they_are_stopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new SignallingWriter();
        var running = AtelierCommandLine.RunAsync(["simulators", "--urls", "http://127.0.0.1:0", "--json"], output, TextWriter.Null, cancellationToken: stop.Token);
        using var line = JsonDocument.Parse(await output.FirstLine.WaitAsync(TestContext.Current.CancellationToken));
        var url = line.RootElement.GetProperty("urls")[0].GetString();
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"{url}/_control/calls", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.StatusCode}");
        await stop.CancelAsync();
        (await running).ShouldBe(0);
    }

    /// <summary>What a first start makes; returns the operator's id.</summary>
    private async Task<string> StartOnceAsync()
    {
        await using (await ServerFixture.StartAsync(folder.Path))
        {
            // Only its first start matters.
        }

        var shown = (await RunJsonAsync("credits", "show")).GetProperty("data");
        return shown[0].GetProperty("user_id").GetString()!;
    }

    private async Task<JsonElement> RunJsonAsync(params string[] args)
    {
        var (code, output, error) = await RunAsync([.. args, "--json"]);
        code.ShouldBe(0, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await AtelierCommandLine.RunAsync([.. args, "--data", folder.Path], output, error, cancellationToken: TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
