using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Atelier.Api.Tests.Routes;

public sealed class UploadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Path = "/api/v1/uploads";
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(100_000);

    [Fact]
    public async Task A_part_named_file_is_stored()
    {
        using var form = Form(("file", "my cat.png"));
        using var client = api.Client();
        using var answer = await client.PostAsync(Path, form, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = await answer.ReadJsonAsync();
        answer.Headers.Location!.OriginalString.ShouldBe($"{Path}/{made.GetProperty("id").GetString()}");
        made.GetProperty("object").GetString().ShouldBe("upload");
        made.GetProperty("file_name").GetString().ShouldBe("my cat.png");
        made.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Bytes)));

        using var content = await client.GetAsync(made.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        (await content.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Bytes);
        content.Content.Headers.NonValidated["Content-Disposition"].ToString().ShouldBe("inline; filename=\"my cat.png\"; filename*=UTF-8''my%20cat.png");
        using var shown = await client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        (await shown.ReadJsonAsync()).GetRawText().ShouldBe(made.GetRawText());
    }

    [Fact]
    public async Task A_raw_body_is_stored()
    {
        using var body = new ByteArrayContent(Bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var client = api.Client();
        using var answer = await client.PostAsync($"{Path}?file_name=cat.png", body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await answer.ReadJsonAsync()).GetProperty("file_name").GetString().ShouldBe("cat.png");
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd.png")]
    [InlineData("a\"b\r\nc.png", "abc.png")]
    [InlineData("..", null)]
    public void A_file_name_is_made_harmless(string name, string? expected) =>
        Content.FileNames.FromCaller(name, "upl_1", "image/png").ShouldBe(expected ?? "upl_1.png");

    [Fact]
    public async Task An_empty_body_is_refused()
    {
        using var client = api.Client();
        using var body = new ByteArrayContent([]);
        using var answer = await client.PostAsync(Path, body, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "empty_file", "file");
    }

    [Fact]
    public async Task A_part_with_another_name_is_refused()
    {
        using var form = Form(("picture", "x.png"));
        using var client = api.Client();
        using var answer = await client.PostAsync(Path, form, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "unknown_field", "picture");
    }

    [Fact]
    public async Task A_second_part_is_refused_and_nothing_is_kept()
    {
        var before = api.Files.UploadCount;
        using var form = Form(("file", "a.png"), ("more", "b.png"));
        using var client = api.Client();
        using var answer = await client.PostAsync(Path, form, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(400, "unknown_field", "more");
        api.Files.UploadCount.ShouldBe(before);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    public async Task A_multipart_body_without_a_boundary_is_refused(string type)
    {
        using var answer = await SendRawAsync("--x\r\n", type);
        await answer.ShouldBeProblemAsync(400, "broken_multipart");
    }

    [Fact]
    public async Task A_multipart_body_that_breaks_off_is_refused_and_nothing_is_kept()
    {
        var before = api.Files.UploadCount;
        using var answer = await SendRawAsync(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nabc", "multipart/form-data; boundary=x");
        await answer.ShouldBeProblemAsync(400, "broken_multipart");
        api.Files.UploadCount.ShouldBe(before);
    }

    [Theory]
    [InlineData("no boundary anywhere", "broken_multipart", null)]
    [InlineData("--x--\r\n", "missing", "file")]
    [InlineData("--x\r\nContent-Type: image/png\r\n\r\nabc\r\n--x--\r\n", "broken_multipart", null)]
    [InlineData("--x\r\nno colon here\r\n\r\nabc\r\n--x--\r\n", "broken_multipart", null)]
    public async Task A_malformed_multipart_body_is_refused(string body, string code, string? field)
    {
        using var answer = await SendRawAsync(body, "multipart/form-data; boundary=x");
        await answer.ShouldBeProblemAsync(400, code, field);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_limit_is_refused(bool multipart)
    {
        using var client = api.Client();
        // Otherwise the refusal may arrive while the body is still being written, and the client only sees a closed connection.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using HttpContent raw = new ByteArrayContent(new byte[3 * 1024 * 1024]);
        using var form = new MultipartFormDataContent();
        if (multipart)
        {
            form.Add(raw, "file", "big.png");
        }

        using var answer = await client.PostAsync(Path, multipart ? form : raw, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(413, "file_too_large", "file");
    }

    [Fact]
    public async Task Another_users_upload_is_not_found()
    {
        using var form = Form(("file", "a.png"));
        using var alice = api.Client();
        var made = await (await alice.PostAsync(Path, form, TestContext.Current.CancellationToken)).ReadJsonAsync();
        using var bob = api.Client("atl_test_bob");
        foreach (var path in new[] { $"{Path}/{made.GetProperty("id").GetString()}", made.GetProperty("url").GetString()! })
        {
            using var answer = await bob.GetAsync(path, TestContext.Current.CancellationToken);
            await answer.ShouldBeProblemAsync(404, "upload_not_found");
        }
    }

    private static MultipartFormDataContent Form(params (string Name, string FileName)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, fileName) in parts)
        {
            var part = new ByteArrayContent(Bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(part, name, fileName);
        }

        return form;
    }

    private async Task<HttpResponseMessage> SendRawAsync(string body, string type)
    {
        using var client = api.Client();
        using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();
        return await client.PostAsync(Path, content, TestContext.Current.CancellationToken);
    }
}
