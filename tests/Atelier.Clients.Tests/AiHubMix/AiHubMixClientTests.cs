using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, Type> RefusedOnce => new()
    {
        { 400, """{"error":{"message":"prompt is required","code":"prompt_missing"}}""", typeof(VendorInvalidRequestException) },
        { 400, """{"error":{"message":"Your account balance is insufficient."}}""", typeof(VendorBalanceException) },
        { 401, """{"error":{"message":"no key provided","type":"Aihubmix_api_error"}}""", typeof(VendorAuthenticationException) },
        { 401, """{"error":{"message":"This token's quota has been exhausted"}}""", typeof(VendorBalanceException) },
        { 403, """{"error":{"message":"x","code":"insufficient_user_quota"}}""", typeof(VendorBalanceException) },
        { 403, """{"error":{"message":"This key is limited"}}""", typeof(VendorPermissionException) },
        { 429, """{"error":{"message":"Too many requests"}}""", typeof(VendorRateLimitedException) },
        { 500, """{"type":"error","error":{"message":"no_valid_channel_error"}}""", typeof(VendorNotFoundException) },
        { 503, """{"error":{"message":"Incorrect model ID or you do not have permission"}}""", typeof(VendorNotFoundException) },
        { 200, """{"error":{"message":"size not supported","code":"size_not_supported"}}""", typeof(VendorInvalidRequestException) },
    };

    [Theory]
    [MemberData(nameof(RefusedOnce))]
    public async Task A_refusal_is_asked_once_and_bought_nothing(int status, string body, Type fault)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body, status);

        var thrown = await bench.FaultOfAsync(CreateImageAsync(bench));

        thrown.ShouldBeOfType(fault);
        thrown.MayHaveBeenAccepted.ShouldBeFalse();
        thrown.StatusCode.ShouldBe(status);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_fault_of_the_gateway_is_asked_four_times(int status)
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body("<html>sorry</html>"u8.ToArray(), "text/html", status));

        (await bench.FaultOfAsync(CreateImageAsync(bench))).ShouldBeOfType<VendorServerException>();

        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_upstream_without_room_is_asked_four_times_even_for_a_video_and_bought_nothing()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"error":{"message":"Rate limited by provider - try again later."}}""", 503);

        var fault = await bench.FaultOfAsync(
            bench.Client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = "p" }, cancellationToken: Token));

        fault.ShouldBeOfType<VendorServerException>().MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"error":{"message":"no_valid_channel_error"}}""", false)]
    [InlineData("""{"error":{"message":"new request failed"}}""", true)]
    public async Task A_video_refused_with_500_is_unclear_only_when_the_gateway_did_not_say_why(string body, bool unclear)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body, 500);

        var fault = await bench.FaultOfAsync(bench.Client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = "p" }, cancellationToken: Token));

        fault.MayHaveBeenAccepted.ShouldBe(unclear);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_request_id_comes_from_the_message_or_else_from_the_header()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server
            .Then(Answers.Json("""{"error":{"message":"bad (tid: 77)"}}""", 400, ("X-Request-Id", "header-id")))
            .Then(Answers.Json("""{"error":{"message":"bad"}}""", 400, ("X-Request-Id", "header-id")));

        (await bench.FaultOfAsync(CreateImageAsync(bench))).RequestId.ShouldBe("77");
        (await bench.FaultOfAsync(CreateImageAsync(bench))).RequestId.ShouldBe("header-id");
    }

    [Fact]
    public async Task The_app_code_is_on_every_call()
    {
        await using var bench = await AiHubMixBench.StartAsync(options => options.AppCode = "ABCD1234");
        bench.Server
            .Then(Answers.Json("""{"data":[]}"""))
            .Then(Answers.Json("""{"id":"v","status":"queued"}"""))
            .Then(Answers.Json("""{"id":"v","status":"completed"}"""))
            .Then(Answers.Body([1], "video/mp4"));

        await CreateImageAsync(bench);
        await bench.Client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = "p" }, cancellationToken: Token);
        await bench.Client.GetVideoAsync("v", Token);
        await (await bench.Client.OpenVideoContentAsync("v", Token)).DisposeAsync();

        bench.Server.Requests.Select(request => request.Header("APP-Code")).ShouldBe(["ABCD1234", "ABCD1234", "ABCD1234", "ABCD1234"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1/")]
    [InlineData("prefix/v1")]
    public async Task The_base_url_is_taken_with_or_without_version(string suffix)
    {
        await using var bench = await AiHubMixBench.StartAsync(options => options.BaseUrl += suffix);
        bench.Server.Always(Answers.Json("""{"object":"list","total_usage":12.34}"""));

        await bench.Client.GetRemainingCreditsAsync(Token);

        bench.Sent.Target.ShouldBe(suffix.StartsWith("prefix", StringComparison.Ordinal) ? "/prefix/dashboard/billing/remain" : "/dashboard/billing/remain");
    }

    [Theory]
    [InlineData("12.34", 12.34, false)]
    [InlineData("0", 0.0, false)]
    [InlineData("-1", null, true)]
    public async Task A_negative_remainder_means_a_key_without_limit(string remain, double? usd, bool unlimited)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync($$"""{"object":"list","total_usage":{{remain}}}""");

        var credits = await bench.Client.GetRemainingCreditsAsync(Token);

        credits.RemainingUsd.ShouldBe((decimal?)usd);
        credits.IsUnlimited.ShouldBe(unlimited);
    }

    [Fact]
    public async Task Models_without_an_id_are_left_out()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(
            """{"object":"list","data":[{"id":"gpt-image-2","object":"model","created":1,"owned_by":"openai"},null,{"object":"model"},{"id":"x","created":null}]}""");

        (await bench.Client.ListModelsAsync(Token)).ShouldBe(
            [new ModelEntry { Id = "gpt-image-2", Created = 1, OwnedBy = "openai" }, new ModelEntry { Id = "x" }]);
        bench.Sent.Target.ShouldBe("/v1/models");
    }

    [Fact]
    public async Task The_catalogue_is_read_with_comma_lists_arrays_and_empty_rows()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""
            {"success":true,"message":"","data":[null,{"model_name":"no id"},
             {"model_id":"wan2.6-t2v","model_name":"Wan 2.6","types":"video, image_generation","features":"","input_modalities":["text","image"],
              "max_output":0,"context_length":"8192","endpoints":"videos","pricing":{"input":2.1,"output":0.00000042,"cache_read":0,"cache_write":0}}]}
            """);

        var model = (await bench.Client.ListCatalogueAsync(new() { Type = "video", Modalities = "text,image" }, Token)).ShouldHaveSingleItem();

        bench.Sent.Target.ShouldBe("/api/v1/models?type=video&modalities=text%2Cimage");
        (model.Id, model.Name, model.MaxOutput, model.ContextLength).ShouldBe(("wan2.6-t2v", "Wan 2.6", null, 8192));
        model.Types.ShouldBe(["video", "image_generation"]);
        model.Features.ShouldBeEmpty();
        model.InputModalities.ShouldBe(["text", "image"]);
        model.Pricing.ShouldBe(new CataloguePricing { Input = 2.1m, Output = 0.00000042m, CacheRead = 0, CacheWrite = 0 });
    }

    [Fact]
    public async Task A_catalogue_that_says_no_success_is_a_failure()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"success":false,"message":"under repair","data":null}""");

        (await bench.FaultOfAsync(bench.Client.ListCatalogueAsync(cancellationToken: Token))).VendorMessage.ShouldBe("under repair");
    }

    [Fact]
    public async Task A_registered_client_and_a_second_one_by_key_reach_their_own_addresses()
    {
        await using var first = await ScriptedServer.StartAsync();
        await using var second = await ScriptedServer.StartAsync();
        first.Always(Answers.Json("""{"total_usage":1}"""));
        second.Always(Answers.Json("""{"total_usage":2}"""));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAiHubMixClient(options => (options.ApiKey, options.BaseUrl) = ("sk-first-00000000", first.Url.AbsoluteUri))
            .AddAiHubMixClient("sandbox", options => (options.ApiKey, options.BaseUrl) = ("sk-second-0000000", second.Url.AbsoluteUri))
            .BuildServiceProvider();

        (await services.GetRequiredService<AiHubMixClient>().GetRemainingCreditsAsync(Token)).RemainingUsd.ShouldBe(1);
        (await services.GetRequiredKeyedService<AiHubMixClient>("sandbox").GetRemainingCreditsAsync(Token)).RemainingUsd.ShouldBe(2);

        first.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBe("Bearer sk-first-00000000");
        second.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBe("Bearer sk-second-0000000");
    }

    [Theory]
    [InlineData("https://aihubmix.com", null, "https://api.aihubmix.com")]
    [InlineData("https://aihubmix.com/v1", null, "https://api.aihubmix.com")]
    [InlineData("http://127.0.0.1:9/aihubmix", null, null)]
    [InlineData("https://aihubmix.com", "https://tasks.example/v1/", "https://tasks.example")]
    public void Tasks_are_asked_at_the_second_host_of_the_public_service_only(string baseUrl, string? taskBaseUrl, string? root) =>
        new AiHubMixClientOptions { BaseUrl = baseUrl, TaskBaseUrl = taskBaseUrl }.TaskRoot()?.TrimEnd('/').ShouldBe(root);

    [Fact]
    public void Wrong_settings_are_named()
    {
        var options = new AiHubMixClientOptions { AppCode = "with space", TaskBaseUrl = "ftp://x" };

        var problems = Should.Throw<OptionsValidationException>(() => new AiHubMixClient(new HttpClient(), options)).Failures.ToList();

        problems.ShouldContain(problem => problem.Contains("AIHUBMIX_API_KEY"));
        problems.ShouldContain(problem => problem.Contains(nameof(options.AppCode)));
        problems.ShouldContain(problem => problem.Contains(nameof(options.TaskBaseUrl)));
    }

    private static Task<ImagesResponse> CreateImageAsync(AiHubMixBench bench) =>
        bench.Client.CreateImageAsync(new() { Model = "gpt-image-2", Prompt = "p" }, cancellationToken: Token);
}
