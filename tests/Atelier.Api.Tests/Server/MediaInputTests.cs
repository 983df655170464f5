using System.Net;
using System.Text.Json;

namespace Atelier.Api.Tests.Server;

[Collection(ServerCollection.Name)]
public sealed class MediaInputTests(ServerFixture fixture)
{
    [Fact]
    public async Task An_uploaded_picture_becomes_a_video()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        var upload = await UploadAsync(client, Pictures.BlackPng(1280, 720));
        upload.GetProperty("content_type").GetString().ShouldBe("image/png");
        upload.GetProperty("width").GetInt32().ShouldBe(1280);

        var made = await CreateAsync(client, $$"""{"image":"{{upload.GetProperty("id").GetString()}}","prompt":"it moves","duration":5}""");
        made.GetProperty("status").GetString().ShouldBe("completed", made.GetRawText());
        var artifact = made.GetProperty("artifacts")[0];
        artifact.GetProperty("content_type").GetString().ShouldBe("video/mp4");
        artifact.GetProperty("duration_seconds").GetDouble().ShouldBe(5, 0.5);
    }

    [Fact]
    public async Task Bytes_of_no_known_type_are_refused_as_an_upload()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var body = new ByteArrayContent("just some words, no media"u8.ToArray());
        using var answer = await client.PostAsync("/api/v1/uploads", body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_picture_that_is_cut_off_is_refused_as_an_upload()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var body = new ByteArrayContent(Pictures.BlackPng(640, 480)[..20]);
        using var answer = await client.PostAsync("/api/v1/uploads", body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "not_an_image");
    }

    [Fact]
    public async Task A_picture_with_too_many_pixels_is_refused_however_small_its_file()
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        var huge = Pictures.BlackPng(12_000, 12_000);
        huge.Length.ShouldBeLessThan(1_000_000);
        using var body = new ByteArrayContent(huge);
        using var answer = await client.PostAsync("/api/v1/uploads", body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "image_too_large");
    }

    [Theory]
    [InlineData("\"upl_01jd0000000000000000000000\"", "not_found")]
    [InlineData("\"my picture\"", "malformed")]
    [InlineData("\"data:image/png;base64,!!!\"", "malformed")]
    [InlineData("\"data:image/png;base64,aGVsbG8gd29ybGQ=\"", "unsupported_media_type")]
    [InlineData("\"https://127.0.0.1:1/x.png\"", "media_unavailable")]
    public async Task A_wrong_picture_reference_names_the_field(string image, string code)
    {
        using var client = fixture.Server.Client(RunningServer.TestKey);
        using var answer = await client.PostAsync(
            "/api/v1/generations", ApiFixture.Json(BodyOf($$"""{"image":{{image}},"prompt":"x"}""")), TestContext.Current.CancellationToken);
        var status = code switch { "not_found" => 404, "unsupported_media_type" => 415, _ => 400 };
        await answer.ShouldBeProblemAsync(status, code, "input.image");
        var account = await (await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken)).ReadJsonAsync();
        account.GetProperty("held").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task Another_books_upload_is_not_found()
    {
        using var test = fixture.Server.Client(RunningServer.TestKey);
        var upload = await UploadAsync(test, Pictures.BlackPng(640, 480));
        using var live = fixture.Server.Client(RunningServer.LiveKey);
        using var answer = await live.GetAsync($"/api/v1/uploads/{upload.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(404, "not_found");
    }

    private static string BodyOf(string input) => $$"""{"model":"runway/gen4_turbo","input":{{input}}}""";

    private static async Task<JsonElement> UploadAsync(HttpClient client, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(bytes), "file", "picture.png");
        using var answer = await client.PostAsync("/api/v1/uploads", form, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.ReadJsonAsync();
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations") { Content = ApiFixture.Json(BodyOf(input)) };
        request.Headers.TryAddWithoutValidation("Prefer", "wait=90").ShouldBeTrue();
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.ReadJsonAsync();
    }
}
