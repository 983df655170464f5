using System.Net;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Media;
using Atelier.Simulators.Tests.Media;
using Atelier.Simulators.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>Work fetched later: image to video and the asynchronous pictures.</summary>
public sealed class TaskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Video_is_in_progress_then_there_for_a_day_then_gone()
    {
        var time = new FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(time: time);
        var id = await StartVideoAsync(vendor);
        id.ShouldMatch("^[0-9a-f]{64}$");

        using var early = await vendor.GetAsync($"v2beta/image-to-video/result/{id}", "video/*");
        early.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await early.Content.ReadAsStringAsync(Token)).ShouldBe($$"""{"id":"{{id}}","status":"in-progress"}""");

        time.Advance(TimeSpan.FromSeconds(2));
        using var first = await vendor.GetAsync($"v2beta/image-to-video/result/{id}", "video/*");
        using var again = await vendor.GetAsync($"v2beta/image-to-video/result/{id}");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.ToString().ShouldBe("video/mp4");
        first.Headers.GetValues("finish-reason").ShouldBe(["SUCCESS"]);
        first.Headers.GetValues("seed").ShouldBe(["77"]);
        (await again.Content.ReadAsByteArrayAsync(Token)).ShouldBe(await first.Content.ReadAsByteArrayAsync(Token));

        time.Advance(TimeSpan.FromHours(23));
        (await vendor.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromHours(1));
        using var late = await vendor.GetAsync($"v2beta/image-to-video/result/{id}");
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await Vendor.BodyAsync(late);
        error.GetProperty("name").GetString().ShouldBe("generation_not_found");
        error.GetProperty("errors")[0].GetString().ShouldBe("id: the generation either does not exist or has expired.");
    }

    [Fact]
    public async Task Video_plays_in_the_size_of_its_picture()
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.Zero });
        var id = await StartVideoAsync(vendor, 576, 1024);

        using var response = await vendor.GetAsync($"v2beta/image-to-video/result/{id}", "application/json");

        Vendor.ContentType(response).ShouldBe("application/json; type=video/mp4");
        var file = await MediaTools.WriteAsync((await Vendor.BodyAsync(response)).GetProperty("video").GetBytesFromBase64(), "mp4");
        try
        {
            await MediaTools.DecodeAsync(file);
            var facts = await MediaTools.ProbeAsync(file, "v:0");
            (facts["width"], facts["height"]).ShouldBe(("576", "1024"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Another_key_does_not_find_the_task()
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.Zero });
        var id = await StartVideoAsync(vendor);
        using var other = vendor.As("sk-other");

        (await other.GetAsync($"v2beta/image-to-video/result/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await vendor.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await vendor.GetAsync($"v2beta/image-to-video/result/{id[1..]}0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(1024, 1024, PictureFormat.Png, "image: dimensions must be one of 1024x576, 576x1024, 768x768, but we received 1024x1024")]
    [InlineData(768, 768, PictureFormat.Webp, "image: must be one of jpeg, png")]
    public async Task Video_needs_one_of_three_sizes_as_jpeg_or_png(int width, int height, PictureFormat format, string problem)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/image-to-video", Vendor.Form().WithFile("image", Pictures.Make(width, height, format)));

        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe(problem);
    }

    [Theory]
    [InlineData("cfg_scale", "10.1")]
    [InlineData("motion_bucket_id", "0")]
    [InlineData("motion_bucket_id", "256")]
    [InlineData("seed", "abc")]
    public async Task Video_fields_have_limits(string name, string value)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/image-to-video", Vendor.Form((name, value)).WithFile("image", Pictures.Png(768, 768)));

        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString()!.ShouldStartWith($"{name}: ");
    }

    [Fact]
    public async Task Withdrawn_video_is_not_found_when_the_switch_is_off()
    {
        var options = new SimulatorOptions();
        options.Stability.LegacyVideo = false;
        await using var vendor = await Vendor.StabilityAsync(options);

        (await vendor.PostAsync("v2beta/image-to-video", Vendor.Form().WithFile("image", Pictures.Png(768, 768)))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await vendor.GetAsync("v2beta/image-to-video/result/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Video_is_bought_when_it_starts_and_polling_costs_nothing()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var id = await StartVideoAsync(vendor);
        await vendor.GetAsync($"v2beta/image-to-video/result/{id}");
        await vendor.GetAsync($"v2beta/image-to-video/result/{id}");

        vendor.Simulators.Ledger.List().Single().Spent.ShouldBe(20);
        vendor.Simulators.Calls.Billed("stability").ShouldBe(1);
        vendor.Simulators.Calls.List().ShouldAllBe(call => call.TaskId == id);
        vendor.Simulators.Calls.List(operation: "poll").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("v2beta/results", "result")]
    [InlineData("v2beta/stable-image/upscale/creative/result", "result")]
    [InlineData("v2beta/results", "image")]
    public async Task Asynchronous_picture_is_fetched_by_id(string path, string field)
    {
        var options = new SimulatorOptions { DefaultTaskDuration = TimeSpan.Zero };
        options.Stability.ResultsField = field;
        await using var vendor = await Vendor.StabilityAsync(options);
        using var start = await vendor.PostAsync(
            "v2beta/stable-image/upscale/creative",
            Vendor.Form(("prompt", "a"), ("output_format", "webp")).WithFile("image", Pictures.Png(300, 100)),
            "application/json");
        start.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await Vendor.BodyAsync(start)).GetProperty("id").GetString();

        using var response = await vendor.GetAsync($"{path}/{id}", "application/json");

        Vendor.ContentType(response).ShouldBe("application/json; type=image/webp");
        using var bitmap = SKBitmap.Decode((await Vendor.BodyAsync(response)).GetProperty(field).GetBytesFromBase64());
        (bitmap.Width / (double)bitmap.Height).ShouldBe(3, 0.01);
    }

    [Fact]
    public async Task Job_asked_for_too_often_is_429_behind_its_switch()
    {
        var time = new FakeTimeProvider();
        var options = new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromMinutes(1) };
        options.Stability.ShortestPollInterval = TimeSpan.FromSeconds(10);
        await using var vendor = await Vendor.StabilityAsync(options, time);
        using var start = await vendor.PostAsync(
            "v2beta/stable-image/upscale/creative", Vendor.Form(("prompt", "a")).WithFile("image", Pictures.Png(300, 100)), "application/json");
        var path = $"v2beta/results/{(await Vendor.BodyAsync(start)).GetProperty("id").GetString()}";

        foreach (var (pause, status) in new[] { (0, 202), (9, 429), (9, 429), (10, 202) })
        {
            time.Advance(TimeSpan.FromSeconds(pause));
            using var answer = await vendor.GetAsync(path, "application/json");
            ((int)answer.StatusCode).ShouldBe(status);
            if (status == 429)
            {
                (await Vendor.BodyAsync(answer)).GetProperty("name").GetString().ShouldBe("rate_limit_exceeded");
            }
        }
    }

    [Fact]
    public async Task Faults_decide_how_a_task_ends()
    {
        var time = new FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(time: time);
        var ids = new List<string>();
        foreach (var fault in new Fault[]
        {
            new() { Kind = FaultKind.NeverFinish },
            new() { Kind = FaultKind.TaskFailed },
            new() { Kind = FaultKind.TaskFailed, Code = "content_moderation" },
            new() { Kind = FaultKind.TaskFailed, Code = "content_filtered" },
            new() { Kind = FaultKind.EmptyResult },
        })
        {
            vendor.Simulators.Faults.Add("stability", null, fault, times: 1);
            ids.Add(await StartVideoAsync(vendor));
        }

        time.Advance(TimeSpan.FromHours(1));
        var answers = new List<HttpResponseMessage>();
        foreach (var id in ids)
        {
            answers.Add(await vendor.GetAsync($"v2beta/image-to-video/result/{id}", "video/*"));
        }

        answers.Select(answer => (int)answer.StatusCode).ShouldBe([202, 500, 403, 200, 200]);
        answers[3].Headers.GetValues("finish-reason").ShouldBe(["CONTENT_FILTERED"]);
        (await answers[4].Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
        vendor.Simulators.Calls.Billed("stability").ShouldBe(5);
    }

    [Fact]
    public async Task Task_failed_by_a_fault_at_a_poll_stays_failed()
    {
        await using var vendor = await Vendor.StabilityAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.Zero });
        var id = await StartVideoAsync(vendor);
        vendor.Simulators.Faults.Add("stability", "poll", new Fault { Kind = FaultKind.TaskFailed }, times: 1);

        (await vendor.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await vendor.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    private static async Task<string> StartVideoAsync(Vendor vendor, int width = 768, int height = 768)
    {
        using var response = await vendor.PostAsync("v2beta/image-to-video", Vendor.Form(("seed", "77")).WithFile("image", Pictures.Png(width, height)));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await Vendor.BodyAsync(response)).GetProperty("id").GetString()!;
    }
}
