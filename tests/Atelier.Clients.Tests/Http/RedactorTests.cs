using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Tests.Http;

public sealed class RedactorTests
{
    private const string Key = "sk-nothing0123456789abcdefzzzz";

    private static readonly Redactor Redactor = new([Key]);

    [Theory]
    [InlineData("key " + Key + " refused", "key *** refused")]
    [InlineData("Incorrect API key provided: sk-noth***********zzzz. You can", "Incorrect API key provided: ***. You can")]
    [InlineData("key sk-noth...zzzz", "key ***")]
    [InlineData("other key sk-ABCDEFGH12345678", "other key ***")]
    [InlineData("key_0123456789abcdef0123", "***")]
    [InlineData("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***")]
    [InlineData("see https://cdn.example/a.mp4?_jwt=eyJ.abc&x=1 now", "see https://cdn.example/a.mp4?*** now")]
    [InlineData("""{"u":"https:\/\/cdn.example\/a?sig=1"}""", """{"u":"https:\/\/cdn.example\/a?***"}""")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,***")]
    [InlineData("sent (c2stbm90aGluZzAxMjM0NTY3ODlhYmNkZWZ6enp6) again", "sent (***) again")]
    [InlineData("hex 736b2d6e6f7468696e67303132333435363738396162636465667a7a7a7a", "hex ***")]
    [InlineData("a plain sentence. With 3.5 credits!", "a plain sentence. With 3.5 credits!")]
    public void Secrets_are_removed_and_the_rest_kept(string text, string expected) => Redactor.Redact(text).ShouldBe(expected);

    [Theory]
    [InlineData("https://cdn.example/a.mp4?_jwt=eyJ.abc&x=1", "https://cdn.example/a.mp4?_jwt=***&x=***")]
    [InlineData("https://user:pass@cdn.example/a", "https://cdn.example/a")]
    [InlineData("https://api.example:8443/v1/tasks/1", "https://api.example:8443/v1/tasks/1")]
    public void A_logged_url_shows_names_but_no_values_of_its_query(string url, string expected) =>
        Redactor.Url(new Uri(url)).ShouldBe(expected);

    [Fact]
    public void An_excerpt_is_cut_only_after_its_secrets_are_gone()
    {
        var text = new string('x', 2040) + " " + Key;

        var excerpt = Redactor.Excerpt(System.Text.Encoding.UTF8.GetBytes(text))!;

        excerpt.Length.ShouldBeLessThanOrEqualTo(2048);
        excerpt.ShouldNotContain("sk-");
    }

    [Fact]
    public async Task No_exception_and_no_log_line_holds_a_key_a_prompt_or_a_signed_url()
    {
        var log = new RecordingLogger();
        await using var bench = await ProbeBench.StartAsync(logger: log);
        bench.Server.Always(Answers.Json(
            $$"""{"code":"{{ProbeBench.Key}}","message":"bad key {{ProbeBench.Key}}, see https://x.example/y?token=hush"}""", 500));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, TestContext.Current.CancellationToken));

        var everything = fault + "\n" + ((VendorException)fault!).Fault + "\n" + string.Join('\n', log.Lines) + bench.Options;
        everything.ShouldNotContain(ProbeBench.Key);
        everything.ShouldNotContain("hush");
        log.Lines.ShouldNotContain(line => line.Contains("boat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_attempt_is_one_line_with_the_fields_an_operator_needs()
    {
        var log = new RecordingLogger();
        await using var bench = await ProbeBench.StartAsync(logger: log);
        bench.Server.Then(Answers.Json("""{"message":"tired"}""", 503)).Then(Answers.Json("""{"name":"boat"}"""));

        await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, TestContext.Current.CancellationToken));

        var url = new Uri(bench.Server.Url, "/v1/things").AbsoluteUri;
        log.Lines.Count.ShouldBe(3);
        log.Lines[0].ShouldBe($"Warning probe buy_thing: POST {url} (json True, files False) failed with 503, 19 bytes, 0 ms, attempt 1: tired");
        log.Lines[1].ShouldBe("Information probe buy_thing: attempt 1 failed, the next one follows in 1 s: tired");
        log.Lines[2].ShouldBe($"Debug probe buy_thing: POST {url} (json True, files False) answered 200, 15 bytes, 0 ms, attempt 2");
    }

    private sealed class RecordingLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
