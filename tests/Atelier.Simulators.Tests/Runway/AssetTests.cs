using System.Net;
using System.Text.Json.Nodes;
using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Sounds;
using Atelier.Simulators.Runway;

namespace Atelier.Simulators.Tests.Runway;

public sealed class AssetTests
{
    private static async Task<string?> RefusalAsync(RunwayApi api, string uri, string model = "gen4_turbo")
    {
        var body = Bodies.Valid("image_to_video", model);
        body["promptImage"] = uri;
        using var response = await api.PostAsync("image_to_video", body);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return null;
        }

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var issue = (await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        issue.GetProperty("path")[0].GetString().ShouldBe("promptImage");
        return issue.GetProperty("message").GetString();
    }

    [Theory]
    [InlineData("https://media.example.com/kitchen.png", null)]
    [InlineData("http://media.example.com/kitchen.png", "Invalid asset: expected an HTTPS URL, a Runway upload URI or a data URI")]
    [InlineData("https://203.0.113.7/kitchen.png", "Invalid asset URL: use a domain name, not an IP address")]
    [InlineData("kitchen.png", "Invalid asset: expected an HTTPS URL, a Runway upload URI or a data URI")]
    [InlineData("https://media.invalid/kitchen.png", "Failed to fetch asset")]
    [InlineData("https://media.example.com/kitchen.gif", "Unsupported asset type: image/gif")]
    [InlineData("runway://nothing.issued", "Invalid asset: the upload does not exist, is not complete or has expired")]
    [InlineData("data:video/mp4;base64,AAAA", "Invalid data URI: expected data:image/*;base64,")]
    [InlineData("data:image/png,plain", "Invalid data URI: expected data:image/*;base64,")]
    [InlineData("data:image/png;base64,!!!!", "Invalid data URI: the content is not base64")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "Unsupported or damaged asset: expected a JPEG, PNG or WebP image")]
    public async Task Media_string_is_judged_by_form_and_content(string uri, string? refusal)
    {
        await using var api = await RunwayApi.StartAsync();

        (await RefusalAsync(api, uri)).ShouldBe(refusal);
    }

    [Fact]
    public async Task Data_uri_may_be_five_mebibytes_long_as_encoded()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("image_to_video", "gen4_turbo");
        body["promptImage"] = "data:image/png;base64," + new string('A', 5_242_880);

        using var response = await api.PostAsync("image_to_video", body);

        var issue = (await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        issue.GetProperty("code").GetString().ShouldBe("too_big");
        issue.GetProperty("maximum").GetInt32().ShouldBe(5_242_880);
    }

    [Theory]
    [InlineData("gen4_turbo", 200, 90, false)]
    [InlineData("gen4_turbo", 90, 200, false)]
    [InlineData("gen4_turbo", 200, 100, true)]
    [InlineData("gen4.5", 200, 90, false)]
    [InlineData("veo3.1", 200, 90, true)]
    public async Task Aspect_of_gen4_pictures_is_bounded(string model, int width, int height, bool accepted)
    {
        await using var api = await RunwayApi.StartAsync();

        ((await RefusalAsync(api, RunwayApi.Picture(width, height), model)) is null).ShouldBe(accepted);
    }

    [Fact]
    public async Task Fetcher_decides_what_is_behind_an_address()
    {
        var png = PictureMaker.Make(new Picture(64, 64, "remote", 1));
        await using var api = await RunwayApi.StartAsync(options => options.Runway.FetchAsset = (address, _) => Task.FromResult(address.AbsolutePath switch
        {
            "/good.png" => new RunwayAsset("image/png", png),
            "/blob" => new RunwayAsset("application/octet-stream", png),
            _ => null,
        }));

        (await RefusalAsync(api, "https://media.example.com/good.png")).ShouldBeNull();
        (await RefusalAsync(api, "https://media.example.com/blob")).ShouldBe("Unsupported asset type: application/octet-stream");
        (await RefusalAsync(api, "https://media.example.com/gone.png")).ShouldBe("Failed to fetch asset");
    }

    [Fact]
    public async Task Reference_recordings_may_last_fifteen_seconds_together()
    {
        await using var api = await RunwayApi.StartAsync();
        var recording = $"data:audio/mpeg;base64,{Convert.ToBase64String(SoundMaker.Make(new Sound(9, "voice", 1, SoundFormat.Mp3)))}";
        var body = Bodies.Valid("text_to_video", "seedance2");
        body["referenceAudio"] = new JsonArray(new JsonObject { ["type"] = "audio", ["uri"] = recording });
        await api.CreateAsync("text_to_video", body);

        body["referenceAudio"]!.AsArray().Add(new JsonObject { ["type"] = "audio", ["uri"] = recording });
        using var response = await api.PostAsync("text_to_video", body);

        var issue = (await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        issue.GetProperty("message").GetString().ShouldBe("Asset duration must be at most 15 seconds");
        string.Join('.', issue.GetProperty("path").EnumerateArray()).ShouldBe("referenceAudio.1.uri");
    }
}
