using System.Text;
using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixResponseMapperTests
{
    private static readonly TimeSpan PollAfter = TimeSpan.FromSeconds(3);
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0];

    private readonly List<Uri> _urls = [];

    [Fact]
    public async Task Pictures_become_bytes_or_downloads_in_the_vendors_order()
    {
        var outcome = Map(new ImagesResponse
        {
            Data = [new() { Bytes = Png, RevisedPrompt = "a red boat" }, new() { Url = "https://cdn.example/a.png?sig=1" }],
            Size = "1024x768",
            Usage = new() { InputTokens = 5, OutputTokens = 7 },
        });

        var result = outcome.ShouldBeOfType<SubmitOutcome.Completed>().Result;
        result.Media.Count.ShouldBe(2);
        var first = result.Media[0];
        (first.ContentType, first.Length, first.FileName, first.Width, first.Height).ShouldBe(("image/png", 6, "image.png", 1024, 768));
        await using var stream = await first.OpenAsync(TestContext.Current.CancellationToken);
        stream.Length.ShouldBe(6);
        _urls.ShouldBe([new Uri("https://cdn.example/a.png?sig=1")]);
        result.Usage.ShouldBe(new ProviderUsage { InputTokens = 5, OutputTokens = 7 });
        result.Details["revised_prompt"].ShouldBe("a red boat");
    }

    [Fact]
    public void No_pictures_at_all_is_a_success_with_nothing_in_it() =>
        Map(new ImagesResponse()).ShouldBeOfType<SubmitOutcome.Completed>().Result.Media.ShouldBeEmpty();

    [Theory]
    [InlineData(SubmitPolicy.AtLeastOnce)]
    [InlineData(SubmitPolicy.AtMostOnce)]
    public void Pictures_nobody_can_have_are_a_fault_that_may_have_been_charged(SubmitPolicy policy)
    {
        var outcome = Map(new ImagesResponse { Data = [new() { Bytes = Png }, new() { Bytes = new byte[] { 1, 2 } }] }, policy);

        var failure = policy is SubmitPolicy.AtLeastOnce
            ? outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure
            : outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Failure;
        failure.MayHaveCharged.ShouldBeTrue();
    }

    [Fact]
    public void A_picture_of_a_type_we_cannot_tell_is_what_the_vendor_says()
    {
        var outcome = AiHubMixResponseMapper.Map(
            new Prediction { Images = [new() { Bytes = new byte[] { 1, 2 }, ContentType = "image/avif" }] }, FromUrl, SubmitPolicy.AtLeastOnce, PollAfter);

        outcome.ShouldBeOfType<SubmitOutcome.Completed>().Result.Media.ShouldHaveSingleItem().ContentType.ShouldBe("image/avif");
    }

    [Fact]
    public void A_prediction_that_is_a_task_is_accepted() =>
        AiHubMixResponseMapper.Map(new Prediction { TaskId = "t1" }, FromUrl, SubmitPolicy.AtLeastOnce, PollAfter)
            .ShouldBe(new SubmitOutcome.Accepted("t1", PollAfter));

    [Theory]
    [InlineData(TaskState.Queued)]
    [InlineData(TaskState.Running)]
    public void A_task_that_is_not_done_runs(TaskState state) =>
        AiHubMixResponseMapper.Map(new PredictionTask { Id = "t1", State = state }, FromUrl, PollAfter).ShouldBe(new PollOutcome.Running(null, PollAfter));

    [Fact]
    public void A_done_task_gives_its_pictures()
    {
        var task = new PredictionTask { Id = "t1", State = TaskState.Completed, Images = [new() { Url = "https://cdn.example/s.png" }] };

        AiHubMixResponseMapper.Map(task, FromUrl, PollAfter).ShouldBeOfType<PollOutcome.Completed>().Result.Media.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(42.0, 0.42)]
    [InlineData(250.0, 1.0)]
    [InlineData(null, null)]
    public void The_progress_of_a_video_is_from_nought_to_one(double? percent, double? progress) =>
        Map(new VideoTask { Id = "v", State = TaskState.Running, Progress = percent }).ShouldBe(new PollOutcome.Running(progress, PollAfter));

    [Fact]
    public void A_failed_video_has_failed_for_its_reason()
    {
        var failure = Map(new VideoTask { Id = "v", State = TaskState.Failed, Error = new TaskError("x", "the GPU melted") })
            .ShouldBeOfType<PollOutcome.Failed>().Failure;

        (failure.Kind, failure.VendorCode, failure.Retryable, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.VendorFault, "x", true, true));
        failure.Message.ShouldContain("the GPU melted");
    }

    [Theory]
    [InlineData("json", "application/json", "application/json", "transcript.json")]
    [InlineData("verbose_json", "application/json", "application/json", "transcript.json")]
    [InlineData(null, "application/json", "application/json", "transcript.json")]
    [InlineData("srt", "text/plain", "application/x-subrip", "transcript.srt")]
    [InlineData("vtt", "text/plain", "text/vtt", "transcript.vtt")]
    [InlineData("text", "text/plain", "text/plain", "transcript.txt")]
    public void A_transcript_keeps_the_form_that_was_asked_for(string? format, string told, string type, string name)
    {
        var media = Transcript(new Transcript { Text = "hi", Raw = "RAW"u8.ToArray(), ContentType = told }, format).Media.ShouldHaveSingleItem();

        (media.ContentType, media.FileName).ShouldBe((type, name));
        media.ShouldBeOfType<BytesMediaSource>().Bytes.ToArray().ShouldBe("RAW"u8.ToArray());
    }

    [Fact]
    public void Plain_text_is_taken_out_of_json_where_the_model_knows_nothing_else()
    {
        var result = Transcript(new Transcript { Text = "hi", Raw = """{"text":"hi"}"""u8.ToArray(), ContentType = "application/json" }, "text");

        var media = result.Media.ShouldHaveSingleItem().ShouldBeOfType<BytesMediaSource>();
        Encoding.UTF8.GetString(media.Bytes.Span).ShouldBe("hi");
        media.ContentType.ShouldBe("text/plain");
    }

    [Fact]
    public void A_transcript_tells_what_was_used()
    {
        var result = Transcript(
            new Transcript
            {
                Text = "hi",
                Raw = "{}"u8.ToArray(),
                ContentType = "application/json",
                DurationSeconds = 1.5,
                Language = "english",
                Usage = new() { InputTokens = 3, OutputTokens = 1 },
            },
            "json");

        result.Usage.ShouldBe(new ProviderUsage { InputTokens = 3, OutputTokens = 1, Seconds = 1.5 });
        result.Details["language"].ShouldBe("english");
    }

    [Fact]
    public void Seconds_that_were_charged_win_over_the_length_of_the_recording() =>
        Transcript(
                new Transcript { Text = "hi", Raw = "{}"u8.ToArray(), ContentType = "application/json", DurationSeconds = 1.5, Usage = new() { Seconds = 2 } },
                "json")
            .Usage.ShouldBe(new ProviderUsage { Seconds = 2 });

    [Fact]
    public void A_chat_answer_is_one_json_document_with_its_usage()
    {
        var body = JsonElement.Parse("""{"id":"c1","choices":[],"x":1}""");

        var result = AiHubMixResponseMapper.Map(new ChatCompletion(body, new() { PromptTokens = 3, CompletionTokens = 1 }))
            .ShouldBeOfType<SubmitOutcome.Completed>().Result;

        var media = result.Media.ShouldHaveSingleItem().ShouldBeOfType<BytesMediaSource>();
        Encoding.UTF8.GetString(media.Bytes.Span).ShouldBe("""{"id":"c1","choices":[],"x":1}""");
        media.ContentType.ShouldBe("application/json");
        result.Usage.ShouldBe(new ProviderUsage { InputTokens = 3, OutputTokens = 1 });
    }

    private SubmitOutcome Map(ImagesResponse answer, SubmitPolicy policy = SubmitPolicy.AtLeastOnce) =>
        AiHubMixResponseMapper.Map(answer, FromUrl, policy);

    private static PollOutcome Map(VideoTask video) =>
        AiHubMixResponseMapper.Map(video, _ => throw new InvalidOperationException("there is nothing to open yet"), PollAfter);

    private static ProviderResult Transcript(Transcript transcript, string? format) =>
        AiHubMixResponseMapper.Map(transcript, format).ShouldBeOfType<SubmitOutcome.Completed>().Result;

    private BytesMediaSource FromUrl(Uri url)
    {
        _urls.Add(url);
        return new BytesMediaSource(Png);
    }
}
