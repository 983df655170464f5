using System.Text.Json;
using Atelier.Clients.AiHubMix;

namespace Atelier.Clients.Tests.AiHubMix;

public sealed class PredictionOutputTests
{
    private static readonly byte[] Picture = [1, 2, 3, 255];

    [Theory]
    [InlineData("""{"output":[{"url":"https://cdn.example/a.png"}]}""")]
    [InlineData("""{"output":{"urls":["https://cdn.example/a.png"]}}""")]
    [InlineData("""{"output":["https://cdn.example/a.png"]}""")]
    [InlineData("""{"output":"https://cdn.example/a.png"}""")]
    [InlineData("""{"output":{"b64_json":[],"urls":["https://cdn.example/a.png"]}}""")]
    public void A_url_is_found_in_every_shape(string body)
    {
        var image = Read(body).Images.ShouldHaveSingleItem();
        image.Url.ShouldBe("https://cdn.example/a.png");
        image.Bytes.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"output":{"b64_json":[{"bytesBase64":"AQID/w==","mimeType":"png"}],"urls":[]}}""", "image/png")]
    [InlineData("""{"output":[{"bytesBase64":"AQID/w=="}]}""", null)]
    [InlineData("""{"output":[{"b64_json":"AQID/w==","mimeType":"image/webp"}]}""", "image/webp")]
    [InlineData("""{"output":["AQID/w=="]}""", null)]
    [InlineData("""{"output":[{"b64_json":"data:image/png;base64,AQID/w=="}]}""", null)]
    public void Base64_is_decoded_in_every_shape(string body, string? contentType)
    {
        var image = Read(body).Images.ShouldHaveSingleItem();
        image.Bytes.ShouldNotBeNull().ToArray().ShouldBe(Picture);
        image.ContentType.ShouldBe(contentType);
        image.Url.ShouldBeNull();
    }

    [Fact]
    public void Several_pictures_keep_their_order() =>
        Read("""{"output":[{"url":"https://a/1"},{"url":"https://a/2"}]}""").Images.Select(image => image.Url)
            .ShouldBe(["https://a/1", "https://a/2"]);

    [Fact]
    public void A_task_is_an_answer_without_pictures_and_its_polling_url_is_not_one()
    {
        var prediction = Read("""{"output":[{"taskId":"api.us1.bfl.0001","polling_url":"https://api.us1.bfl.ai/v1/get_result?id=0001"}]}""");

        prediction.TaskId.ShouldBe("api.us1.bfl.0001");
        prediction.Images.ShouldBeEmpty();
    }

    [Fact]
    public void Usage_is_read_beside_the_output()
    {
        var usage = Read("""{"output":[{"url":"https://a/1"}],"usage":{"input_tokens":12,"output_tokens":1056,"total_tokens":1068}}""").Usage;
        usage.ShouldBe(new TokenUsage { InputTokens = 12, OutputTokens = 1056, TotalTokens = 1068 });
    }

    [Fact]
    public void An_empty_list_is_an_answer_with_nothing_in_it() => Read("""{"output":[]}""").Images.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"something":"else"}""")]
    [InlineData("""{"output":{"note":"none of ours"}}""")]
    [InlineData("""{"output":42}""")]
    public void An_unknown_shape_is_not_mistaken_for_an_empty_answer(string body) =>
        PredictionOutput.ReadPrediction(JsonElement.Parse(body)).ShouldBeNull();

    [Theory]
    [InlineData("""{"status":"Ready","result":{"sample":"https://cdn.example/s.png"}}""")]
    [InlineData("""{"status":"succeeded","output":[{"url":"https://cdn.example/s.png"}]}""")]
    [InlineData("""{"status":"COMPLETED","output":{"urls":["https://cdn.example/s.png"]}}""")]
    public void A_finished_task_carries_its_pictures(string body)
    {
        var task = PredictionOutput.ReadTask("t1", JsonElement.Parse(body));
        task.State.ShouldBe(TaskState.Completed);
        task.Images.ShouldHaveSingleItem().Url.ShouldBe("https://cdn.example/s.png");
    }

    [Fact]
    public void A_failed_task_says_why()
    {
        var task = PredictionOutput.ReadTask("t1", JsonElement.Parse("""{"status":"failed","error":"no luck"}"""));
        task.State.ShouldBe(TaskState.Failed);
        task.Error.ShouldBe(new TaskError(null, "no luck"));
    }

    [Theory]
    [InlineData("Pending", TaskState.Queued)]
    [InlineData("Processing", TaskState.Running)]
    [InlineData("something new", TaskState.Running)]
    [InlineData("Request Moderated", TaskState.Failed)]
    public void The_words_of_a_task_are_understood(string status, TaskState state) =>
        PredictionOutput.ReadTask("t1", JsonElement.Parse($$"""{"status":"{{status}}"}""")).State.ShouldBe(state);

    private static Prediction Read(string body) => PredictionOutput.ReadPrediction(JsonElement.Parse(body)).ShouldNotBeNull();
}
