using System.Text;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

/// <summary>Answers in the very shape of the vendor's examples and of recorded ones.</summary>
public sealed class StabilityFixtureTests
{
    private const string ReportedKey = "Incorrect API key provided: sk-nota***********zzzz. You can find your API key at https://stability.ai.";

    private static readonly string Id = new('e', 64);

    private static readonly StabilityFastUpscaleRequest Upscale =
        new() { Image = new VendorFile("a.png", "image/png", new byte[] { 1 }), Answer = StabilityAnswer.Json };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_without_a_picture_and_with_many_decimals_of_credit()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server
            .Then(Answers.Json("""
                {"email":"dev@example.test","id":"user-1a2b","organizations":[{"id":"org-9z8y","is_default":true,"name":"Example Org","role":"MEMBER"}],
                 "profile_picture":"https://pictures.example.test/1.png"}
                """))
            .Then(Answers.Json("""{"credits":0.6336833840314097}"""))
            .Then(Answers.Json("""
                [{"description":"Stability-AI Stable Diffusion XL v1.0","id":"stable-diffusion-xl-1024-v1-0","name":"Stable Diffusion XL v1.0","type":"PICTURE"},
                 {"description":"x","id":"new","name":"New","type":"HOLOGRAM"}]
                """));

        var account = await bench.Client.GetAccountAsync(Token);
        (account.Id, account.Email, account.ProfilePicture).ShouldBe(("user-1a2b", "dev@example.test", "https://pictures.example.test/1.png"));
        account.Organizations!.ShouldHaveSingleItem().ShouldBe(new StabilityOrganization("org-9z8y", "Example Org", "MEMBER", true));
        (await bench.Client.GetBalanceAsync(Token)).Credits.ShouldBe(0.6336833840314097);
        (await bench.Client.ListEnginesAsync(Token)).Select(engine => engine.Type).ShouldBe(["PICTURE", "HOLOGRAM"]);
    }

    [Theory]
    [InlineData("application/json; type=image/png", "image/png")]
    [InlineData("application/json;type=\"image/webp\"", "image/webp")]
    [InlineData("application/json", "image/png")]
    [InlineData("application/json; type=nonsense", "image/png")]
    public async Task Json_success_whatever_its_header_says(string header, string expected)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body("""{"image":"iVBORwECAw==","finish_reason":"SUCCESS","seed":1830274651}"""u8.ToArray(), header, 200, ("x-request-id", "r")));

        var image = await bench.Client.UpscaleFastAsync(Upscale, cancellationToken: Token);

        (image.ContentType, image.FinishReason, image.Seed, image.RequestId).ShouldBe((expected, "SUCCESS", 1830274651, "r"));
    }

    [Theory]
    [InlineData("""{"image":"iVBORwECAw==","finish_reason":"SUCCESS"}""", null)]
    [InlineData("""{"finish_reason":"SUCCESS","result":"iVBORwECAw==","seed":"4294967294"}""", 4294967294L)]
    [InlineData("""{"image":"AAAA","result":"iVBORwECAw==","seed":5,"new_member":{"a":[1]}}""", 5L)]
    public async Task Json_without_a_seed_with_a_text_for_one_and_with_both_names(string json, long? seed)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(json));

        var image = await bench.Client.GetResultAsync(Id, StabilityAnswer.Json, Token);

        image!.Content.ToArray()[0].ShouldBe((byte)0x89);
        image.Seed.ShouldBe(seed);
        bench.Server.OnlyRequest.Target.ShouldBe($"/stability/v2beta/results/{Id}");
        bench.Server.OnlyRequest.Header("Accept").ShouldBe("application/json");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    public async Task A_start_may_be_answered_with_either_status(int status)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json($$"""{"id":"{{Id}}"}""", status));

        (await bench.Client.TextToAudio3Async(new StabilityAudio3Request { Prompt = "a waltz" }, cancellationToken: Token)).ShouldBe(Id);
    }

    [Fact]
    public async Task A_running_job_is_no_result_and_a_finished_one_is()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server
            .Then(Answers.Json($$"""{"id":"{{Id}}","status":"in-progress"}""", 202))
            .Then(Answers.Body("ID3"u8.ToArray(), "audio/mpeg", 200, ("finish-reason", "SUCCESS"), ("seed", "5")))
            .Then(Answers.Json("""{"audio":"SUQz","finish_reason":"SUCCESS","seed":5}"""));

        (await bench.Client.GetAudioResultAsync(Id, cancellationToken: Token)).ShouldBeNull();
        var bytes = await bench.Client.GetAudioResultAsync(Id, cancellationToken: Token);
        var json = await bench.Client.GetAudioResultAsync(Id, StabilityAnswer.Json, Token);

        (bytes!.ContentType, bytes.Seed).ShouldBe(("audio/mpeg", 5));
        json!.Content.ToArray().ShouldBe(bytes.Content.ToArray());
        bench.Server.Requests.ShouldAllBe(request => request.Target == $"/stability/v2beta/audio/results/{Id}");
        bench.Server.Requests.Select(request => request.Header("Accept")).ShouldBe(["audio/*", "audio/*", "application/json"]);
    }

    [Fact]
    public async Task A_mesh_has_neither_seed_nor_finish_reason()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body("glTF"u8.ToArray(), "model/gltf-binary"));

        var mesh = await bench.Client.StableFast3DAsync(new StabilityFast3DRequest { Image = Upscale.Image }, cancellationToken: Token);

        mesh.ShouldBe(new StabilityMedia(mesh.Content, "model/gltf-binary", null, null));
    }

    [Theory]
    [InlineData(502, "text/html", "<html><body>502 Bad Gateway</body></html>", typeof(VendorServerException))]
    [InlineData(524, "text/html", "<html>timeout</html>", typeof(VendorServerException))]
    [InlineData(401, "application/json", """{"errors":["authorization: authorization: invalid or missing header value"],"id":"1","name":"unauthorized"}""", typeof(VendorAuthenticationException))]
    [InlineData(401, "application/json", $$"""{"id":"1","message":"{{ReportedKey}}","name":"unauthorized"}""", typeof(VendorAuthenticationException))]
    [InlineData(500, "application/json", """{"errors":["An unexpected server error has occurred, please try again later."],"id":"1","name":"internal_error"}""", typeof(VendorServerException))]
    [InlineData(400, "application/json", """{"errors":["content-type: must be multipart/form-data"],"id":"1","name":"bad_request"}""", typeof(VendorInvalidRequestException))]
    [InlineData(429, "application/json", """{"id":"1","message":"need $0.009, have $0 in active grants, $0 in balance","name":"insufficient_balance"}""", typeof(VendorBalanceException))]
    public async Task Refusals_as_recorded(int status, string type, string body, Type expected)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(body), type, status));

        var work = bench.Client.UpscaleFastAsync(Upscale, cancellationToken: Token);
        await bench.PassWaitsAsync(work);
        var fault = await Record.ExceptionAsync(() => work);

        fault.ShouldBeOfType(expected);
        fault.ToString().ShouldNotContain("sk-nota");
    }
}
