using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;
using SkiaSharp;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class ImageTests
{
    private const string Path = "v1/images/generations";

    private static (SKEncodedImageFormat Format, int Width, int Height) Facts(byte[] bytes)
    {
        using var codec = SKCodec.Create(SKData.CreateCopy(bytes));
        return (codec.EncodedFormat, codec.Info.Width, codec.Info.Height);
    }

    [Theory]
    [InlineData("gpt-image-1", "1536x1024", "png", SKEncodedImageFormat.Png, 1536, 1024)]
    [InlineData("gpt-image-1", "auto", "webp", SKEncodedImageFormat.Webp, 1024, 1024)]
    [InlineData("gpt-image-2", "2048x1152", "jpeg", SKEncodedImageFormat.Jpeg, 2048, 1152)]
    [InlineData("gpt-image-2.5-flare", "3840x2160", "jpeg", SKEncodedImageFormat.Jpeg, 3840, 2160)]
    [InlineData("FLUX-1.1-pro", "1024x768", "png", SKEncodedImageFormat.Png, 1024, 768)]
    public async Task Picture_comes_as_bare_base64_in_the_size_and_format_asked_for(
        string model, string size, string format, SKEncodedImageFormat encoding, int width, int height)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(
            Path, $$"""{"model":"{{model}}","prompt":"a paper boat","size":"{{size}}","output_format":"{{format}}"}""");

        answer.GetProperty("created").GetInt64().ShouldBe(1795428900);
        var item = answer.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        Facts(Convert.FromBase64String(item.GetProperty("b64_json").GetString()!)).ShouldBe((encoding, width, height));
    }

    [Fact]
    public async Task Gpt_image_answers_with_what_it_made_and_its_tokens()
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(
            Path, """{"model":"gpt-image-1","prompt":"a paper boat","n":2,"quality":"low","background":"transparent","moderation":null}""");

        answer.GetProperty("data").GetArrayLength().ShouldBe(2);
        answer.GetProperty("background").GetString().ShouldBe("transparent");
        answer.GetProperty("quality").GetString().ShouldBe("low");
        answer.GetProperty("size").GetString().ShouldBe("1024x1024");
        var usage = answer.GetProperty("usage");
        usage.GetProperty("output_tokens").GetInt32().ShouldBe(2 * 272);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(usage.GetProperty("input_tokens").GetInt32() + 2 * 272);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("b64_json")]
    public async Task Dall_e_3_gives_address_or_bytes_with_the_revised_prompt(string format)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(
            Path,
            $$"""{"model":"dall-e-3","prompt":"a paper boat","size":"1792x1024","quality":"hd","style":"natural","response_format":"{{format}}"}""");

        var item = answer.GetProperty("data")[0];
        item.EnumerateObject().Select(property => property.Name).ShouldBe([format, "revised_prompt"]);
        item.GetProperty("revised_prompt").GetString()!.ShouldContain("a paper boat");
        using var anonymous = new HttpClient();
        var bytes = format == "url"
            ? await anonymous.GetByteArrayAsync(item.GetProperty("url").GetString(), GatewayApi.Cancellation)
            : item.GetProperty("b64_json").GetBytesFromBase64();
        Facts(bytes).ShouldBe((SKEncodedImageFormat.Png, 1792, 1024));
    }

    [Theory]
    [InlineData("qwen-image-2.0")]
    [InlineData("doubao-seedream-5.0-lite")]
    [InlineData("wan2.7-image-pro")]
    public async Task Chinese_vendors_answer_with_addresses(string model)
    {
        await using var api = await GatewayApi.StartAsync();

        var answer = await api.AnswerAsync(Path, $$"""{"model":"{{model}}","prompt":"a paper boat","n":2}""");

        answer.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("url").GetString()).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", 400, "missing_required_parameter", "model")]
    [InlineData("""{"model":"gpt-image-1"}""", 400, "prompt_missing", "prompt")]
    [InlineData("""{"model":"gpt-image-1","prompt":" "}""", 400, "prompt_missing", "prompt")]
    [InlineData("""{"model":"gpt-image-1","prompt":5}""", 400, "invalid_type", "prompt")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","size":"512x512"}""", 400, "size_not_supported", "size")]
    [InlineData("""{"model":"gpt-image-2","prompt":"x","size":"1000x1000"}""", 400, "size_not_supported", "size")]
    [InlineData("""{"model":"gpt-image-2","prompt":"x","size":"3200x1024"}""", 400, "size_not_supported", "size")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","n":11}""", 400, "n_not_within_range", "n")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","n":0}""", 400, "n_not_within_range", "n")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","quality":"hd"}""", 400, "invalid_value", "quality")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","response_format":"url"}""", 400, "unknown_parameter", "response_format")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","output_format":"gif"}""", 400, "invalid_value", "output_format")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","output_format":"jpeg","background":"transparent"}""", 400, "invalid_value", "background")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","output_compression":50}""", 400, "invalid_value", "output_compression")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","style":"vivid"}""", 400, "unknown_parameter", "style")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","moderation":"off"}""", 400, "invalid_value", "moderation")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","n":2}""", 400, "n_not_within_range", "n")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","size":"512x512"}""", 400, "size_not_supported", "size")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","quality":"high"}""", 400, "invalid_value", "quality")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","style":"wild"}""", 400, "invalid_value", "style")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","response_format":"bytes"}""", 400, "invalid_value", "response_format")]
    [InlineData("""{"model":"nonsense","prompt":"x"}""", 500, null, null)]
    public async Task Wrong_request_is_refused_by_name(string body, int status, string? code, string? param)
    {
        await using var api = await GatewayApi.StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync(Path, body));

        (refusal.Status, refusal.Code, refusal.Param).ShouldBe((status, code, param));
    }

    [Fact]
    public async Task Prompt_length_is_bounded_by_the_model()
    {
        await using var api = await GatewayApi.StartAsync();
        static JsonObject Body(int length) => new() { ["model"] = "dall-e-3", ["prompt"] = new string('a', length) };

        (await api.RefusalAsync(await api.PostAsync(Path, Body(4001)))).Code.ShouldBe("prompt_too_long");
        (await api.PostAsync(Path, Body(4000))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stream_sends_unfinished_pictures_before_the_finished_one()
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync(Path, """{"model":"gpt-image-1","prompt":"x","stream":true,"partial_images":2}""");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await response.Content.ReadAsStringAsync(GatewayApi.Cancellation);
        text.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).ShouldBe(
            ["event: image_generation.partial_image", "event: image_generation.partial_image", "event: image_generation.completed"]);
    }

    [Theory]
    [InlineData("image", 1)]
    [InlineData("image[]", 2)]
    public async Task Edit_takes_one_picture_or_several(string name, int count)
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.Http.PostAsync("v1/images/edits", Form(name, count), GatewayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await GatewayApi.ReadAsync(response);
        answer.GetProperty("data").GetArrayLength().ShouldBe(1);
        answer.GetProperty("usage").GetProperty("input_tokens_details").GetProperty("image_tokens").GetInt32().ShouldBe(323 * count);
        api.Simulators.Calls.List("aihubmix", "image_edit").ShouldHaveSingleItem().Model.ShouldBe("gpt-image-1");
    }

    [Fact]
    public async Task Edit_also_comes_as_json()
    {
        await using var api = await GatewayApi.StartAsync();
        var body = new JsonObject
        {
            ["model"] = "gpt-image-1",
            ["prompt"] = "add a sail",
            ["images"] = new JsonArray(
                new JsonObject { ["image_url"] = GatewayApi.Picture }, new JsonObject { ["image_url"] = "https://img.example/a.png" }),
        };

        (await api.AnswerAsync("v1/images/edits", body.ToJsonString())).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Edit_refuses_what_is_no_picture_and_a_mask_of_another_size()
    {
        await using var api = await GatewayApi.StartAsync();
        var noImage = new MultipartFormDataContent { { new StringContent("gpt-image-1"), "model" }, { new StringContent("x"), "prompt" } };
        var noPicture = Form("image", 0);
        noPicture.Add(new ByteArrayContent([1, 2, 3]), "image", "a.png");
        var wrongMask = Form("image", 1);
        wrongMask.Add(File(GatewayApi.Png(32, 32)), "mask", "mask.png");
        var wrongModel = Form("image", 1, "dall-e-3");

        (await api.RefusalAsync(await api.Http.PostAsync("v1/images/edits", noImage, GatewayApi.Cancellation))).Param.ShouldBe("image");
        var unreadable = await api.RefusalAsync(await api.Http.PostAsync("v1/images/edits", noPicture, GatewayApi.Cancellation));
        unreadable.Code.ShouldBe("400");
        unreadable.Message.ShouldStartWith("Unsupported MIME type:");
        (await api.RefusalAsync(await api.Http.PostAsync("v1/images/edits", wrongMask, GatewayApi.Cancellation))).Param.ShouldBe("mask");
        (await api.RefusalAsync(await api.Http.PostAsync("v1/images/edits", wrongModel, GatewayApi.Cancellation))).Param.ShouldBe("model");
    }

    [Fact]
    public async Task Broken_form_is_a_400()
    {
        await using var api = await GatewayApi.StartAsync();
        var content = new ByteArrayContent("--cut\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nhalf"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=cut");

        (await api.RefusalAsync(await api.Http.PostAsync("v1/images/edits", content, GatewayApi.Cancellation))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Result_host_refuses_our_key_and_expires_its_addresses()
    {
        await using var api = await GatewayApi.StartAsync();
        var answer = await api.AnswerAsync(Path, """{"model":"dall-e-3","prompt":"a | paper boat"}""");
        var url = answer.GetProperty("data")[0].GetProperty("url").GetString()!;
        using var anonymous = new HttpClient();

        using var withKey = await api.Http.GetAsync(url, GatewayApi.Cancellation);
        using var without = await anonymous.GetAsync(url, GatewayApi.Cancellation);
        using var forged = await anonymous.GetAsync(url.Split('?')[0], GatewayApi.Cancellation);
        api.Advance(24 * 3600);
        using var expired = await anonymous.GetAsync(url, GatewayApi.Cancellation);

        withKey.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        without.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        expired.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        api.Simulators.Calls.List("aihubmix", "sample").Select(call => call.Status).ShouldBe([400, 200, 403, 403]);
    }

    [Fact]
    public async Task Equal_requests_give_equal_pictures_and_each_is_a_purchase()
    {
        await using var api = await GatewayApi.StartAsync();
        const string body = """{"model":"gpt-image-1","prompt":"a paper boat","quality":"low"}""";

        var first = await api.AnswerAsync(Path, body);
        var second = await api.AnswerAsync(Path, body);

        first.GetProperty("data").GetRawText().ShouldBe(second.GetProperty("data").GetRawText());
        api.Simulators.Calls.Billed("aihubmix").ShouldBe(2);
        api.Simulators.Calls.List("aihubmix", "submit").ShouldAllBe(call => call.Price == 0.011m);
    }

    [Fact]
    public async Task Success_with_nothing_in_it_has_an_empty_list()
    {
        await using var api = await GatewayApi.StartAsync();
        api.Simulators.Faults.Add("aihubmix", "submit", new Fault { Kind = FaultKind.EmptyResult }, times: 1);

        (await api.AnswerAsync(Path, """{"model":"gpt-image-1","prompt":"x"}""")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private static ByteArrayContent File(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }

    private static MultipartFormDataContent Form(string name, int count, string model = "gpt-image-1")
    {
        var form = new MultipartFormDataContent { { new StringContent(model), "model" }, { new StringContent("add a sail"), "prompt" }, { new StringContent("1"), "n" } };
        for (var index = 0; index < count; index++)
        {
            form.Add(File(GatewayApi.Png()), name, $"{index}.png");
        }

        return form;
    }
}
