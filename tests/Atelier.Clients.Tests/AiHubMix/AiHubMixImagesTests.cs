using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixImagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_ordered_with_exactly_the_fields_that_were_set()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"created":1,"data":[{"b64_json":"AQID"}]}""");

        await bench.Client.CreateImageAsync(
            new() { Model = "gpt-image-2", Prompt = "a boat + 船", N = 2, Size = "1024x1024", Quality = "low", OutputFormat = "webp" },
            cancellationToken: Token);

        bench.Sent.Method.ShouldBe("POST");
        bench.Sent.Target.ShouldBe("/v1/images/generations");
        bench.Sent.Header("Authorization").ShouldBe($"Bearer {AiHubMixBench.Key}");
        bench.Sent.Header("Content-Type").ShouldBe("application/json");
        bench.Sent.Text.ShouldBe(
            """{"model":"gpt-image-2","prompt":"a boat + 船","n":2,"size":"1024x1024","quality":"low","output_format":"webp"}""");
    }

    [Fact]
    public async Task Items_come_as_bytes_or_as_urls()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""
            {"created":1795400000,"output_format":"png","size":"1024x1024",
             "data":[{"b64_json":"AQID/w=="},{"b64_json":"data:image/png;base64,AQID/w=="},{"url":"https://cdn.example/a.png","revised_prompt":"a red boat"},{"b64_json":"","url":"https://cdn.example/b.png"}],
             "usage":{"total_tokens":320,"input_tokens":48,"output_tokens":272,"input_tokens_details":{"text_tokens":48}}}
            """);

        var answer = await bench.Client.CreateImageAsync(new() { Model = "m", Prompt = "p" }, cancellationToken: Token);

        byte[] picture = [1, 2, 3, 255];
        answer.Data.Count.ShouldBe(4);
        answer.Data[0].Bytes.ShouldNotBeNull().ToArray().ShouldBe(picture);
        answer.Data[1].Bytes.ShouldNotBeNull().ToArray().ShouldBe(picture);
        answer.Data[2].ShouldBe(new ImageItem { Url = "https://cdn.example/a.png", RevisedPrompt = "a red boat" });
        answer.Data[3].ShouldBe(new ImageItem { Url = "https://cdn.example/b.png" });
        answer.Usage.ShouldBe(new TokenUsage { InputTokens = 48, OutputTokens = 272, TotalTokens = 320 });
        (answer.Created, answer.Size, answer.OutputFormat).ShouldBe((1795400000, "1024x1024", "png"));
    }

    [Fact]
    public async Task A_picture_that_is_not_base64_breaks_the_contract()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"data":[{"b64_json":"!!!"}]}""");

        var fault = await bench.FaultOfAsync(bench.Client.CreateImageAsync(new() { Model = "m", Prompt = "p" }, cancellationToken: Token));

        fault.ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task One_picture_to_edit_is_sent_as_image()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"data":[{"b64_json":"AQID"}]}""");

        await bench.Client.EditImageAsync(
            new()
            {
                Model = "gpt-image-2",
                Prompt = "add a hat",
                Images = [AiHubMixBench.File("in.png", "image/png", "PICTURE")],
                Mask = AiHubMixBench.File("mask.png", "image/png", "MASK"),
                N = 1,
                InputFidelity = "high",
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/images/edits");
        bench.Sent.Multipart().ShouldBe(
            """
            --B
            Content-Disposition: form-data; name="model"

            gpt-image-2
            --B
            Content-Disposition: form-data; name="prompt"

            add a hat
            --B
            Content-Type: image/png
            Content-Disposition: form-data; name="image"; filename="in.png"

            PICTURE
            --B
            Content-Type: image/png
            Content-Disposition: form-data; name="mask"; filename="mask.png"

            MASK
            --B
            Content-Disposition: form-data; name="n"

            1
            --B
            Content-Disposition: form-data; name="input_fidelity"

            high
            --B--

            """.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task Several_pictures_to_edit_are_sent_as_a_list()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"data":[{"b64_json":"AQID"}]}""");

        await bench.Client.EditImageAsync(
            new()
            {
                Model = "gpt-image-2",
                Prompt = "together",
                Images = [AiHubMixBench.File("a.png", "image/png", "A"), AiHubMixBench.File("b.jpg", "image/jpeg", "B")],
            },
            cancellationToken: Token);

        var body = bench.Sent.Multipart();
        body.ShouldContain("name=\"image[]\"; filename=\"a.png\"");
        body.ShouldContain("name=\"image[]\"; filename=\"b.jpg\"");
        body.ShouldNotContain("name=\"image\";");
    }

    [Fact]
    public async Task An_edit_without_a_picture_is_not_sent()
    {
        await using var bench = await AiHubMixBench.StartAsync();

        await Should.ThrowAsync<VendorInvalidRequestException>(() => bench.Client.EditImageAsync(new() { Model = "m", Prompt = "p", Images = [] }, cancellationToken: Token));

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prediction_names_vendor_and_model_in_its_path()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"output":[{"url":"https://cdn.example/a.png"}]}""");

        var prediction = await bench.Client.CreatePredictionAsync(
            "stability/Stable-Diffusion-3-5-Large",
            new()
            {
                Input = new()
                {
                    Prompt = "a boat",
                    AspectRatio = "16:9",
                    Seed = 7,
                    AdditionalFields = new Dictionary<string, System.Text.Json.JsonElement> { ["guidance"] = AiHubMixBench.Json("7.5") },
                },
            },
            cancellationToken: Token);

        bench.Sent.Target.ShouldBe("/v1/models/stability/Stable-Diffusion-3-5-Large/predictions");
        bench.Sent.Text.ShouldBe("""{"input":{"prompt":"a boat","aspect_ratio":"16:9","seed":7,"guidance":7.5}}""");
        prediction.Images.ShouldHaveSingleItem().Url.ShouldBe("https://cdn.example/a.png");
    }

    [Fact]
    public async Task A_prediction_of_unknown_shape_breaks_the_contract_and_may_have_been_charged()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"nothing":"known"}""");

        var fault = await bench.FaultOfAsync(
            bench.Client.CreatePredictionAsync("bfl/flux-2-pro", new() { Input = new() { Prompt = "p" } }, cancellationToken: Token));

        fault.ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_task_of_a_prediction_is_asked_at_the_gateways_second_host_with_its_key()
    {
        await using var second = await ScriptedServer.StartAsync();
        second.Always(Answers.Json("""{"status":"Ready","result":{"sample":"https://cdn.example/s.png"}}"""));
        await using var bench = await AiHubMixBench.StartAsync(options =>
        {
            options.TaskBaseUrl = second.Url + "v1/";
            options.AppCode = "ABCD1234";
        });

        var task = await bench.Client.GetPredictionTaskAsync("api.us1/0001", Token);

        task.State.ShouldBe(TaskState.Completed);
        second.Requests.ShouldHaveSingleItem().Target.ShouldBe("/v1/tasks/api.us1%2F0001");
        second.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBe($"Bearer {AiHubMixBench.Key}");
        second.Requests.ShouldHaveSingleItem().Header("APP-Code").ShouldBe("ABCD1234");
        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_task_of_a_prediction_is_asked_at_the_base_url_of_any_other_installation()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"status":"Pending"}""");

        (await bench.Client.GetPredictionTaskAsync("t1", Token)).State.ShouldBe(TaskState.Queued);

        bench.Sent.Target.ShouldBe("/v1/tasks/t1");
        bench.Sent.Header("Authorization").ShouldBe($"Bearer {AiHubMixBench.Key}");
    }

    [Fact]
    public async Task A_failed_task_is_an_answer_and_no_exception()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"t1","status":"failed","error":{"message":"Task moderated","code":"moderated"}}""");

        var task = await bench.Client.GetPredictionTaskAsync("t1", Token);

        task.Error.ShouldBe(new TaskError("moderated", "Task moderated"));
    }
}
