using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

/// <summary>Every answer that the vendor's documentation and its own published code show, character by character, through the whole client.</summary>
public sealed class AiHubMixFixtureTests
{
    private const string WanId = "eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InRfMDEifQchannel1001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, """{"error":{"message":"no key provided (tid: 20261123101500000000001)","type":"Aihubmix_api_error"}}""", typeof(VendorAuthenticationException), null, "20261123101500000000001")]
    [InlineData(500, """{"type":"error","error":{"message":"no_valid_channel_error (tid: 20261123101500000000002)","type":"Aihubmix_api_error"}}""", typeof(VendorNotFoundException), "model_unavailable", "20261123101500000000002")]
    [InlineData(400, """{"error":{"message":"Unsupported MIME type:  (tid: 20261123101500000000003)","type":"","param":"","code":400}}""", typeof(VendorInvalidRequestException), "400", "20261123101500000000003")]
    [InlineData(403, """{"error":{"message":"Your account balance is insufficient. Please recharge your account to continue using the API.","type":"Aihubmix_api_error","code":"insufficient_user_quota"}}""", typeof(VendorBalanceException), "insufficient_user_quota", null)]
    public async Task An_error_is_told_in_each_of_its_shapes(int status, string answer, Type fault, string? code, string? tid)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(answer, status);

        var thrown = await bench.FaultOfAsync(bench.Client.CreateImageAsync(new() { Model = "gpt-image-2", Prompt = "a boat" }, cancellationToken: Token));

        thrown.ShouldBeOfType(fault);
        (thrown.StatusCode, thrown.VendorErrorCode, thrown.RequestId).ShouldBe((status, code, tid));
        thrown.MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("prompt_missing", "prompt is required")]
    [InlineData("prompt_too_long", "prompt is too long")]
    [InlineData("text_too_long", "audio input is too long")]
    [InlineData("size_not_supported", "size not supported by model")]
    [InlineData("n_not_within_range", "invalid value of n")]
    [InlineData(null, "invalid channel ID")]
    public async Task A_bad_request_names_what_is_wrong_with_it(string? code, string message)
    {
        var named = code is null ? "" : $",\"code\":\"{code}\"";
        await using var bench = await AiHubMixBench.AnsweringAsync($$$"""{"error":{"message":"{{{message}}}","type":"Aihubmix_api_error"{{{named}}}}}""", 400);

        var thrown = await bench.FaultOfAsync(bench.Client.CreateImageAsync(new() { Model = "gpt-image-2", Prompt = "a boat" }, cancellationToken: Token));

        thrown.ShouldBeOfType<VendorInvalidRequestException>();
        (thrown.VendorErrorCode, thrown.VendorMessage).ShouldBe((code, message));
    }

    [Theory]
    [InlineData(401, "no access token supplied", typeof(VendorAuthenticationException))]
    [InlineData(401, "token invalid or expired", typeof(VendorAuthenticationException))]
    [InlineData(401, "Invalid token", typeof(VendorAuthenticationException))]
    [InlineData(401, "This token's quota has been exhausted", typeof(VendorBalanceException))]
    [InlineData(400, "Your account balance is insufficient", typeof(VendorBalanceException))]
    [InlineData(403, "account suspended", typeof(VendorPermissionException))]
    [InlineData(403, "key not authorised for model", typeof(VendorNotFoundException))]
    [InlineData(403, "Model access denied", typeof(VendorNotFoundException))]
    [InlineData(401, "model does not exist or you do not have access", typeof(VendorNotFoundException))]
    [InlineData(429, "The wan2.6-t2v model Too many requests; please try again later.", typeof(VendorRateLimitedException))]
    [InlineData(503, "Incorrect model ID or you do not have permission", typeof(VendorNotFoundException))]
    public async Task A_refusal_is_classed_by_its_words(int status, string message, Type fault)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync($$$"""{"error":{"message":"{{{message}}}","type":"Aihubmix_api_error"}}""", status);

        (await bench.FaultOfAsync(bench.Client.CreateVideoAsync(Wan, cancellationToken: Token))).ShouldBeOfType(fault);

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_video_is_created_in_the_wan_form()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"id":"eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InRfMDEifQchannel1001","object":"video","status":"in_progress","model":"wan2.6-t2v","duration":5,"width":1280,"height":720}""");

        var video = await bench.Client.CreateVideoAsync(Wan, cancellationToken: Token);

        (video.Id, video.State, video.Model, video.Seconds, video.Width, video.Height).ShouldBe((WanId, TaskState.Running, "wan2.6-t2v", 5, 1280, 720));
        video.Progress.ShouldBeNull();
    }

    [Fact]
    public async Task A_video_is_told_in_the_reference_form()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """
            {"id":"video_7a1","object":"video","model":"sora-2","status":"completed","progress":100,"created_at":1795400000,"completed_at":1795400090,
             "expires_at":1795403690,"prompt":"a paper boat","size":"1280x720","seconds":"4","remixed_from_video_id":null,"error":null}
            """);

        var video = await bench.Client.GetVideoAsync("video_7a1", Token);

        (video.Id, video.State, video.Model, video.Seconds, video.Width, video.Height, video.Progress)
            .ShouldBe(("video_7a1", TaskState.Completed, "sora-2", 4, 1280, 720, 100));
        video.ExpiresAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1795403690));
        video.Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"output":[{"url":"https://cdn.example/signed.png"}]}""", "https://cdn.example/signed.png", 0)]
    [InlineData("""{"output":{"b64_json":[{"bytesBase64":"iVBORw0=","mimeType":"png"}],"urls":[]},"usage":{"input_tokens":12,"input_tokens_details":{"image_tokens":0,"text_tokens":12},"output_tokens":1056,"output_tokens_details":{"image_tokens":1056,"text_tokens":0},"total_tokens":1068}}""", null, 1068)]
    [InlineData("""{"output":[{"bytesBase64":"iVBORw0="}]}""", null, 0)]
    [InlineData("""{"output":{"urls":["https://cdn.example/ideogram.png"]}}""", "https://cdn.example/ideogram.png", 0)]
    public async Task A_prediction_holds_its_picture_in_each_shape(string answer, string? url, int tokens)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(answer);

        var prediction = await bench.Client.CreatePredictionAsync("openai/gpt-image-2", new() { Input = new() { Prompt = "a boat" } }, cancellationToken: Token);

        var image = prediction.Images.ShouldHaveSingleItem();
        image.Url.ShouldBe(url);
        image.Bytes?.ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D]);
        (image.Bytes is null).ShouldBe(url is not null);
        (prediction.Usage?.TotalTokens ?? 0).ShouldBe(tokens);
    }

    [Fact]
    public async Task The_task_of_a_prediction_is_followed_to_its_sample()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Then(Answers.Json("""{"output":[{"taskId":"api.us1.bfl.0001","polling_url":"https://api.us1.bfl.ai/v1/get_result?id=0001"}]}"""));
        bench.Server.Then(Answers.Json("""{"status":"Pending"}"""));
        bench.Server.Then(Answers.Json("""{"status":"Ready","result":{"sample":"https://cdn.example/sample.png"}}"""));

        var prediction = await bench.Client.CreatePredictionAsync("bfl/flux-2-pro", new() { Input = new() { Prompt = "a boat" } }, cancellationToken: Token);
        var early = await bench.Client.GetPredictionTaskAsync(prediction.TaskId!, Token);
        var late = await bench.Client.GetPredictionTaskAsync(prediction.TaskId!, Token);

        prediction.TaskId.ShouldBe("api.us1.bfl.0001");
        (early.State, late.State).ShouldBe((TaskState.Queued, TaskState.Completed));
        late.Images.ShouldHaveSingleItem().Url.ShouldBe("https://cdn.example/sample.png");
        bench.Server.Requests.Skip(1).ShouldAllBe(request => request.Target == "/v1/tasks/api.us1.bfl.0001");
    }

    [Fact]
    public async Task The_catalogue_tells_kinds_and_prices()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """
            {"success":true,"message":"","data":[{"model_id":"wan2.6-t2v","model_name":"Wan 2.6","developer_id":7,"desc":"text to video","types":"video","features":"",
             "input_modalities":"text","max_output":0,"context_length":0,"endpoints":"videos","pricing":{"input":2.1,"output":2.1,"cache_read":0,"cache_write":0}}]}
            """);

        var model = (await bench.Client.ListCatalogueAsync(cancellationToken: Token)).ShouldHaveSingleItem();

        (model.Id, model.Name, model.Description).ShouldBe(("wan2.6-t2v", "Wan 2.6", "text to video"));
        (model.Types, model.Features, model.InputModalities, model.Endpoints).ShouldSatisfyAllConditions(
            () => model.Types.ShouldBe(["video"]), () => model.Features.ShouldBeEmpty(),
            () => model.InputModalities.ShouldBe(["text"]), () => model.Endpoints.ShouldBe(["videos"]));
        (model.MaxOutput, model.ContextLength).ShouldBe((null, null));
        model.Pricing.ShouldBe(new CataloguePricing { Input = 2.1m, Output = 2.1m, CacheRead = 0, CacheWrite = 0 });
    }

    [Fact]
    public async Task Models_are_listed()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"object":"list","data":[{"id":"wan2.6-t2v","object":"model","created":1764000000,"owned_by":"bailian"}]}""");

        (await bench.Client.ListModelsAsync(Token)).ShouldBe([new ModelEntry { Id = "wan2.6-t2v", Created = 1764000000, OwnedBy = "bailian" }]);
    }

    [Fact]
    public async Task What_is_left_and_used_and_allowed_is_told()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Then(Answers.Json("""{"object":"list","total_usage":12.34}"""));
        bench.Server.Then(Answers.Json("""{"total_usage":456.0}"""));
        bench.Server.Then(Answers.Json("""{"soft_limit_usd":25.0,"access_until":0}"""));

        (await bench.Client.GetRemainingCreditsAsync(Token)).ShouldBe(new RemainingCredits(12.34m));
        (await bench.Client.GetUsedUsdAsync(Token)).ShouldBe(4.56m);
        (await bench.Client.GetSubscriptionAsync(Token)).ShouldBe(new BillingSubscription(25, null));
    }

    [Fact]
    public async Task The_gateway_tells_of_itself()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"success":true,"data":{"system_name":"AIHubMix","version":"1","quota_per_unit":500000,"display_in_currency":true}}""");

        (await bench.Client.GetGatewayStatusAsync(Token)).ShouldBe(
            new GatewayStatus { SystemName = "AIHubMix", Version = "1", QuotaPerUnit = 500_000, DisplayInCurrency = true });
    }

    [Fact]
    public async Task The_account_is_told_to_its_own_key_alone()
    {
        await using var bench = await AiHubMixBench.StartAsync(options => options.ManageKey = "manage-0123456789");
        bench.Server.Always(Answers.Json(
            """{"success":true,"message":"","data":{"username":"studio","quota":6170000,"used_quota":2280000,"request_count":310,"group":"default"}}"""));

        (await bench.Client.GetAccountAsync(Token)).ShouldBe(
            new GatewayAccount { Username = "studio", Group = "default", RemainingUsd = 12.34m, UsedUsd = 4.56m, Requests = 310 });

        bench.Sent.Target.ShouldBe("/api/user/self");
        bench.Sent.Header("Authorization").ShouldBe("Bearer manage-0123456789");
    }

    [Theory]
    [InlineData("""{"success":false,"message":"access token invalid","data":null}""")]
    [InlineData("""{"success":true,"data":{}}""")]
    public async Task An_account_that_is_not_told_is_a_failure(string answer)
    {
        await using var bench = await AiHubMixBench.StartAsync(options => options.ManageKey = "manage-0123456789");
        bench.Server.Always(Answers.Json(answer));

        await Should.ThrowAsync<VendorException>(bench.Client.GetAccountAsync(Token));
    }

    [Fact]
    public async Task Without_its_own_key_the_account_is_not_asked_for()
    {
        await using var bench = await AiHubMixBench.StartAsync();

        (await Should.ThrowAsync<InvalidOperationException>(bench.Client.GetAccountAsync(Token))).Message.ShouldContain("ManageKey");

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200, """{"id":"v","object":"video.deleted","deleted":true}""")]
    [InlineData(204, "")]
    public async Task A_deleted_video_is_gone_in_either_form(int status, string answer)
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(answer.Length == 0 ? Answers.Status(status) : Answers.Json(answer, status));

        await bench.Client.DeleteVideoAsync("v", Token);

        (bench.Sent.Method, bench.Sent.Target).ShouldBe(("DELETE", "/v1/videos/v"));
    }

    private static WanVideoRequest Wan => new() { Model = "wan2.6-t2v", Prompt = "a paper boat", Seconds = "5" };
}
