using System.Net;
using System.Text.Json;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class PredictionTests
{
    private static string Body(string input) => $$"""{"input":{{input}}}""";

    [Theory]
    [InlineData("doubao/doubao-seedream-4-5", """{"prompt":"x"}""", "[url]")]
    [InlineData("qianfan/qwen-image", """{"prompt":"x","size":"768x512"}""", "[url]")]
    [InlineData("bailian/wan2.7-image-pro", """{"prompt":"x","size":"1024*1024"}""", "[url]")]
    [InlineData("stability/Stable-Diffusion-3-5-Large", """{"prompt":"x"}""", "[url]")]
    [InlineData("doubao/doubao-seedream-4-0", """{"prompt":"x","size":"1K","response_format":"base64_json"}""", "[bytesBase64]")]
    [InlineData("google/imagen-4.0-generate-001", """{"prompt":"x","numberOfImages":1}""", "[bytesBase64]")]
    [InlineData("openai/gpt-image-1", """{"prompt":"x"}""", "{b64_json,urls}")]
    [InlineData("opanai/gpt-image-1", """{"prompt":"x"}""", "{b64_json,urls}")]
    [InlineData("ideogram/V3", """{"prompt":"x","rendering_speed":"QUALITY","aspect_ratio":"2x1"}""", "{urls}")]
    [InlineData("bfl/flux-2-pro", """{"prompt":"x"}""", "[taskId,polling_url]")]
    public async Task Output_has_the_shape_of_its_vendor(string model, string input, string shape)
    {
        await using var api = await GatewayApi.StartAsync();

        var output = (await api.AnswerAsync($"v1/models/{model}/predictions", Body(input))).GetProperty("output");

        var first = output.ValueKind == JsonValueKind.Array ? output[0] : output;
        var names = string.Join(',', first.EnumerateObject().Select(property => property.Name));
        (output.ValueKind == JsonValueKind.Array ? $"[{names}]" : $"{{{names}}}").ShouldBe(shape);
    }

    [Fact]
    public async Task Openai_shape_tells_bytes_type_and_tokens()
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(
            "v1/models/openai/gpt-image-1/predictions", Body("""{"prompt":"x","n":2,"output_format":"webp","quality":"low"}"""));

        var items = answer.GetProperty("output").GetProperty("b64_json");
        items.GetArrayLength().ShouldBe(2);
        items[0].GetProperty("mimeType").GetString().ShouldBe("webp");
        items[0].GetProperty("bytesBase64").GetBytesFromBase64().AsSpan(8, 4).SequenceEqual("WEBP"u8).ShouldBeTrue();
        answer.GetProperty("usage").GetProperty("output_tokens").GetInt32().ShouldBe(2 * 272);
    }

    [Theory]
    [InlineData("openai/gpt-image-1", """{}""", "prompt_missing")]
    [InlineData("openai/gpt-image-1", """{"prompt":"x","size":"512x512"}""", "invalid_value")]
    [InlineData("openai/gpt-image-1", """{"prompt":"x","n":11}""", "n_not_within_range")]
    [InlineData("openai/gpt-image-1", """{"prompt":"x","image":"https://a.example/a.png","moderation":"low"}""", "invalid_value")]
    [InlineData("openai/gpt-image-1", """{"prompt":"x","image":"nothing"}""", "invalid_value")]
    [InlineData("google/imagen-4.0-generate-001", """{"prompt":"x","numberOfImages":5}""", "n_not_within_range")]
    [InlineData("google/imagen-4.0-generate-001", """{"prompt":"x","aspectRatio":"2:1"}""", "invalid_value")]
    [InlineData("bfl/flux-2-pro", """{"prompt":"x","safety_tolerance":7}""", "invalid_value")]
    [InlineData("bfl/flux-2-pro", """{"prompt":"x","safety_tolerance":3,"input_image":"https://a.example/a.png"}""", "invalid_value")]
    [InlineData("bfl/flux-2-pro", """{"prompt":"x","aspect_ratio":"30:9"}""", "size_not_supported")]
    [InlineData("ideogram/V3", """{"prompt":"x","aspect_ratio":"2:1"}""", "size_not_supported")]
    [InlineData("doubao/doubao-seedream-4-5", """{"prompt":"x","size":"1K"}""", "size_not_supported")]
    [InlineData("doubao/doubao-seedream-4-0", """{"prompt":"x","stream":true}""", "invalid_value")]
    [InlineData("doubao/doubao-seedream-4-0", """{"prompt":"x","sequential_image_generation":"auto","sequential_image_generation_options":{"max_images":16}}""", "invalid_value")]
    [InlineData("qianfan/qwen-image", """{"prompt":"x","size":"100x100"}""", "size_not_supported")]
    [InlineData("bailian/wan2.7-image", """{"prompt":"x","size":"1024x1024"}""", "size_not_supported")]
    public async Task Wrong_input_is_refused(string model, string input, string code)
    {
        await using var api = await GatewayApi.StartAsync();

        (await api.RefusalAsync(await api.PostAsync($"v1/models/{model}/predictions", Body(input)))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("nobody/gpt-image-1")]
    [InlineData("openai/qwen-image")]
    public async Task Vendor_or_model_without_a_route_is_no_valid_channel(string model)
    {
        await using var api = await GatewayApi.StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync($"v1/models/{model}/predictions", Body("""{"prompt":"x"}""")));

        refusal.Status.ShouldBe(500);
        refusal.Message.ShouldStartWith("no_valid_channel_error");
    }

    [Fact]
    public async Task Flux_task_is_pending_then_ready_with_a_sample_on_another_host()
    {
        await using var api = await GatewayApi.StartAsync();
        var answer = await api.AnswerAsync("v1/models/bfl/flux-2-pro/predictions", Body("""{"prompt":"x","aspect_ratio":"1:1"}"""));
        var started = answer.GetProperty("output")[0];
        var id = started.GetProperty("taskId").GetString()!;

        (await api.GetAsync($"v1/tasks/{id}")).GetProperty("status").GetString().ShouldBe("Pending");
        api.Advance(100);
        var ready = await api.GetAsync($"v1/tasks/{id}");

        ready.GetProperty("status").GetString().ShouldBe("Ready");
        using var anonymous = new HttpClient();
        using var sample = await anonymous.GetAsync(ready.GetProperty("result").GetProperty("sample").GetString(), GatewayApi.Cancellation);
        sample.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        using var polling = await api.Http.GetAsync(started.GetProperty("polling_url").GetString(), GatewayApi.Cancellation);
        polling.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var stranger = api.Caller("sk-other");
        (await stranger.GetAsync($"v1/tasks/{id}", GatewayApi.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Failed_flux_task_carries_an_error()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "submit", new Fault { Kind = FaultKind.TaskFailed, Code = "Request Moderated" }, times: 1);
        var started = (await api.AnswerAsync("v1/models/bfl/flux-2-pro/predictions", Body("""{"prompt":"x"}"""))).GetProperty("output")[0];
        api.Advance(100);

        var failed = await api.GetAsync($"v1/tasks/{started.GetProperty("taskId").GetString()}");

        failed.GetProperty("status").GetString().ShouldBe("failed");
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("Request Moderated");
    }
}
