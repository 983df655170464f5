using System.Text;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class AiHubMixVideosTests
{
    // As long and as awkward as the gateway's own, with every character that means something in a URL.
    private const string OpaqueId = "eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InQ/Xz+aIn0=channel1001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<CreateVideoRequest, string> Families => new()
    {
        {
            new SoraVideoRequest { Model = "sora-2", Prompt = "p", Seconds = "4", Size = "1280x720", InputReference = new("https://a/i.png") },
            """{"model":"sora-2","prompt":"p","seconds":"4","size":"1280x720","input_reference":{"image_url":"https://a/i.png"}}"""
        },
        { new SoraVideoRequest { Model = "sora-2", Prompt = "p" }, """{"model":"sora-2","prompt":"p"}""" },
        {
            new VeoVideoRequest { Model = "veo-3.1-generate-preview", Prompt = "p", Seconds = 8, Size = "1080x1920", GenerateAudio = false, Seed = 5 },
            """{"model":"veo-3.1-generate-preview","prompt":"p","seconds":8,"size":"1080x1920","generate_audio":false,"seed":5}"""
        },
        {
            new WanVideoRequest { Model = "wan2.6-i2v", Prompt = "p", Seconds = "5", Size = "1280x720", InputReference = "data:image/png;base64,AQ+/" },
            """{"model":"wan2.6-i2v","prompt":"p","seconds":"5","size":"1280x720","input_reference":"data:image/png;base64,AQ+/"}"""
        },
        {
            new DashScopeVideoRequest
            {
                Model = "wan2.7-i2v",
                Input = new() { Prompt = "p", Media = [DashScopeMedia.FirstFrame("https://a/1.png"), DashScopeMedia.LastFrame("https://a/2.png")] },
                Parameters = new() { Resolution = "720P", Duration = 5, PromptExtend = true, Watermark = false, Seed = 9 },
            },
            """{"model":"wan2.7-i2v","input":{"prompt":"p","media":[{"type":"first_frame","url":"https://a/1.png"},{"type":"last_frame","url":"https://a/2.png"}]},"parameters":{"resolution":"720P","duration":5,"prompt_extend":true,"watermark":false,"seed":9}}"""
        },
        {
            new SeedanceVideoRequest
            {
                Model = "doubao-seedance-2-0-260128",
                Prompt = "p",
                Duration = 5,
                Ratio = "16:9",
                Resolution = "720p",
                Content = [SeedanceContent.OfText("p"), SeedanceContent.OfImage("https://a/1.png", "first_frame")],
            },
            """{"model":"doubao-seedance-2-0-260128","prompt":"p","duration":5,"content":[{"type":"text","text":"p"},{"type":"image_url","image_url":{"url":"https://a/1.png"},"role":"first_frame"}],"resolution":"720p","ratio":"16:9"}"""
        },
        {
            new SeedanceVideoRequest
            {
                Model = "doubao-seedance-2-0-260128",
                Prompt = "p",
                Content =
                [
                    SeedanceContent.OfText("p"), SeedanceContent.OfImage("https://a/1.png", "reference_image"),
                    SeedanceContent.OfVideo("https://a/2.mp4"), SeedanceContent.OfAudio("https://a/3.mp3"),
                ],
                Watermark = false,
                Seed = 3,
                CameraFixed = true,
                GenerateAudio = true,
            },
            """{"model":"doubao-seedance-2-0-260128","prompt":"p","content":[{"type":"text","text":"p"},{"type":"image_url","image_url":{"url":"https://a/1.png"},"role":"reference_image"},{"type":"video_url","video_url":{"url":"https://a/2.mp4"},"role":"reference_video"},{"type":"audio_url","audio_url":{"url":"https://a/3.mp3"},"role":"reference_audio"}],"watermark":false,"seed":3,"camera_fixed":true,"generate_audio":true}"""
        },
        {
            new KlingVideoRequest
            {
                Model = "kling-x", Prompt = "p", Seconds = "5", Size = "1280x720", Image = "https://a/1.png", ImageTail = "https://a/2.png",
                ImageList = ["https://a/3.png"],
            },
            """{"model":"kling-x","prompt":"p","seconds":"5","size":"1280x720","image":"https://a/1.png","image_tail":"https://a/2.png","image_list":["https://a/3.png"]}"""
        },
    };

    [Fact]
    public async Task A_remix_names_the_video_and_the_words_only()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"v2","object":"video","status":"queued","remixed_from_video_id":"v1"}""");

        (await bench.Client.RemixVideoAsync(OpaqueId, "at night", cancellationToken: Token)).Id.ShouldBe("v2");

        bench.Sent.Method.ShouldBe("POST");
        bench.Sent.Target.ShouldBe("/v1/videos/eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InQ%2FXz%2BaIn0%3Dchannel1001/remix");
        bench.Sent.Text.ShouldBe("""{"prompt":"at night"}""");
    }

    [Theory]
    [InlineData(VideoVariant.Video, "/v1/videos/v1/content")]
    [InlineData(VideoVariant.Thumbnail, "/v1/videos/v1/content?variant=thumbnail")]
    [InlineData(VideoVariant.Spritesheet, "/v1/videos/v1/content?variant=spritesheet")]
    public async Task A_picture_of_a_video_is_asked_for_by_name(VideoVariant variant, string target)
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Body([1], "image/webp"));

        await using var content = await bench.Client.OpenVideoVariantAsync("v1", variant, Token);

        bench.Sent.Target.ShouldBe(target);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Each_family_is_ordered_in_its_own_form(CreateVideoRequest request, string body)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"v1","object":"video","status":"queued"}""");

        var video = await bench.Client.CreateVideoAsync(request, cancellationToken: Token);

        video.Id.ShouldBe("v1");
        bench.Sent.Target.ShouldBe("/v1/videos");
        bench.Sent.Text.ShouldBe(body);
    }

    [Fact]
    public async Task Sora_with_a_file_is_ordered_as_form_data()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"v1","status":"queued"}""");
        var request = new SoraVideoRequest
        {
            Model = "sora-2",
            Prompt = "p",
            Seconds = "8",
            Size = "720x1280",
            ReferenceFile = AiHubMixBench.File("first.png", "image/png", "PICTURE"),
        };

        await bench.Client.CreateVideoAsync(request, cancellationToken: Token);

        bench.Sent.Multipart().ShouldBe(
            """
            --B
            Content-Disposition: form-data; name="model"

            sora-2
            --B
            Content-Disposition: form-data; name="prompt"

            p
            --B
            Content-Disposition: form-data; name="size"

            720x1280
            --B
            Content-Disposition: form-data; name="seconds"

            8
            --B
            Content-Type: image/png
            Content-Disposition: form-data; name="input_reference"; filename="first.png"

            PICTURE
            --B--

            """.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task A_lost_answer_to_an_order_is_not_ordered_again()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var fault = await bench.FaultOfAsync(bench.Client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = "p" }, cancellationToken: Token));

        fault.MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_order_without_an_id_in_the_answer_may_have_been_accepted()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"status":"queued"}""");

        var fault = await bench.FaultOfAsync(bench.Client.CreateVideoAsync(new VeoVideoRequest { Model = "veo", Prompt = "p" }, cancellationToken: Token));

        fault.ShouldBeOfType<VendorProtocolException>().MayHaveBeenAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task The_opaque_id_reaches_every_path_escaped()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server
            .Then(Answers.Json("""{"id":"x","status":"completed","progress":100}"""))
            .Then(Answers.Body("MP4"u8.ToArray(), "video/mp4"))
            .Then(Answers.Json("""{"id":"x","object":"video.deleted","deleted":true}"""))
            .Then(Answers.Status(204));

        (await bench.Client.GetVideoAsync(OpaqueId, Token)).Id.ShouldBe(OpaqueId);
        await using (var content = await bench.Client.OpenVideoContentAsync(OpaqueId, Token))
        {
            using var reader = new StreamReader(content.Content);
            (await reader.ReadToEndAsync(Token)).ShouldBe("MP4");
            content.ContentType.ShouldBe("video/mp4");
        }

        await bench.Client.DeleteVideoAsync(OpaqueId, Token);
        await bench.Client.DeleteVideoAsync(OpaqueId, Token);

        const string escaped = "/v1/videos/eyJtb2RlbCI6IndhbjIuNi10MnYiLCJpZCI6InQ%2FXz%2BaIn0%3Dchannel1001";
        bench.Server.Requests.Select(request => $"{request.Method} {request.Target}").ShouldBe(
            [$"GET {escaped}", $"GET {escaped}/content", $"DELETE {escaped}", $"DELETE {escaped}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_change_the_path_is_not_sent(string id)
    {
        await using var bench = await AiHubMixBench.StartAsync();

        await Should.ThrowAsync<ArgumentException>(() => bench.Client.GetVideoAsync(id, Token));

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_video_is_an_answer_and_no_exception()
    {
        await using var bench = await AiHubMixBench.AnsweringAsync("""{"id":"v1","status":"failed","error":{"code":"bad","message":"it broke"}}""");

        (await bench.Client.GetVideoAsync("v1", Token)).Error.ShouldBe(new TaskError("bad", "it broke"));
    }

    [Theory]
    [InlineData(200, """{"error":{"message":"Your account balance is insufficient."}}""", typeof(VendorBalanceException))]
    [InlineData(200, """{"status":"in_progress"}""", typeof(VendorProtocolException))]
    [InlineData(404, """{"error":{"message":"not found"}}""", typeof(VendorNotFoundException))]
    public async Task Json_where_the_video_should_be_is_a_failure(int status, string body, Type fault)
    {
        await using var bench = await AiHubMixBench.AnsweringAsync(body, status);

        (await bench.FaultOfAsync(bench.Client.OpenVideoContentAsync("v1", Token))).ShouldBeOfType(fault);
    }

    [Fact]
    public async Task A_video_that_breaks_off_is_never_silently_short()
    {
        await using var bench = await AiHubMixBench.StartAsync();
        bench.Server.Always(Answers.Truncated(Encoding.ASCII.GetBytes("half"), 100, "video/mp4"));

        await using var content = await bench.Client.OpenVideoContentAsync("v1", Token);

        await Should.ThrowAsync<VendorConnectionException>(() => content.Content.CopyToAsync(Stream.Null, Token));
    }
}
