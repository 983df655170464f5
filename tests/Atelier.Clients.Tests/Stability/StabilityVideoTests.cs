using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

public sealed class StabilityVideoTests
{
    private static readonly string Id = new('a', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    public async Task A_video_is_started_and_its_id_kept(int status)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json($$"""{"id":"{{Id}}"}""", status));

        var id = await bench.Client.ImageToVideoAsync(
            new StabilityImageToVideoRequest
            {
                Image = new VendorFile("f.jpg", "image/jpeg", new byte[] { 65 }), Seed = 9, CfgScale = 1.8, MotionBucketId = 127,
            },
            cancellationToken: Token);

        id.ShouldBe(Id);
        bench.Server.OnlyRequest.Target.ShouldBe("/stability/v2beta/image-to-video");
        bench.Server.OnlyRequest.Multipart().ShouldBe(
            "--B\r\nContent-Type: image/jpeg\r\nContent-Disposition: form-data; name=\"image\"; filename=\"f.jpg\"\r\n\r\nA\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n9\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"cfg_scale\"\r\n\r\n1.8\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"motion_bucket_id\"\r\n\r\n127\r\n--B--\r\n");
    }

    [Fact]
    public async Task A_video_whose_start_is_in_doubt_is_not_started_again()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Drop);

        var work = bench.Client.ImageToVideoAsync(
            new StabilityImageToVideoRequest { Image = new VendorFile("f.png", "image/png", new byte[] { 65 }) }, cancellationToken: Token);
        await bench.PassWaitsAsync(work);

        (await Should.ThrowAsync<VendorConnectionException>(work)).MayHaveBeenAccepted.ShouldBeTrue();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"id":"1","name":"internal_error","errors":["An unexpected server error has occurred"]}""", 4, false)]
    [InlineData("<html>proxy</html>", 1, true)]
    public async Task The_vendors_own_500_was_not_charged_and_may_be_repeated_but_not_a_proxys(string body, int requests, bool doubt)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(body, 500));

        var work = bench.Client.ImageToVideoAsync(
            new StabilityImageToVideoRequest { Image = new VendorFile("f.png", "image/png", new byte[] { 65 }) }, cancellationToken: Token);
        await bench.PassWaitsAsync(work);

        (await Should.ThrowAsync<VendorServerException>(work)).MayHaveBeenAccepted.ShouldBe(doubt);
        bench.Server.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_video_is_waited_for_in_steps_of_ten_seconds_and_opened()
    {
        await using var bench = await StabilityBench.StartAsync();
        var running = Answers.Json($$"""{"id":"{{Id}}","status":"in-progress"}""", 202);
        bench.Server.Then(running).Then(running).Then(
            Answers.Body([1, 2, 3], "video/mp4", 200, ("finish-reason", "SUCCESS"), ("seed", "77120334")));

        var work = bench.Client.WaitForImageToVideoAsync(Id, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), Token);
        var waits = await bench.PassWaitsAsync(work);

        await using var video = await work;
        waits.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)]);
        video.FinishReason.ShouldBe(StabilityFinishReason.Success);
        video.Seed.ShouldBe(77120334);
        video.Media.ContentType.ShouldBe("video/mp4");
        using var bytes = new MemoryStream();
        await video.Media.Content.CopyToAsync(bytes, Token);
        bytes.ToArray().ShouldBe([1, 2, 3]);
        bench.Server.Requests[0].Target.ShouldBe($"/stability/v2beta/image-to-video/result/{Id}");
        bench.Server.Requests[0].Header("Accept").ShouldBe("video/*");
    }

    [Fact]
    public async Task A_wait_ends_at_its_limit()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json($$"""{"id":"{{Id}}","status":"in-progress"}""", 202));

        var work = bench.Client.WaitForImageToVideoAsync(Id, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(10), Token);
        var waits = await bench.PassWaitsAsync(work);

        await Should.ThrowAsync<VendorTimeoutException>(work);
        waits.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)]);
        bench.Server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("{\"id\":", 202)]
    [InlineData("", 202)]
    [InlineData("{}", 200)]
    public async Task An_answer_that_is_neither_a_video_nor_says_that_it_is_being_made_is_a_protocol_fault(string body, int status)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(body, status));

        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetImageToVideoResultAsync(Id, Token));
    }

    [Fact]
    public async Task An_expired_result_is_not_found()
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json(
            """{"errors":["id: the generation either does not exist or has expired."],"id":"e1","name":"generation_not_found"}""", 404));

        var fault = await Should.ThrowAsync<VendorNotFoundException>(bench.Client.GetImageToVideoResultAsync(Id, Token));

        fault.VendorErrorCode.ShouldBe("generation_not_found");
        fault.RequestId.ShouldBe("e1");
    }
}
