using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;
using Microsoft.Data.Sqlite;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>Hostile bodies on every route that takes one, against the real executable: refused in the API's own words, in little memory, for nothing.</summary>
public sealed class BombTests : IAsyncLifetime
{
    private const long MemoryBound = 64L * 1024 * 1024;
    private const string JsonType = "application/json";
    private const string FormType = "multipart/form-data; boundary=x";

    private readonly List<string> wrong = [];
    private Installation server = null!;
    private AtelierClient client = null!;
    private string video = "";
    private int sent;
    private (long Bytes, string Name) largest;
    private Action<string, long, long> seePeak = (_, _, _) => { };

    private static CancellationToken Cancel => Installation.Cancel;

    public async ValueTask InitializeAsync()
    {
        // With a heap of 192 MB garbage is collected when it must be, and not when there is time: what grows then is what bombs really take.
        server = await Installation.StartAsync(("DOTNET_GCHeapHardLimit", "0xc000000"));
        client = server.Client(server.TestKey);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_bomb_on_every_route_is_refused_in_little_memory_and_leaves_nothing()
    {
        await WarmUpAsync();
        var before = await StateAsync();
        var first = await GrowthAsync(BombAsync);

        // The second round shows what bombs cost a server that has already compiled what refuses them.
        var second = await GrowthAsync(BombAsync);
        await StallAsync();
        await Eventually.BeTrueAsync(async () => await StateAsync() == before, "everything as it was before", 10);

        TestCounts.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"bombs: {sent} hostile requests on {JsonRoutes().Count() + FormRoutes().Count() + 1} routes, {wrong.Count} not refused properly, one took {largest.Bytes / 1048576.0:0.0} MB at most ({largest.Name}), memory grew by {first / 1048576.0:0.0} and then {second / 1048576.0:0.0} MB at its peak, nothing stored or charged"));
        wrong.ShouldBeEmpty(string.Join('\n', wrong) + server.Server.Output);
        second.ShouldBeLessThan(MemoryBound);
        (await client.MakeAsync("stability/core", new { prompt = "still there" })).Status().ShouldBe("completed");
    }

    [Fact]
    public async Task Every_route_that_serves_content_serves_it_inert()
    {
        var made = await client.MakeAsync("runway/gen4.5", new { prompt = "a boat", duration = 2 });
        var upload = await client.UploadAsync(Bombs.Dot, "image/png");
        using var linked = await client.Http.PostAsync(
            "/v1/images/generations",
            new StringContent("""{"model":"stability/core","prompt":"a boat","response_format":"url"}""", Encoding.UTF8, JsonType), Cancel);
        var link = JsonNode.Parse(await linked.Content.ReadAsStringAsync(Cancel))!["data"]![0]!["url"]!.GetValue<string>();
        foreach (var path in new[] { made.Artifacts()[0]!["url"]!.GetValue<string>(), $"/v1/videos/{made.Id()}/content", upload["url"]!.GetValue<string>(), link })
        {
            using var answer = await client.Http.GetAsync(path, Cancel);
            answer.IsSuccessStatusCode.ShouldBeTrue(path);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
            answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        }
    }

    [Fact]
    public async Task No_depth_of_a_body_is_a_fault_of_ours()
    {
        var statuses = new SortedDictionary<int, int>();
        for (var depth = 1; depth <= 80; depth++)
        {
            var nested = new string('[', depth) + new string(']', depth);
            var schema = string.Concat(Enumerable.Repeat("{\"properties\":", depth)) + "{}" + new string('}', depth);
            foreach (var (path, body) in new[]
            {
                ("/api/v1/generations", $"{{\"model\":\"stability/core\",\"input\":{{\"prompt\":\"p\",\"x\":{nested}}}}}"),
                ("/api/v1/generations", $"{{\"model\":\"stability/core\",\"input\":{{\"prompt\":\"p\"}},\"metadata\":{{\"x\":{nested}}}}}"),
                ("/api/v1/quotes", nested),
                ("/v1/embeddings", $"{{\"model\":\"text-embedding-3-small\",\"input\":{nested}}}"),
                ("/v1/chat/completions", $"{{\"model\":\"gpt-5.4-mini\",\"messages\":[{{\"role\":\"user\",\"content\":\"p\"}}],\"tools\":[{{\"type\":\"function\",\"function\":{{\"name\":\"f\",\"parameters\":{schema}}}}}]}}"),
            })
            {
                using var content = new StringContent(body, Encoding.UTF8, JsonType);
                using var answer = await client.Http.PostAsync(path, content, Cancel);
                var status = (int)answer.StatusCode;
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                status.ShouldBeLessThan(500, $"{path} at depth {depth}: {await answer.Content.ReadAsStringAsync(Cancel)}");
            }
        }

        TestCounts.Report($"depths of bodies: 80 x 5, answered {string.Join(", ", statuses.Select(one => $"{one.Value} x {one.Key}"))}, 0 faults of ours");
    }

    private static IEnumerable<string> NativeRoutes() => ["/api/v1/generations", "/api/v1/quotes", "/api/v1/account/keys", "/api/v1/admin/users"];

    private IEnumerable<string> JsonRoutes() =>
    [
        .. NativeRoutes(), "/v1/images/generations", "/v1/images/edits", "/v1/audio/speech", "/v1/chat/completions", "/v1/embeddings", "/v1/videos",
        $"/v1/videos/{video}/remix",
    ];

    private IEnumerable<(string Route, string Field)> FormRoutes() =>
    [
        ("/api/v1/uploads", "file"), ("/v1/images/edits", "image"), ("/v1/images/variations", "image"), ("/v1/audio/transcriptions", "file"),
        ("/v1/audio/translations", "file"), ("/v1/videos", "input_reference"), ($"/v1/videos/{video}/remix", "input_reference"),
    ];

    /// <summary>How much more memory the process had at its peak than at the beginning, in bytes; the most that one bomb took is kept, too.</summary>
    private async Task<long> GrowthAsync(Func<Task> act)
    {
        var (before, peak) = (ProcessMemory.Now(server.Server.Id), 0L);
        seePeak = (name, held, most) =>
        {
            peak = Math.Max(peak, most);
            largest = most - held > largest.Bytes ? (most - held, name) : largest;
        };
        await act();
        return peak - before;
    }

    private async Task BombAsync()
    {
        foreach (var route in JsonRoutes())
        {
            await BombJsonAsync(route);
        }

        foreach (var (route, field) in FormRoutes())
        {
            await BombFormAsync(route, field);
        }

        await BombUploadsAsync();
    }

    private async Task BombJsonAsync(string route)
    {
        foreach (var (name, body) in Bombs.Json())
        {
            await ExpectRefusalAsync(route, name, Head(route, JsonType, body.Length), body);
        }

        await ExpectRefusalAsync(route, "gzip 1:1000", Head(route, JsonType, Bombs.Gzip.Length, "Content-Encoding: gzip\r\n"), Bombs.Gzip, 415);
        await ExpectRefusalAsync(route, "brotli", Head(route, JsonType, Bombs.Brotli.Length, "Content-Encoding: br\r\n"), Bombs.Brotli, 415);
        await ExpectRefusalAsync(route, "gzip unnamed", Head(route, JsonType, Bombs.Gzip.Length), Bombs.Gzip);
        var small = "{\"model\":\"stability/core\"}"u8.ToArray();
        await ExpectRefusalAsync(route, "a length that is too long", Head(route, JsonType, 5_000), small, closeAfter: true);
        await ExpectRefusalAsync(route, "a length that is too short", Head(route, JsonType, 3), small);
        await ExpectRefusalAsync(route, "a length of 8 exabytes", Head(route, JsonType, long.MaxValue), small, 413);
        await ExpectRefusalAsync(route, "a length that is no number", Head(route, JsonType, 0).Replace("Content-Length: 0", "Content-Length: many", StringComparison.Ordinal), small, bare: true);
        await ExpectRefusalAsync(route, "two lengths", Head(route, JsonType, 3, "Content-Length: 20\r\n"), small, bare: true);
        await ExpectRefusalAsync(route, "chunks that lie", Head(route, JsonType, -1, "Transfer-Encoding: chunked\r\n"), "FFFFFFFFFFFFFFF\r\nabc"u8.ToArray(), closeAfter: true);
        foreach (var (name, uri) in Bombs.DataUris())
        {
            var body = Encoding.UTF8.GetBytes(MediaBody(route, uri));
            await ExpectRefusalAsync(route, name, Head(route, JsonType, body.Length), body);
        }
    }

    private async Task BombFormAsync(string route, string field)
    {
        foreach (var (name, body) in Bombs.Forms(field))
        {
            await ExpectRefusalAsync(route, name, Head(route, FormType, body.Length), body);
        }

        await ExpectRefusalAsync(route, "a packed form", Head(route, FormType, Bombs.Gzip.Length, "Content-Encoding: gzip\r\n"), Bombs.Gzip, 415);
        await ExpectRefusalAsync(route, "a boundary of 4,000 characters", Head(route, $"multipart/form-data; boundary={new string('b', 4_000)}", 3), "abc"u8.ToArray());
        await ExpectRefusalAsync(route, "a form that breaks off", Head(route, FormType, 100_000), "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nabc"u8.ToArray(), closeAfter: true);
    }

    /// <summary>Announces more than comes and keeps the connection open: the server does not wait for ever.</summary>
    private Task StallAsync() => Task.WhenAll(
        new[] { "/api/v1/generations", "/v1/chat/completions", "/v1/embeddings" }
            .Select(route => ExpectRefusalAsync(route, "a body that never comes", Head(route, JsonType, 50_000), "{\"model\":"u8.ToArray(), 408)));

    private async Task BombUploadsAsync()
    {
        const string Route = "/api/v1/uploads";
        foreach (var (name, body) in new[]
        {
            ("a picture bomb", Bombs.Png), ("a picture's header", Bombs.PngHeader), ("an XML bomb", Bombs.Svg), ("a page", Bombs.Html), ("gzip", Bombs.Gzip),
        })
        {
            await ExpectRefusalAsync(Route, name, Head(Route, "image/png", body.Length), body);
            await ExpectRefusalAsync(Route, name + ", packed", Head(Route, "image/png", body.Length, "Content-Encoding: gzip\r\n"), body, 415);
        }

        await ExpectRefusalAsync(Route, "a length that is too long", Head(Route, "image/png", 5_000_000), Bombs.Png, closeAfter: true);
        await ExpectRefusalAsync(Route, "a length of 8 exabytes", Head(Route, "image/png", long.MaxValue), Bombs.Png, 413);
        var name1 = new string('n', 3_000);
        await ExpectRefusalAsync(Route, "an overlong file name", Head($"{Route}?file_name={name1}", "image/png", Bombs.Png.Length), Bombs.Png);
        await ExpectRefusalAsync(Route, "1,000 parameters", Head($"{Route}?{string.Join('&', Enumerable.Range(0, 1_000).Select(number => $"a{number}=1"))}", "image/png", 4), "abcd"u8.ToArray());
        await ExpectRefusalAsync(Route, "1,000 headers", Head(Route, "image/png", 4, string.Concat(Enumerable.Range(0, 1_000).Select(number => $"X-{number}: v\r\n"))), "abcd"u8.ToArray(), bare: true);
    }

    private static string MediaBody(string route, string uri) => route switch
    {
        "/api/v1/generations" or "/api/v1/quotes" =>
            JsonSerializer.Serialize(new { model = "runway/gen4_turbo", input = new { prompt = "p", image = uri, duration = 2 } }),
        "/v1/images/edits" => JsonSerializer.Serialize(new { model = "openai/gpt-image-2", prompt = "p", images = new[] { new { image_url = uri } } }),
        "/v1/videos" => JsonSerializer.Serialize(new { model = "runway/gen4_turbo", prompt = "p", seconds = "2", input_reference = new { image_url = uri } }),
        _ => JsonSerializer.Serialize(new { model = uri, prompt = new[] { uri }, name = new[] { uri } }),
    };

    private string Head(string route, string type, long length, string more = "") =>
        $"POST {route} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nAuthorization: Bearer {server.TestKey}\r\nConnection: close\r\nContent-Type: {type}\r\n"
        + (length < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n")) + more + "\r\n";

    /// <summary>What the web server itself refuses, before it knows for whom, has a status only.</summary>
    private async Task ExpectRefusalAsync(string route, string name, string head, byte[] body, int? status = null, bool closeAfter = false, bool bare = false)
    {
        sent++;
        var held = ProcessMemory.Now(server.Server.Id);
        ProcessMemory.ForgetPeak(server.Server.Id);
        var answer = await RawHttp.SendAsync(server.Server.Address, head, body, closeAfter, Cancel);
        seePeak($"{route}, {name}", held, ProcessMemory.Peak(server.Server.Id));
        if (closeAfter && answer.Status == 0)
        {
            // Whoever stops in the middle and says so is gone; there is nobody to answer.
            return;
        }

        var problem = answer.Status is >= 400 and < 500 && (status is null || answer.Status == status)
            ? bare ? null : ShapeProblem(route, answer.Body)
            : $"status {answer.Status}";
        if (problem is not null)
        {
            wrong.Add($"{route}, {name}: {problem}: {answer.Body[..Math.Min(300, answer.Body.Length)]}");
        }
        else if (answer.Body.Length > 20_000)
        {
            wrong.Add($"{route}, {name}: an answer of {answer.Body.Length} characters");
        }
    }

    private static string? ShapeProblem(string route, string body)
    {
        try
        {
            var answer = JsonNode.Parse(body)!.AsObject();
            var right = route.StartsWith("/v1", StringComparison.Ordinal)
                ? answer["error"] is JsonObject error && error.Select(member => member.Key).SequenceEqual(["message", "type", "param", "code"])
                : answer["code"] is not null && answer["detail"] is not null && answer["type"]!.GetValue<string>().StartsWith("urn:atelier:problem:", StringComparison.Ordinal);
            return right ? null : "another shape";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }

    /// <summary>Ordinary work first, so that the process has its usual size.</summary>
    private async Task WarmUpAsync()
    {
        await client.MakeAsync("stability/core", new { prompt = "a boat" });
        video = (await client.MakeAsync("runway/gen4.5", new { prompt = "a boat", duration = 2 })).Id();
        for (var number = 0; number < 2; number++)
        {
            foreach (var route in JsonRoutes())
            {
                var body = Encoding.UTF8.GetBytes(MediaBody(route, Bombs.Uri("image/png", Bombs.Dot)));
                (await RawHttp.SendAsync(server.Server.Address, Head(route, JsonType, body.Length), body, false, Cancel)).Status.ShouldBeLessThan(500);
            }

            foreach (var (route, field) in FormRoutes())
            {
                var body = Bombs.OrdinaryForm(field);
                (await RawHttp.SendAsync(server.Server.Address, Head(route, FormType, body.Length), body, false, Cancel)).Status.ShouldBeLessThan(500);
            }
        }

        foreach (var generation in (await client.GetAsync("/api/v1/generations?limit=100"))["data"]!.AsArray())
        {
            await client.WaitAsync(generation!.AsObject().Id());
        }
    }

    private async Task<string> StateAsync()
    {
        var account = await client.GetAsync("/api/v1/account");
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "atelier.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM uploads) || ' uploads, ' || (SELECT count(*) FROM generations) || ' generations'";
        var rows = await command.ExecuteScalarAsync(Cancel);
        var artifacts = Path.Combine(server.Folder, "artifacts");
        var files = Directory.Exists(artifacts) ? Directory.GetFiles(artifacts, "*", SearchOption.AllDirectories).Length : 0;
        return $"{rows}, {files} files, available {account["available"]}, held {account["held"]}";
    }
}
