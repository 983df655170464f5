using System.Text;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

public sealed class StabilityImageTests
{
    private const string Engine = "stable-diffusion-xl-1024-v1-0";

    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_to_image_sends_v1_json_and_reads_every_artifact()
    {
        await using var bench = await StabilityBench.StartAsync("org-9z8y");
        bench.Server.Always(Answers.Json(
            """
            {"artifacts":[{"base64":"iVBORwECAw==","finishReason":"SUCCESS","seed":4050112233},
                          {"base64":"AQI=","finishReason":"CONTENT_FILTERED","seed":1229004455}]}
            """));

        var images = await bench.Client.TextToImageAsync(
            Engine,
            new StabilityTextToImageRequest
            {
                TextPrompts = [new("a boat"), new("blurry", -0.5)],
                Width = 1152,
                Height = 896,
                CfgScale = 7.5,
                Steps = 30,
                Samples = 2,
                Seed = 4294967295,
                StylePreset = "photographic",
                Sampler = "K_DPMPP_2M",
                ClipGuidancePreset = "FAST_BLUE",
            },
            cancellationToken: Token);

        var request = bench.Server.OnlyRequest;
        request.Method.ShouldBe("POST");
        request.Target.ShouldBe("/stability/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image");
        request.Header("Content-Type").ShouldBe("application/json");
        request.Header("Accept").ShouldBe("application/json");
        request.Header("Authorization").ShouldBe($"Bearer {StabilityBench.Key}");
        request.Header("Organization").ShouldBe("org-9z8y");
        request.Text.ShouldBe(
            """{"text_prompts":[{"text":"a boat"},{"text":"blurry","weight":-0.5}],"height":896,"width":1152,"cfg_scale":7.5,"""
            + """
              "clip_guidance_preset":"FAST_BLUE","sampler":"K_DPMPP_2M","samples":2,"seed":4294967295,"steps":30,"style_preset":"photographic"}
              """);
        images.Count.ShouldBe(2);
        images[0].Content.ToArray().ShouldBe(Picture);
        images[0].Seed.ShouldBe(4050112233);
        images[0].FinishReason.ShouldBe(StabilityFinishReason.Success);
        images[1].FinishReason.ShouldBe(StabilityFinishReason.ContentFiltered);
    }

    [Fact]
    public async Task Text_to_image_may_come_as_bytes()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Picture, "image/png", 200, ("Finish-Reason", "SUCCESS"), ("Seed", "3000000000")));

        var images = await bench.Client.TextToImageAsync(
            Engine, new StabilityTextToImageRequest { TextPrompts = [new("a boat")], Answer = StabilityAnswer.Bytes }, cancellationToken: Token);

        bench.Server.OnlyRequest.Header("Accept").ShouldBe("image/png");
        bench.Server.OnlyRequest.Header("Organization").ShouldBeNull();
        bench.Server.OnlyRequest.Text.ShouldBe("""{"text_prompts":[{"text":"a boat"}]}""");
        var image = images.ShouldHaveSingleItem();
        image.Content.ToArray().ShouldBe(Picture);
        image.Seed.ShouldBe(3000000000);
    }

    [Fact]
    public async Task Core_is_sent_as_multipart_and_answered_in_bytes()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Picture, "image/webp", 200, ("finish-reason", "CONTENT_FILTERED"), ("seed", "7"), ("x-request-id", "r1")));

        var image = await bench.Client.GenerateCoreAsync(
            new StabilityCoreRequest
            {
                Prompt = "a boat",
                NegativePrompt = "rain",
                AspectRatio = "16:9",
                Seed = 4294967294,
                StylePreset = "anime",
                OutputFormat = "webp",
            },
            cancellationToken: Token);

        var request = bench.Server.OnlyRequest;
        request.Target.ShouldBe("/stability/v2beta/stable-image/generate/core");
        request.Header("Accept").ShouldBe("image/*");
        request.Multipart().ShouldBe(Form(
            ("prompt", "a boat"), ("negative_prompt", "rain"), ("aspect_ratio", "16:9"), ("seed", "4294967294"), ("style_preset", "anime"), ("output_format", "webp")));
        image.ContentType.ShouldBe("image/webp");
        image.FinishReason.ShouldBe(StabilityFinishReason.ContentFiltered);
        image.Seed.ShouldBe(7);
        image.RequestId.ShouldBe("r1");
        image.Content.ToArray().ShouldBe(Picture);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("result")]
    public async Task A_json_answer_is_read_with_its_odd_content_type_under_either_name(string field)
    {
        await using var bench = await StabilityBench.StartAsync();
        var json = $$"""{"{{field}}":"{{Convert.ToBase64String(Picture)}}","finish_reason":"SUCCESS","seed":4030274651}""";
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(json), "application/json; type=image/jpeg"));

        var image = await bench.Client.GenerateUltraAsync(
            new StabilityUltraRequest { Prompt = "a boat", Answer = StabilityAnswer.Json }, cancellationToken: Token);

        bench.Server.OnlyRequest.Header("Accept").ShouldBe("application/json");
        image.ContentType.ShouldBe("image/jpeg");
        image.Content.ToArray().ShouldBe(Picture);
        image.Seed.ShouldBe(4030274651);
    }

    [Fact]
    public async Task Ultra_sends_its_image_and_strength_in_the_invariant_culture()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Picture, "image/png"));

        await bench.Client.GenerateUltraAsync(
            new StabilityUltraRequest { Prompt = "a boat", Image = new VendorFile("in.png", "image/png", "PNG!"u8.ToArray()), Strength = 0.35 },
            cancellationToken: Token);

        bench.Server.OnlyRequest.Multipart().ShouldBe(
            "--B\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na boat\r\n"
            + "--B\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name=\"image\"; filename=\"in.png\"\r\n\r\nPNG!\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"strength\"\r\n\r\n0.35\r\n--B--\r\n");
    }

    [Fact]
    public async Task Sd3_names_its_mode_and_model()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Picture, "image/png"));

        await bench.Client.GenerateSd3Async(
            new StabilitySd3Request { Prompt = "a boat", Model = "sd3.5-medium", AspectRatio = "1:1", CfgScale = 4 }, cancellationToken: Token);
        await bench.Client.GenerateSd3Async(
            new StabilitySd3Request { Prompt = "a boat", Image = new VendorFile("a.png", "image/png", new byte[] { 65 }), Strength = 0.5 }, cancellationToken: Token);

        bench.Server.Requests[0].Multipart().ShouldBe(Form(
            ("prompt", "a boat"), ("model", "sd3.5-medium"), ("mode", "text-to-image"), ("cfg_scale", "4"), ("aspect_ratio", "1:1")));
        bench.Server.Requests[1].Multipart().ShouldContain("name=\"mode\"\r\n\r\nimage-to-image\r\n");
        bench.Server.Requests[1].Multipart().ShouldContain("name=\"strength\"\r\n\r\n0.5\r\n");
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"image":"not base64!"}""")]
    [InlineData("application/json", """{"artifacts":[]}""")]
    [InlineData("text/html", "<html></html>")]
    [InlineData("image/png", "")]
    public async Task An_answer_without_an_image_is_a_protocol_fault(string contentType, string body)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Body(Encoding.UTF8.GetBytes(body), contentType));

        var fault = await Should.ThrowAsync<VendorProtocolException>(
            bench.Client.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat" }, cancellationToken: Token));

        fault.MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_v1_answer_without_artifacts_is_a_protocol_fault()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json("{}"));

        await Should.ThrowAsync<VendorProtocolException>(
            bench.Client.TextToImageAsync(Engine, new StabilityTextToImageRequest { TextPrompts = [new("a boat")] }, cancellationToken: Token));
    }

    [Fact]
    public async Task An_engine_id_cannot_climb_out_of_its_path()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"artifacts":[]}"""));
        var request = new StabilityTextToImageRequest { TextPrompts = [new("a boat")] };

        await bench.Client.TextToImageAsync("../../user/balance?x=1", request, cancellationToken: Token);
        await Should.ThrowAsync<ArgumentException>(bench.Client.TextToImageAsync("..", request, cancellationToken: Token));

        bench.Server.OnlyRequest.Target.ShouldBe("/stability/v1/generation/..%2F..%2Fuser%2Fbalance%3Fx%3D1/text-to-image");
    }

    private static string Form(params (string Name, string Value)[] fields) =>
        string.Concat(fields.Select(field => $"--B\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + "--B--\r\n";
}
