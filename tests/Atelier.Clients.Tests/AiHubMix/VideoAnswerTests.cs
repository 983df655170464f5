using System.Text.Json;
using Atelier.Clients.AiHubMix;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class VideoAnswerTests
{
    [Theory]
    [InlineData("queued", TaskState.Queued)]
    [InlineData("in_progress", TaskState.Running)]
    [InlineData("completed", TaskState.Completed)]
    [InlineData("Succeeded", TaskState.Completed)]
    [InlineData("SUCCESS", TaskState.Completed)]
    [InlineData("done", TaskState.Completed)]
    [InlineData("finished", TaskState.Completed)]
    [InlineData("complete", TaskState.Completed)]
    [InlineData("failed", TaskState.Failed)]
    [InlineData("error", TaskState.Failed)]
    [InlineData("cancelled", TaskState.Failed)]
    [InlineData("canceled", TaskState.Failed)]
    [InlineData("Rejected", TaskState.Failed)]
    [InlineData("rendering_on_the_moon", TaskState.Running)]
    public void Every_vendors_word_for_a_status_is_understood(string status, TaskState state) =>
        Read($$"""{"id":"v","status":"{{status}}"}""").State.ShouldBe(state);

    [Fact]
    public void A_missing_status_counts_as_running() => Read("""{"id":"v"}""").State.ShouldBe(TaskState.Running);

    [Fact]
    public void The_wan_form_is_read()
    {
        var video = Read("""{"id":"v","object":"video","status":"in_progress","model":"wan2.6-t2v","duration":5,"width":1280,"height":720}""");
        (video.Seconds, video.Width, video.Height, video.Model).ShouldBe((5, 1280, 720, "wan2.6-t2v"));
        video.Progress.ShouldBeNull();
    }

    [Fact]
    public void The_reference_form_is_read()
    {
        var video = Read("""
            {"id":"v","object":"video","model":"sora-2","status":"completed","progress":100,"created_at":1795400000,
             "expires_at":1795403690,"size":"1280x720","seconds":"4","remixed_from_video_id":null,"error":null}
            """);
        (video.Seconds, video.Width, video.Height, video.Progress).ShouldBe((4, 1280, 720, 100));
        video.ExpiresAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1795403690));
        video.Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"id":"v","status":"failed","error":{"code":"moderation","message":"no"}}""", "moderation", "no")]
    [InlineData("""{"id":"v","status":"failed","error":"no"}""", null, "no")]
    [InlineData("""{"id":"v","status":"failed","failure_reason":"no"}""", null, "no")]
    [InlineData("""{"id":"v","status":"failed","failed_reason":"no"}""", null, "no")]
    [InlineData("""{"id":"v","status":"failed","error":null,"status_message":"no"}""", null, "no")]
    [InlineData("""{"id":"v","status":"failed","message":"no"}""", null, "no")]
    [InlineData("""{"id":"v","status":"failed","error":{"code":"only_code"}}""", "only_code", "only_code")]
    [InlineData("""{"id":"v","status":"rejected"}""", null, "The vendor gave no reason (status 'rejected').")]
    public void The_reason_of_a_failure_is_found_wherever_it_is(string body, string? code, string message) =>
        Read(body).Error.ShouldBe(new TaskError(code, message));

    [Theory]
    [InlineData("""{"id":"v","status":"completed","video_url":"https://a/v.mp4"}""")]
    [InlineData("""{"id":"v","status":"completed","url":"https://a/v.mp4"}""")]
    [InlineData("""{"id":"v","status":"completed","output_url":"https://a/v.mp4"}""")]
    [InlineData("""{"id":"v","status":"completed","data":{"video_url":"https://a/v.mp4"}}""")]
    [InlineData("""{"id":"v","status":"completed","data":{"url":"https://a/v.mp4"}}""")]
    [InlineData("""{"id":"v","status":"completed","data":[{"url":"https://a/v.mp4"}]}""")]
    [InlineData("""{"id":"v","status":"completed","unsigned_urls":["https://a/v.mp4"]}""")]
    public void The_url_of_a_result_is_found_wherever_it_is(string body) => Read(body).ResultUrl.ShouldBe("https://a/v.mp4");

    [Theory]
    [InlineData("""{"id":"v","status":"completed","video_url":"file:///etc/passwd"}""")]
    [InlineData("""{"id":"v","status":"completed","video_url":"/relative"}""")]
    [InlineData("""{"id":"v","status":"in_progress","video_url":"https://a/v.mp4"}""")]
    public void A_url_that_is_none_or_too_early_is_not_offered(string body) => Read(body).ResultUrl.ShouldBeNull();

    [Fact]
    public void Progress_may_be_text() => Read("""{"id":"v","status":"in_progress","progress":"42%"}""").Progress.ShouldBe(42);

    [Fact]
    public void An_answer_without_any_id_is_no_video() => VideoAnswers.Read(Wire("""{"status":"queued"}"""), id: null).ShouldBeNull();

    [Fact]
    public void The_id_that_was_asked_for_wins() => VideoAnswers.Read(Wire("""{"id":"inner","status":"queued"}"""), "asked")!.Id.ShouldBe("asked");

    private static VideoTask Read(string body) => VideoAnswers.Read(Wire(body), id: null).ShouldNotBeNull();

    private static VideoWire Wire(string body) => JsonSerializer.Deserialize(body, AiHubMixJson.Wire.VideoWire)!;
}
