using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Atelier.Simulators.AiHubMix;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Media.Probes;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class VideoTests
{
    private const string Wan = """{"model":"wan2.6-t2v","prompt":"a paper boat","seconds":"5","size":"1280x720"}""";
    private const string Sora = """{"model":"sora-2","prompt":"a paper boat","seconds":"4","size":"1280x720"}""";

    private static string Url(string id, string below = "") => $"v1/videos/{Uri.EscapeDataString(id)}{below}";

    private static async Task<string> CreateAsync(GatewayApi api, string body = Wan) =>
        (await api.AnswerAsync("v1/videos", body)).GetProperty("id").GetString()!;

    [Fact]
    public async Task Id_is_long_and_holds_characters_that_must_be_escaped()
    {
        await using var api = await GatewayApi.StartAsync();

        var id = await CreateAsync(api);

        id.Length.ShouldBeGreaterThan(60);
        id.ShouldMatch("channel[0-9]{4}$");
        id.ShouldContain('+');
        id.ShouldContain('/');
        (await api.GetAsync(Url(id))).GetProperty("id").GetString().ShouldBe(id);
        using var unescaped = await api.Http.GetAsync($"v1/videos/{id}", GatewayApi.Cancellation);
        unescaped.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(""","image":"https://a.example/1.png","image_tail":"https://a.example/2.png","image_list":["https://a.example/3.png"]""", 200)]
    [InlineData(""","image_tail":"https://a.example/2.png" """, 400)]
    [InlineData(""","image":"not a picture" """, 400)]
    [InlineData(""","image_list":"https://a.example/3.png" """, 400)]
    [InlineData(""","image_list":["https://a/1","https://a/2","https://a/3","https://a/4","https://a/5"]""", 400)]
    [InlineData(""","size":"10x10" """, 400)]
    [InlineData(""","seconds":"7" """, 400)]
    public async Task Kling_has_a_name_for_each_part_a_picture_can_play(string fields, int status)
    {
        await using var api = await GatewayApi.StartAsync();

        using var response = await api.PostAsync("v1/videos", $$"""{"model":"kling-x","prompt":"rain"{{fields}}}""");

        ((int)response.StatusCode).ShouldBe(status);
        api.Simulators.Calls.Billed("aihubmix").ShouldBe(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task Sora_answers_in_the_shape_of_openai_from_queued_to_completed()
    {
        await using var api = await GatewayApi.StartAsync();
        var created = await api.AnswerAsync("v1/videos", Sora);
        var id = created.GetProperty("id").GetString()!;

        created.EnumerateObject().Select(property => property.Name).ShouldBe(
        [
            "id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "prompt", "size", "seconds",
            "remixed_from_video_id", "error",
        ]);
        created.GetProperty("status").GetString().ShouldBe("queued");
        created.GetProperty("seconds").GetString().ShouldBe("4");
        api.Advance(50);
        var running = await api.GetAsync(Url(id));
        running.GetProperty("status").GetString().ShouldBe("in_progress");
        running.GetProperty("progress").GetInt32().ShouldBeInRange(30, 60);
        running.GetProperty("completed_at").ValueKind.ShouldBe(JsonValueKind.Null);
        api.Advance(50);
        var done = await api.GetAsync(Url(id));
        done.GetProperty("status").GetString().ShouldBe("completed");
        done.GetProperty("progress").GetInt32().ShouldBe(100);
        done.GetProperty("completed_at").GetInt64().ShouldBe(done.GetProperty("created_at").GetInt64() + 100);
    }

    [Fact]
    public async Task Wan_tells_duration_width_and_height_instead()
    {
        await using var api = await GatewayApi.StartAsync();

        var created = await api.AnswerAsync("v1/videos", Wan);

        created.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["id", "object", "model", "status", "progress", "duration", "width", "height"]);
        created.GetProperty("duration").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Variants_of_the_answer_can_be_switched()
    {
        await using var api = await GatewayApi.StartAsync(options =>
        {
            options.AiHubMix.VideoProgress = false;
            options.AiHubMix.StatusSynonyms = true;
            options.AiHubMix.VideoUrl = true;
        });
        var id = await CreateAsync(api);
        api.Advance(100);

        var done = await api.GetAsync(Url(id));

        done.TryGetProperty("progress", out _).ShouldBeFalse();
        done.GetProperty("status").GetString().ShouldBe("succeeded");
        var address = done.GetProperty("video_url").GetString();
        using var anonymous = new HttpClient();
        (await anonymous.GetAsync(address, GatewayApi.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Http.GetAsync(address, GatewayApi.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(VideoFailureShape.ErrorObject, "error", JsonValueKind.Object)]
    [InlineData(VideoFailureShape.ErrorText, "error", JsonValueKind.String)]
    [InlineData(VideoFailureShape.FailureReason, "failure_reason", JsonValueKind.String)]
    public async Task Failed_video_tells_why_in_one_of_three_ways(VideoFailureShape shape, string name, JsonValueKind kind)
    {
        await using var api = await GatewayApi.StartAsync(options => options.AiHubMix.VideoFailure = shape);
        api.Simulators.Faults.Add("aihubmix", "submit", new Fault { Kind = FaultKind.TaskFailed, Code = "moderation_blocked" }, times: 1);
        var id = await CreateAsync(api);
        api.Advance(100);

        var failed = await api.GetAsync(Url(id));

        failed.GetProperty("status").GetString().ShouldBe("failed");
        failed.GetProperty(name).ValueKind.ShouldBe(kind);
        using var content = await api.Http.GetAsync(Url(id, "/content"), GatewayApi.Cancellation);
        content.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(Wan, 1280, 720, 5)]
    [InlineData("""{"model":"sora-2-pro","prompt":"x","seconds":"8","size":"1024x1792"}""", 1024, 1792, 8)]
    [InlineData("""{"model":"veo-3.1-generate-preview","prompt":"x","seconds":4,"size":"1080x1920"}""", 1080, 1920, 4)]
    [InlineData("""{"model":"veo-3.1-fast-generate-preview","prompt":"x","aspect_ratio":"9:16","size":"720p"}""", 1280, 720, 8)]
    [InlineData("""{"model":"wan2.6-i2v","prompt":"x","seconds":2,"size":"960x960","input_reference":"https://img.example/a.png"}""", 960, 960, 2)]
    [InlineData("""{"model":"jimeng-3.0-pro","prompt":"x","seconds":5,"size":"9:16"}""", 1080, 1920, 5)]
    [InlineData("""{"model":"wan2.7-i2v","input":{"prompt":"x","media":[{"type":"first_frame","url":"https://img.example/a.png"}]},"parameters":{"resolution":"720P","duration":3,"prompt_extend":true}}""", 1280, 720, 3)]
    [InlineData("""{"model":"doubao-seedance-2-0-fast-260128","prompt":"x","duration":4,"ratio":"1:1","resolution":"480p","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://img.example/a.png"},"role":"first_frame"}]}""", 480, 480, 4)]
    [InlineData("""{"model":"doubao-seedance-1-0-pro-250528","prompt":"x","seconds":"3","size":"720p"}""", 1280, 720, 3)]
    public async Task Content_is_a_film_of_the_size_and_length_ordered(string body, int width, int height, int seconds)
    {
        await using var api = await GatewayApi.StartAsync();
        var id = await CreateAsync(api, body);
        api.Advance(100);

        using var response = await api.Http.GetAsync(Url(id, "/content"), GatewayApi.Cancellation);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        var film = await response.Content.ReadAsByteArrayAsync(GatewayApi.Cancellation);
        Mp4Probe.Size(film).ShouldBe((width, height));
        Mp4Probe.Seconds(film)!.Value.ShouldBe(seconds, 0.05);
    }

    [Fact]
    public async Task Content_wants_the_key_is_not_there_early_and_expires()
    {
        await using var api = await GatewayApi.StartAsync();
        var id = await CreateAsync(api);
        using var nobody = api.Caller(null);
        using var stranger = api.Caller("sk-other");

        async Task<HttpStatusCode> StatusAsync(HttpClient caller, string below = "/content") =>
            (await caller.GetAsync(Url(id, below), GatewayApi.Cancellation)).StatusCode;

        (await StatusAsync(api.Http)).ShouldBe(HttpStatusCode.BadRequest);
        api.Advance(100);
        (await StatusAsync(api.Http)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(nobody)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(stranger)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(api.Http, "/content?variant=thumbnail")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(api.Http, "/content?variant=hologram")).ShouldBe(HttpStatusCode.BadRequest);
        api.Advance(24 * 3600);
        (await StatusAsync(api.Http)).ShouldBe(HttpStatusCode.NotFound);
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { """{"prompt":"x"}""", 400, "Missing required parameter: 'model'." },
        { """{"model":"nonsense","prompt":"x"}""", 500, "no_valid_channel_error" },
        { """{"model":"sora-2"}""", 400, "prompt is required" },
        { """{"model":"sora-2","prompt":"x","seconds":4}""", 400, "Invalid type for 'seconds': expected one of '4', '8', or '12', but got an integer instead." },
        { """{"model":"sora-2","prompt":"x","seconds":"5"}""", 400, "Invalid value of seconds" },
        { """{"model":"sora-2","prompt":"x","seconds":"16"}""", 400, "Invalid value of seconds" },
        { """{"model":"sora-2","prompt":"x","size":"720p"}""", 400, "Invalid value: '720p'" },
        { """{"model":"sora-2","prompt":"x","aspect_ratio":"16:9"}""", 400, "Unknown parameter: 'aspect_ratio'." },
        { """{"model":"sora-2","prompt":"x","input_reference":"https://img.example/a.png"}""", 400, "Invalid type for 'input_reference': expected an object, but got a string" },
        { """{"model":"veo-3.1-generate-preview","prompt":"x","seconds":"8"}""", 400, "Invalid type for 'seconds': expected a number, but got a string" },
        { """{"model":"veo-3.1-generate-preview","prompt":"x","seconds":5}""", 400, "durationSeconds out of bound" },
        { """{"model":"veo-3.1-generate-preview","prompt":"x","size":"1024p"}""", 400, "The string value `1024p` for `resolution` is invalid" },
        { """{"model":"veo-2.0-generate-001","prompt":"x","size":"4k"}""", 400, "The string value `4k`" },
        { """{"model":"veo-3.1-generate-preview","prompt":"x","input_reference":"https://img.example/a.png"}""", 400, "`inlineData` isn't supported by this model" },
        { """{"model":"wan2.6-t2v","prompt":"x","size":"832x480"}""", 400, "The size '832x480' is not supported" },
        { """{"model":"wan2.5-t2v-preview","prompt":"x","seconds":6}""", 400, "Invalid value of seconds" },
        { """{"model":"wan2.6-t2v","prompt":"x","seconds":"five"}""", 400, "Invalid value of seconds" },
        { """{"model":"wan2.6-t2v","prompt":"x","input_reference":"https://img.example/a.png"}""", 400, "input_reference is not supported by wan2.6-t2v" },
        { """{"model":"wan2.6-i2v","prompt":"x"}""", 400, "input_reference is required for wan2.6-i2v" },
        { """{"model":"wan2.7-i2v","prompt":"x"}""", 400, "input is required" },
        { """{"model":"wan2.7-i2v","input":{"prompt":"x"}}""", 400, "media must contain a first_frame" },
        { """{"model":"happyhorse-1.0-i2v","input":{"prompt":"x","media":[{"type":"last_frame","url":"https://img.example/a.png"}]}}""", 400, "media type 'last_frame' is not supported" },
        { """{"model":"doubao-seedance-2-0-260128","prompt":"x","duration":16}""", 400, "Invalid 'duration'" },
        { """{"model":"doubao-seedance-2-0-fast-260128","prompt":"x","duration":5,"resolution":"1080p"}""", 400, "the parameter resolution" },
        { """{"model":"doubao-seedance-2-0-260128","prompt":"x","ratio":"2:1"}""", 400, "the parameter ratio" },
        { """{"model":"doubao-seedance-1-0-pro-250528","prompt":"x","content":[{"type":"image_url","image_url":{"url":"https://img.example/a.png"},"role":"reference_image"}]}""", 400, "task_type r2v does not support model" },
        { """{"model":"doubao-seedance-2-0-260128","prompt":"x","content":[{"type":"image_url","image_url":{"url":"https://img.example/a.png"},"role":"cameo"}]}""", 400, "the parameter role `cameo`" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_request_is_refused_in_the_words_of_its_family(string body, int status, string message)
    {
        await using var api = await GatewayApi.StartAsync();

        var refusal = await api.RefusalAsync(await api.PostAsync("v1/videos", body));

        refusal.Status.ShouldBe(status);
        refusal.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("sora-2", "input_reference", true)]
    [InlineData("veo-3.1-generate-preview", "input_reference", false)]
    [InlineData("wan2.6-i2v", "input_reference", true)]
    public async Task Form_with_a_picture_is_judged_like_json(string model, string part, bool accepted)
    {
        await using var api = await GatewayApi.StartAsync();
        var seconds = model.StartsWith("wan", StringComparison.Ordinal) ? "5" : "8";
        using var form = new MultipartFormDataContent
        {
            { new StringContent(model), "model" }, { new StringContent("x"), "prompt" }, { new StringContent(seconds), "seconds" }, { new StringContent("1280x720"), "size" },
        };
        var picture = new ByteArrayContent(GatewayApi.Png());
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(picture, part, "a.png");

        using var response = await api.Http.PostAsync("v1/videos", form, GatewayApi.Cancellation);

        response.StatusCode.ShouldBe(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        api.Simulators.Calls.Billed("aihubmix").ShouldBe(accepted ? 1 : 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_video_is_gone(bool withoutBody)
    {
        await using var api = await GatewayApi.StartAsync(options => options.AiHubMix.DeleteWithoutBody = withoutBody);
        var id = await CreateAsync(api);

        using var deleted = await api.Http.DeleteAsync(Url(id), GatewayApi.Cancellation);

        deleted.StatusCode.ShouldBe(withoutBody ? HttpStatusCode.NoContent : HttpStatusCode.OK);
        if (!withoutBody)
        {
            var answer = await GatewayApi.ReadAsync(deleted);
            answer.GetProperty("object").GetString().ShouldBe("video.deleted");
            answer.GetProperty("id").GetString().ShouldBe(id);
        }

        (await api.Http.GetAsync(Url(id), GatewayApi.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Remix_is_a_new_purchase_that_names_its_source()
    {
        await using var api = await GatewayApi.StartAsync();
        var id = await CreateAsync(api, Sora);
        using var early = await api.PostAsync(Url(id, "/remix"), """{"prompt":"at night"}""");
        early.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        api.Advance(100);

        var remix = await api.AnswerAsync(Url(id, "/remix"), """{"prompt":"at night"}""");

        remix.GetProperty("remixed_from_video_id").GetString().ShouldBe(id);
        remix.GetProperty("prompt").GetString().ShouldBe("at night");
        api.Simulators.Calls.Billed("aihubmix").ShouldBe(2);
    }

    [Theory]
    [InlineData(Sora, 0.40)]
    [InlineData("""{"model":"sora-2-pro","prompt":"x","seconds":"4","size":"1280x720"}""", 1.20)]
    [InlineData("""{"model":"sora-2-pro","prompt":"x","seconds":"4","size":"1792x1024"}""", 2.00)]
    [InlineData(Wan, 0.50)]
    public async Task Price_is_per_second_by_model_and_size(string body, double dollars)
    {
        await using var api = await GatewayApi.StartAsync();

        await CreateAsync(api, body);

        api.Simulators.Calls.List("aihubmix", "video").ShouldHaveSingleItem().Price.ShouldBe((decimal)dollars);
    }
}
