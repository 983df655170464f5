using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.Testing;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>
/// A whole run with every fault that vendors and the store can have, logged as loudly as can be: none of the secrets that took part is found
/// afterwards in logs, traces, measures, the database, stored files or answers.
/// </summary>
public sealed class CanaryTests
{
    private const string Prompt = "a lighthouse that may be told";

    private static readonly string[] Models = ["stability/core", "runway/gen4_image", "openai/gpt-image-2", "openai/gpt-5.4-mini", "runway/gen4.5"];

    // Whoever may have them gets them in an answer; they must be nowhere else.
    private static readonly string[] ToldToTheirOwner = ["picture link's signature", "browser's session", "browser's token"];

    private static CancellationToken Cancel => Installation.Cancel;

    [Fact]
    public async Task Twelve_secrets_and_more_go_through_a_run_with_faults_and_are_found_nowhere()
    {
        var secrets = new Secrets();
        await using var collector = await Collector.StartAsync(Bombs.Dot);
        await using var bucket = await StubBucket.StartAsync();
        await using var vendors = await SimulatorProcess.StartAsync();
        var answers = new ConcurrentQueue<string>();
        var told = new ConcurrentQueue<string>();
        await using var server = await Installation.StartAsync(
            installation => PrepareAsync(installation, secrets, told), [.. Settings(secrets, vendors, bucket, collector)]);
        secrets.Add("operator's live key", server.LiveKey);
        secrets.Add("operator's test key", server.TestKey);
        using var operatorClient = Client(server, server.LiveKey, answers);
        var userKey = await NewUserAsync(server, operatorClient, told);
        secrets.Add("user's live key", userKey);
        using var user = Client(server, userKey, answers);

        var faults = await UseAsync(user, vendors, secrets);
        await UseMediaAsync(user, collector, secrets);
        await UseStoreAsync(user, bucket);
        await UseLinksAsync(server, user, answers, secrets);
        await UseBrowserAsync(server, user, answers, secrets);
        await UseKeysWronglyAsync(server, answers, userKey);
        await LookAroundAsync(server, operatorClient, user, answers, secrets);
        await Eventually.BeTrueAsync(() => Task.FromResult(collector.Exports.Count > 3), "exports");

        var search = new CanarySearch();
        await GatherAsync(search, server, bucket, collector, answers, told);
        Judge(search, secrets, faults, collector);
    }

    private static void Judge(CanarySearch search, Secrets secrets, int faults, Collector collector)
    {
        // The search itself works: what is no secret is found where it must be.
        search.Find("prompt", Prompt, place => place.StartsWith("atelier.db", StringComparison.Ordinal)).ShouldNotBeEmpty();
        search.Find("the log", "answered", place => place == "log").ShouldNotBeEmpty();
        search.Find("the traces", "atelier", place => place.StartsWith("export", StringComparison.Ordinal)).ShouldNotBeEmpty();
        collector.ExportHeaders.ShouldContain(secrets["collector's key"]);
        collector.PicturesAsked.ShouldContain(asked => asked.Contains(secrets["token in a caller's URL"], StringComparison.Ordinal));

        var found = secrets.All.SelectMany(secret => search.Find(
            secret.Key, secret.Value, ToldToTheirOwner.Contains(secret.Key) ? place => !place.StartsWith("answer", StringComparison.Ordinal) : null)).ToList();
        TestCounts.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"canaries: {secrets.All.Count} secrets, {faults} faults, {search.Places} places with {search.Bytes / 1e6:0.0} MB looked through, {found.Count} found"));
        found.Take(20).ShouldBeEmpty();
        secrets.All.Count.ShouldBeGreaterThanOrEqualTo(12);
    }

    private static IEnumerable<(string Name, string Value)> Settings(Secrets secrets, SimulatorProcess vendors, StubBucket bucket, Collector collector)
    {
        foreach (var setting in vendors.Settings.Where(setting => setting.Name.EndsWith("_BASE_URL", StringComparison.Ordinal)))
        {
            yield return setting;
        }

        foreach (var vendor in new[] { "stability", "runway", "aihubmix" })
        {
            yield return ($"Atelier__Vendors__{vendor}__RetryBaseDelay", "00:00:00.010");
            yield return ($"Atelier__Vendors__{vendor}__PollInterval", "00:00:00.200");
            yield return ($"Atelier__Vendors__{vendor}__Timeout", "00:00:02");
            yield return ($"Atelier__Vendors__{vendor}__Circuit__Enabled", "false");
        }

        foreach (var category in new[] { "Default", "Microsoft", "Polly", "System.Net.Http", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore" })
        {
            yield return ($"Logging__LogLevel__{category}", "Trace");
        }

        yield return ("Logging__LogLevel__Orleans", "Debug");
        yield return ("Atelier__Generations__UnknownTimeout", "00:00:01");
        yield return ("STABILITY_API_KEY", secrets.Add("Stability's key", "sk-" + Secrets.Fresh()));
        yield return ("ATELIER_MASTER_KEY", secrets.Add("master key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        yield return ("ATELIER_STORAGE",
            $"s3://bucket?endpoint={Uri.EscapeDataString(bucket.Address.ToString())}&access_key=AKIACANARY&secret_key={secrets.Add("store's secret key", Secrets.Fresh())}");
        yield return ("ATELIER_FETCH_ALLOW", "127.0.0.0/8");
        yield return ("Atelier__Metrics__Token", secrets.Add("metrics token", Secrets.Fresh()));
        yield return ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString());
        yield return ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        yield return ("OTEL_EXPORTER_OTLP_HEADERS", $"x-collector-key={secrets.Add("collector's key", Secrets.Fresh())}");
        yield return ("OTEL_METRIC_EXPORT_INTERVAL", "1000");
        yield return ("OTEL_BSP_SCHEDULE_DELAY", "500");
    }

    /// <summary>Two of the vendors' keys are sealed: one in the file, one where it stands.</summary>
    private static async Task PrepareAsync(Installation installation, Secrets secrets, ConcurrentQueue<string> told)
    {
        installation.KeepLines = int.MaxValue;
        var (code, output) = await installation.RunWithInputAsync(
            secrets.Add("Runway's key", "key_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(64))), "secrets", "set", "Atelier:Vendors:runway:ApiKey");
        code.ShouldBe(0, output);
        told.Enqueue(output);
        (code, output) = await installation.RunWithInputAsync(secrets.Add("AIHubMix's key", "sk-" + Secrets.Fresh()), "secrets", "seal", "AIHUBMIX_API_KEY");
        code.ShouldBe(0, output);
        installation.Set("AIHUBMIX_API_KEY", output.Trim());
        told.Enqueue(output);
        told.Enqueue((await installation.RunAsync("secrets", "list", "--json")).Output);
    }

    private static AtelierClient Client(Installation server, string key, ConcurrentQueue<string> answers)
    {
        var http = new HttpClient(new KeepingHandler(answers)) { BaseAddress = server.Server.Address, Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new AtelierClient(http);
    }

    private static async Task<string> NewUserAsync(Installation server, AtelierClient operatorClient, ConcurrentQueue<string> told)
    {
        using var made = await operatorClient.Http.PostAsJsonAsync("/api/v1/admin/users", new { name = "canary" }, Cancel);
        var user = (await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["id"]!.GetValue<string>();
        var (code, output) = await server.RunAsync("credits", "grant", "--user", user, "--book", "live", "--amount", "100000", "--reason", "test");
        code.ShouldBe(0, output);
        told.Enqueue(output);
        (code, output) = await server.RunAsync("keys", "create", "--mode", "live", "--user", user, "--json");
        code.ShouldBe(0, output);
        return JsonNode.Parse(output)!["secret"]!.GetValue<string>();
    }

    /// <summary>Each model once as it should be, then under every fault.</summary>
    private static async Task<int> UseAsync(AtelierClient user, SimulatorProcess vendors, Secrets secrets)
    {
        foreach (var model in Models)
        {
            await user.MakeAsync(model, Input(model));
        }

        var signature = secrets.Add("vendor's signed URL", Secrets.Fresh());
        var signed = $"{vendors.Settings.Single(setting => setting.Name == "RUNWAY_BASE_URL").Value}/_outputs/none/picture.png?_jwt={signature}";
        var faults = 0;
        foreach (var (vendor, key) in new[] { ("stability", "Stability's key"), ("runway", "Runway's key"), ("aihubmix", "AIHubMix's key") })
        {
            foreach (var fault in Faults(secrets[key], signed, vendor))
            {
                await vendors.AddFaultAsync(fault);
                await Task.WhenAll(Models.Where(model => VendorOf(model) == vendor).Select(async model =>
                {
                    var created = await user.CreateAsync(model, Input(model));
                    var done = await EndAsync(user, created.Id());
                    if (done.Status() is "completed" or "failed")
                    {
                        (await user.Http.GetStringAsync($"/api/v1/generations/{done.Id()}/events", Cancel)).ShouldContain("event:");
                    }
                }));

                await vendors.ClearFaultsAsync();
                faults++;
            }
        }

        return faults;
    }

    /// <summary>Waits a moment for the end. Some faults are waited out for longer than a test may: then the generation goes on without them.</summary>
    private static async Task<JsonObject> EndAsync(AtelierClient user, string id)
    {
        try
        {
            return await user.WaitAsync(id, 2);
        }
        catch (TimeoutException)
        {
            return await user.GenerationAsync(id);
        }
    }

    private static IEnumerable<object> Faults(string key, string signed, string vendor)
    {
        var text = $"Incorrect API key provided: {key}. You sent Authorization: Bearer {key} and x-api-key: {key} ({Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key))}); see {signed}";
        object echo = new { error = new { message = text, type = "invalid", code = key }, name = "refused", errors = new[] { text }, message = text, headers = new { authorization = $"Bearer {key}" } };
        foreach (var status in new[] { 400, 401, 403, 422, 500 })
        {
            yield return new { vendor, times = 8, fault = new { kind = "status", status, body = echo } };
        }

        yield return new { vendor, times = 3, fault = new { kind = "rate_limited", retry_after = 1, body = echo } };
        yield return new { vendor, times = 8, fault = new { kind = "html_error", status = 502, body = $"<html><body>{text}</body></html>" } };
        yield return new { vendor, times = 8, fault = new { kind = "html_error", status = 200, body = $"<html><body>{text}</body></html>" } };
        yield return new { vendor, times = 8, fault = new { kind = "status", status = 200, body = text } };
        yield return new { vendor, times = 8, fault = new { kind = "error_200", body = echo } };
        yield return new { vendor, times = 8, fault = new { kind = "status", status = 302, headers = new Dictionary<string, string> { ["Location"] = signed, ["x-echo"] = key } } };
        yield return new { vendor, times = 8, fault = new { kind = "status", status = 307, headers = new Dictionary<string, string> { ["Location"] = $"https://user:{key}@192.0.2.1/x?sig={key}" } } };
        yield return new { vendor, operation = "submit", fault = new { kind = "timeout" } };
        yield return new { vendor, times = 2, operation = "poll", fault = new { kind = "timeout" } };
        yield return new { vendor, times = 2, fault = new { kind = "reset_after_body" } };
        yield return new { vendor, times = 8, fault = new { kind = "malformed_body" } };
        yield return new { vendor, times = 8, fault = new { kind = "truncated_body" } };
        yield return new { vendor, times = 8, operation = "poll", fault = new { kind = "status", status = 500, body = echo } };
        yield return new { vendor, times = 8, operation = "download", fault = new { kind = "status", status = 403, body = echo } };
        var output = new { id = "17f20503-6c24-4c16-946b-35dbbce2af2f", status = "SUCCEEDED", createdAt = "2026-01-01T00:00:00Z", output = new[] { signed } };
        yield return new { vendor, operation = "poll", fault = new { kind = "status", status = 200, body = output } };
        var failed = new { id = "17f20503-6c24-4c16-946b-35dbbce2af2f", status = "FAILED", createdAt = "2026-01-01T00:00:00Z", failure = text, failureCode = key };
        yield return new { vendor, operation = "poll", fault = new { kind = "status", status = 200, body = failed } };
    }

    /// <summary>Addresses of callers' own pictures, with secrets in them.</summary>
    private static async Task UseMediaAsync(AtelierClient user, Collector collector, Secrets secrets)
    {
        var token = secrets.Add("token in a caller's URL", Secrets.Fresh());
        var password = secrets.Add("password in a caller's URL", Secrets.Fresh());
        var host = collector.Address.Authority;
        await user.MakeAsync("runway/gen4_turbo", new { prompt = Prompt, duration = 2, image = $"http://{host}/pictures/dot.png?token={token}" });
        foreach (var url in new[]
        {
            $"http://{host}/pictures/broken.png?token={token}", $"http://{host}/nothing?token={token}", $"http://user:{password}@{host}/pictures/dot.png",
            $"https://{host}/pictures/dot.png?token={token}", $"http://192.0.2.1/x.png?token={token}", $"ftp://user:{password}@{host}/dot.png",
            $"https://nowhere.invalid/x.png?token={token}",
        })
        {
            var body = new { model = "runway/gen4_turbo", input = new { prompt = Prompt, duration = 2, image = url } };
            using var native = await user.Http.PostAsJsonAsync("/api/v1/generations", body, Cancel);
            native.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            using var compatible = await user.Http.PostAsJsonAsync(
                "/v1/images/edits", new { model = "openai/gpt-image-2", prompt = Prompt, images = new[] { new { image_url = url } } }, Cancel);
            ((int)compatible.StatusCode).ShouldBeInRange(400, 499);
        }
    }

    private static async Task UseStoreAsync(AtelierClient user, StubBucket bucket)
    {
        foreach (var times in new[] { 1, 2, 40 })
        {
            bucket.Refuse(times);
            using var refused = await user.Http.PostAsync("/api/v1/uploads", new ByteArrayContent(Bombs.Dot), Cancel);
            using var health = await user.Http.GetAsync("/health/ready", Cancel);
            bucket.Refuse(times);
            var created = await user.CreateAsync("stability/core", Input("stability/core"), waitSeconds: 2);
            bucket.Refuse(0);
            await EndAsync(user, created.Id());
        }
    }

    /// <summary>The addresses of pictures that work without a key.</summary>
    private static async Task UseLinksAsync(Installation server, AtelierClient user, ConcurrentQueue<string> answers, Secrets secrets)
    {
        using var made = await user.Http.PostAsJsonAsync(
            "/v1/images/generations", new { model = "stability/core", prompt = Prompt + " in a link", response_format = "url" }, Cancel);
        var text = await made.Content.ReadAsStringAsync(Cancel);
        made.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        var url = JsonNode.Parse(text)!["data"]![0]!["url"]!.GetValue<string>();
        var signature = secrets.Add("picture link's signature", url[(url.IndexOf("signature=", StringComparison.Ordinal) + 10)..]);
        using var stranger = new HttpClient(new KeepingHandler(answers)) { BaseAddress = server.Server.Address };
        (await stranger.GetAsync(url, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.GetAsync(url.Replace("expires=", "expires=9", StringComparison.Ordinal), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/v1/artifacts/none/content?expires=1&signature={signature}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A password, and a session that begins with a wrong one.</summary>
    private static async Task UseBrowserAsync(Installation server, AtelierClient user, ConcurrentQueue<string> answers, Secrets secrets)
    {
        var password = secrets.Add("user's password", Secrets.Fresh());
        using var set = await user.Http.PutAsJsonAsync("/api/v1/account/password", new { password }, Cancel);
        set.IsSuccessStatusCode.ShouldBeTrue(await set.Content.ReadAsStringAsync(Cancel));
        using var browser = new HttpClient(new KeepingHandler(answers)) { BaseAddress = server.Server.Address };
        using var wrong = await browser.PostAsJsonAsync("/api/v1/session", new { name = "canary", password = password + "x" }, Cancel);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var opened = await browser.PostAsJsonAsync("/api/v1/session", new { name = "canary", password }, Cancel);
        opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        secrets.Add("browser's session", opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1]);
        secrets.Add("browser's token", (await opened.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["csrf_token"]!.GetValue<string>());
        (await browser.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var twice = await user.Http.PutAsJsonAsync("/api/v1/account/password", new { password, current_password = password + "x" }, Cancel);
        ((int)twice.StatusCode).ShouldBeInRange(400, 499);
    }

    /// <summary>Keys where they do not belong.</summary>
    private static async Task UseKeysWronglyAsync(Installation server, ConcurrentQueue<string> answers, string key)
    {
        using var stranger = new HttpClient(new KeepingHandler(answers)) { BaseAddress = server.Server.Address };
        foreach (var path in new[] { $"/api/v1/account?api_key={key}", $"/v1/models?key={key}", $"/api/v1/generations/{key}", $"/v1/models/{key}", $"/metrics?token={key}" })
        {
            using var plain = await stranger.GetAsync(path, Cancel);
            using var request = new HttpRequestMessage(HttpMethod.Get, path.Replace(key, "x", StringComparison.Ordinal));
            request.Headers.TryAddWithoutValidation("Authorization", $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("user:" + key))}");
            request.Headers.TryAddWithoutValidation("x-api-key", key + "x");
            request.Headers.TryAddWithoutValidation("Cookie", $"key={key}");
            using var basic = await stranger.SendAsync(request, Cancel);
        }
    }

    private static async Task LookAroundAsync(
        Installation server, AtelierClient operatorClient, AtelierClient user, ConcurrentQueue<string> answers, Secrets secrets)
    {
        foreach (var path in new[]
        {
            "/", "/docs", "/openapi/v1.json", "/health/live", "/health/ready", "/metrics", "/api/v1/account", "/api/v1/account/ledger?limit=100", "/api/v1/account/keys",
            "/api/v1/models", "/v1/models", "/v1/videos", "/api/v1/generations?limit=100", "/api/v1/admin/vendors", "/api/v1/admin/users", "/api/v1/admin/generations?limit=100",
            "/api/v1/admin/reconciliation", "/nothing",
        })
        {
            using var forOperator = await operatorClient.Http.GetAsync(path, Cancel);
            using var forUser = await user.Http.GetAsync(path, Cancel);
            ((int)forOperator.StatusCode).ShouldBeLessThan(500, path);
        }

        using var scraper = new HttpClient(new KeepingHandler(answers)) { BaseAddress = server.Server.Address };
        scraper.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secrets["metrics token"]);
        scraper.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        (await scraper.GetStringAsync("/metrics", Cancel)).ShouldContain("atelier_");
        foreach (var generation in (await user.GetAsync("/api/v1/generations?limit=100"))["data"]!.AsArray())
        {
            await user.GenerationAsync(generation!.AsObject().Id());
            (await operatorClient.Http.GetAsync($"/api/v1/admin/generations/{generation.AsObject().Id()}", Cancel)).Dispose();
        }
    }

    private static async Task GatherAsync(
        CanarySearch search, Installation server, StubBucket bucket, Collector collector, ConcurrentQueue<string> answers, ConcurrentQueue<string> told)
    {
        // While it runs the newest rows are in the log beside the database; after its end everything is exported.
        search.AddFolder(server.Folder);
        (await server.Server.TerminateAsync(Cancel)).ShouldBe(0);
        search.AddFolder(server.Folder);
        search.Add("log", server.Server.Output);
        var number = 0;
        foreach (var export in collector.Exports)
        {
            search.Add($"export {++number}", export);
        }

        foreach (var (key, bytes) in bucket.Objects)
        {
            search.Add($"stored {key}", bytes);
        }

        foreach (var answer in answers)
        {
            // The first line is what was asked.
            search.Add($"answer to {answer.Split('?')[0].Split('\n')[0]}", answer[(answer.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        }

        foreach (var text in told)
        {
            search.Add("command", text);
        }
    }

    private static object Input(string model) => model switch
    {
        "runway/gen4.5" => new { prompt = Prompt, duration = 2 },
        "openai/gpt-5.4-mini" => new { messages = new[] { new { role = "user", content = Prompt } } },
        _ => new { prompt = Prompt },
    };

    private static string VendorOf(string model) => model.Split('/')[0] is "openai" ? "aihubmix" : model.Split('/')[0];

    /// <summary>What nobody may find.</summary>
    private sealed class Secrets
    {
        private readonly Dictionary<string, string> all = [];

        public Dictionary<string, string> All => all;

        public string this[string name] => all[name];

        public static string Fresh() => "canary" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

        public string Add(string name, string secret) => all[name] = secret;
    }
}
