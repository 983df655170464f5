using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Runway;

/// <summary>Every answer that the vendor's documentation shows, or that was recorded, character by character.</summary>
public sealed class RunwayFixtureTests
{
    private const string Id = "5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10";

    private static readonly DateTimeOffset Created = new(2026, 11, 20, 9, 14, 2, 118, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{ "id": "5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10", "estimatedCost": { "credits": 25 } }""", 25d)]
    [InlineData("""{ "id": "5b1d6c1e-2a54-4d0e-9a53-7f0f3f1c8a10" }""", null)]
    public async Task A_task_is_created(string answer, double? credits)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(answer));

        var created = await bench.Client.TextToVideoAsync(Video, cancellationToken: Token);

        created.ShouldBe(new RunwayCreated(Id, credits is { } amount ? new RunwayCost(amount) : null));
    }

    [Fact]
    public async Task An_upload_is_prepared_and_stored()
    {
        await using var store = await ScriptedServer.StartAsync();
        store.Always(Answers.Status(204));
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            $$"""
            { "uploadUrl":"{{new Uri(store.Url, "/bucket")}}", "fields":{"key":"u/9f2/clip.mp4","policy":"b64","x-amz-signature":"hex"},
              "runwayUri":"runway://opaque-token" }
            """));

        (await bench.Client.UploadAsync(new VendorFile("clip.mp4", "video/mp4", new byte[600]), Token)).ShouldBe("runway://opaque-token");

        store.OnlyRequest.Target.ShouldBe("/bucket");
        string[] parts = ["name=\"key\"", "name=\"policy\"", "name=\"x-amz-signature\"", "name=\"file\""];
        var places = parts.Select(part => store.OnlyRequest.Multipart().IndexOf(part, StringComparison.Ordinal)).ToList();
        places.ShouldBe(places.Order());
        places[0].ShouldBePositive();
    }

    [Fact]
    public async Task The_organisation_tells_credits_limits_and_use()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """
            { "creditBalance": 4310,
              "tier": { "maxMonthlyCreditSpend": 50000, "models": { "gen4_turbo": { "maxConcurrentGenerations": 3, "maxDailyGenerations": 500 } } },
              "usage": { "models": { "gen4_turbo": { "dailyGenerations": 17 } } } }
            """));

        var organization = await bench.Client.GetOrganizationAsync(Token);

        organization.CreditBalance.ShouldBe(4310);
        organization.Tier!.MaxMonthlyCreditSpend.ShouldBe(50_000);
        organization.Tier.Models!["gen4_turbo"].ShouldBe(new RunwayModelLimits(3, 500));
        organization.Usage!.Models!["gen4_turbo"].ShouldBe(new RunwayModelUsage(17));
    }

    [Fact]
    public async Task Usage_tells_credits_by_day_and_model()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """{ "models":["gen4_turbo"], "results":[{ "date":"2026-10-02", "usedCredits":[{ "model":"gen4_turbo", "amount":125 }] }] }"""));

        var report = await bench.Client.GetUsageAsync(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), Token);

        report.Models.ShouldBe(["gen4_turbo"]);
        var day = report.Results.ShouldHaveSingleItem();
        (day.Date, day.UsedCredits.ShouldHaveSingleItem()).ShouldBe((new DateOnly(2026, 10, 2), new RunwayUsedCredits("gen4_turbo", 125)));
    }

    [Theory]
    [InlineData("PENDING")]
    [InlineData("THROTTLED")]
    public async Task A_task_that_waits_tells_what_it_may_cost(string status)
    {
        var task = await ReadAsync($$"""{ "id":"{{Id}}", "createdAt":"2026-11-20T09:14:02.118Z", "status":"{{status}}", "estimatedCost":{"credits":25} }""");

        task.ShouldBe(new RunwayTask { Id = Id, CreatedAt = Created, Status = status, EstimatedCost = new RunwayCost(25) });
        task.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_running_task_tells_how_far_it_is() =>
        (await ReadAsync(
            $$"""{ "id":"{{Id}}", "createdAt":"2026-11-20T09:14:02.118Z", "status":"RUNNING", "progress":0.42, "estimatedCost":{"credits":25} }"""))
            .ShouldBe(new RunwayTask { Id = Id, CreatedAt = Created, Status = "RUNNING", Progress = 0.42, EstimatedCost = new RunwayCost(25) });

    [Fact]
    public async Task A_finished_task_tells_where_its_results_are()
    {
        var task = await ReadAsync(
            $$"""
            { "id":"{{Id}}", "createdAt":"2026-11-20T09:14:02.118Z", "status":"SUCCEEDED",
              "output":["https://cdn.example.net/5b1d6c1e.mp4?_jwt=eyJ…"], "cost":{"credits":25} }
            """);

        task.HasEnded.ShouldBeTrue();
        task.Output.ShouldBe(["https://cdn.example.net/5b1d6c1e.mp4?_jwt=eyJ…"]);
        (task.Cost, task.EstimatedCost, task.Failure).ShouldBe((new RunwayCost(25), null, null));
    }

    [Fact]
    public async Task A_failed_task_tells_why_and_what_came_back() =>
        (await ReadAsync(
            $$"""
            { "id":"{{Id}}", "createdAt":"2026-11-20T09:14:02.118Z", "status":"FAILED",
              "failure":"The generation did not pass quality checks.", "failureCode":"INTERNAL.BAD_OUTPUT.CODE01", "cost":{"credits":0} }
            """))
            .ShouldBe(new RunwayTask
            {
                Id = Id,
                CreatedAt = Created,
                Status = "FAILED",
                Failure = "The generation did not pass quality checks.",
                FailureCode = "INTERNAL.BAD_OUTPUT.CODE01",
                Cost = new RunwayCost(0),
            });

    [Fact]
    public async Task A_cancelled_task_has_ended() =>
        (await ReadAsync($$"""{ "id":"{{Id}}", "createdAt":"2026-11-20T09:14:02.118Z", "status":"CANCELLED", "cost":{"credits":0} }"""))
            .HasEnded.ShouldBeTrue();

    [Theory]
    [InlineData(
        400,
        """
        { "error":"Validation of body failed", "docUrl":"https://docs.dev.runwayml.com/api", "issues":[
          {"expected":"string","code":"invalid_type","path":["model"],"message":"Invalid input: expected string, received undefined"},
          {"code":"invalid_union","errors":[],"note":"No matching discriminator","discriminator":"model","path":["model"],"message":"Invalid input"} ] }
        """,
        typeof(VendorInvalidRequestException),
        "invalid_type",
        "Validation of body failed: model: Invalid input: expected string, received undefined; model: Invalid input")]
    [InlineData(
        400,
        """
        { "error":"Validation of body failed", "docUrl":"https://docs.dev.runwayml.com/api", "issues":[
          {"code":"invalid_value","values":["1280:720","720:1280"],"path":["ratio"],"message":"Invalid option: expected one of \"1280:720\"|\"720:1280\""},
          {"origin":"number","code":"too_big","maximum":10,"inclusive":true,"path":["duration"],"message":"Too big: expected number to be <=10"},
          {"origin":"string","code":"too_big","maximum":1000,"inclusive":true,"path":["promptText"],"message":"Too big: expected string to have <=1000 characters"} ] }
        """,
        typeof(VendorInvalidRequestException),
        "invalid_value",
        "Validation of body failed: ratio: Invalid option: expected one of \"1280:720\"|\"720:1280\"; duration: Too big: expected number to be <=10; "
        + "promptText: Too big: expected string to have <=1000 characters")]
    [InlineData(
        400,
        """
        { "error":"Validation of body failed", "docUrl":"https://docs.dev.runwayml.com/api", "issues":[
          {"code":"too_big","maximum":30,"type":"number","inclusive":true,"origin":"number","message":"Asset duration must be at most 30 seconds","path":["videoUri"]} ] }
        """,
        typeof(VendorInvalidRequestException),
        "too_big",
        "Validation of body failed: videoUri: Asset duration must be at most 30 seconds")]
    [InlineData(400, """{"error":"You do not have enough credits to run this task."}""", typeof(VendorBalanceException), null, "You do not have enough credits to run this task.")]
    [InlineData(401, """{"error":"Unauthorized"}""", typeof(VendorAuthenticationException), null, "Unauthorized")]
    [InlineData(403, """{"error":"Model variant X is not available"}""", typeof(VendorPermissionException), null, "Model variant X is not available")]
    [InlineData(404, "<pre>Cannot POST /v1/nothing</pre>", typeof(VendorNotFoundException), null, "the vendor answered 404 without a reason")]
    [InlineData(405, """{"error":"Method not allowed"}""", typeof(VendorInvalidRequestException), null, "Method not allowed")]
    [InlineData(429, """{"error":"You have reached your daily limit."}""", typeof(VendorRateLimitedException), null, "You have reached your daily limit.")]
    public async Task A_refusal_is_told_by_its_kind_and_its_fields(int status, string body, Type expected, string? code, string text)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(body, status));

        var fault = await Record.ExceptionAsync(() => bench.Client.TextToVideoAsync(Video, cancellationToken: Token));

        fault.ShouldBeOfType(expected);
        var vendor = (VendorException)fault;
        (vendor.VendorErrorCode, vendor.VendorMessage, vendor.StatusCode).ShouldBe((code, text, status));
        vendor.MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_nobody_knows_is_not_found()
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"error":"Could not find Task"}""", 404));

        (await Should.ThrowAsync<VendorNotFoundException>(bench.Client.GetTaskAsync(Id, Token))).VendorMessage.ShouldBe("Could not find Task");
    }

    private static RunwayVideoRequest Video => new() { Model = "veo3.1", PromptText = "a boat", Ratio = "1280:720" };

    private static async Task<RunwayTask> ReadAsync(string answer)
    {
        await using var bench = await RunwayBench.StartAsync();
        bench.Server.Always(Answers.Json(answer));
        return await bench.Client.GetTaskAsync(Id, Token);
    }
}
