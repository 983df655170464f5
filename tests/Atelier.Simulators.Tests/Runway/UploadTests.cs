using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Media;

namespace Atelier.Simulators.Tests.Runway;

public sealed class UploadTests
{
    private static readonly byte[] Png = PictureMaker.Make(new Picture(128, 128, "upload", 1));

    private static async Task<JsonElement> IssueAsync(RunwayApi api)
    {
        using var response = await api.PostAsync("uploads", new JsonObject { ["filename"] = "kitchen.png", ["type"] = "ephemeral" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await RunwayApi.ReadAsync(response);
    }

    private static async Task<HttpStatusCode> SendAsync(
        JsonElement upload, byte[] file, bool fileFirst = false, Action<Dictionary<string, string>>? change = null)
    {
        var fields = upload.GetProperty("fields").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!);
        change?.Invoke(fields);
        using var form = new MultipartFormDataContent();
        if (fileFirst)
        {
            form.Add(new ByteArrayContent(file), "file", "kitchen.png");
        }

        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        if (!fileFirst)
        {
            form.Add(new ByteArrayContent(file), "file", "kitchen.png");
        }

        using var anonymous = new HttpClient();
        using var response = await anonymous.PostAsync(upload.GetProperty("uploadUrl").GetString(), form, RunwayApi.Cancellation);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> UseAsync(RunwayApi api, JsonElement upload)
    {
        var body = Bodies.Valid("image_to_video", "gen4_turbo");
        body["promptImage"] = upload.GetProperty("runwayUri").GetString();
        using var response = await api.PostAsync("image_to_video", body);
        return response.StatusCode;
    }

    [Fact]
    public async Task Uploaded_file_can_be_used_again_and_again_for_a_day()
    {
        await using var api = await RunwayApi.StartAsync();
        var upload = await IssueAsync(api);
        (await UseAsync(api, upload)).ShouldBe(HttpStatusCode.BadRequest);

        (await SendAsync(upload, Png)).ShouldBe(HttpStatusCode.NoContent);

        (await UseAsync(api, upload)).ShouldBe(HttpStatusCode.OK);
        (await UseAsync(api, upload)).ShouldBe(HttpStatusCode.OK);
        api.Advance(24 * 3600);
        (await UseAsync(api, upload)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Form_must_come_unchanged_with_the_file_last()
    {
        await using var api = await RunwayApi.StartAsync();
        var upload = await IssueAsync(api);

        (await SendAsync(upload, Png, fileFirst: true)).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(upload, Png, change: fields => fields["key"] += "x")).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(
            upload, Png, change: fields => fields["x-amz-signature"] = new string('0', 64))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(upload, Png, change: fields => fields.Remove("policy"))).ShouldBe(HttpStatusCode.Forbidden);
        (await UseAsync(api, upload)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task File_below_512_bytes_is_refused()
    {
        await using var api = await RunwayApi.StartAsync();
        var upload = await IssueAsync(api);

        (await SendAsync(upload, new byte[511])).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(upload, new byte[512])).ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("""{"type":"ephemeral"}""", "filename")]
    [InlineData("""{"filename":"a.png"}""", "type")]
    [InlineData("""{"filename":"a.png","type":"lasting"}""", "type")]
    public async Task Wrong_upload_request_names_its_field(string body, string field)
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.PostAsync("uploads", JsonNode.Parse(body)!);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RunwayApi.ReadAsync(response)).GetProperty("issues")[0].GetProperty("path")[0].GetString().ShouldBe(field);
    }
}
