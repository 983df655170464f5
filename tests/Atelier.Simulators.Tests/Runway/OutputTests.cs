using System.Net;
using System.Net.Http.Headers;
using Atelier.Simulators.Media.Probes;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Runway;

public sealed class OutputTests
{
    private static async Task<string[]> OutputAsync(RunwayApi api, string id) =>
        [.. (await api.TaskAsync(id)).GetProperty("output").EnumerateArray().Select(url => url.GetString()!)];

    [Theory]
    [InlineData("gen4_turbo", "1280:720", 5, 1280, 720)]
    [InlineData("gen4_turbo", "832:1104", 3, 832, 1104)]
    [InlineData("veo3.1", "1080:1920", 4, 1080, 1920)]
    public async Task Video_has_the_size_and_length_that_were_ordered(string model, string ratio, int seconds, int width, int height)
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("image_to_video", model).With("ratio", $"\"{ratio}\"").With("duration", $"{seconds}");
        var (id, _) = await api.CreateAsync(body: body);
        api.Advance(100);
        using var anonymous = new HttpClient();

        using var response = await anonymous.GetAsync((await OutputAsync(api, id)).ShouldHaveSingleItem(), RunwayApi.Cancellation);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        var film = await response.Content.ReadAsByteArrayAsync(RunwayApi.Cancellation);
        Mp4Probe.Seconds(film)!.Value.ShouldBe(seconds, 0.05);
        Mp4Probe.Size(film).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("text_to_speech", "eleven_v3", null, "mp3", 101 / 15.0, "audio/mpeg")]
    [InlineData("text_to_speech", "seed_audio", "\"wav\"", "wav", 17 / 15.0, "audio/wav")]
    [InlineData("sound_effect", "seed_audio", "\"ogg_opus\"", "ogg", 5, "audio/ogg")]
    [InlineData("sound_effect", "eleven_text_to_sound_v2", null, "mp3", 5, "audio/mpeg")]
    [InlineData("speech_to_speech", "eleven_multilingual_sts_v2", null, "mp3", 7, "audio/mpeg")]
    [InlineData("voice_dubbing", "eleven_voice_dubbing", null, "mp3", 7, "audio/mpeg")]
    [InlineData("voice_isolation", "eleven_voice_isolation", null, "mp3", 7, "audio/mpeg")]
    public async Task Sound_lasts_as_long_as_its_words_its_source_or_its_order(
        string endpoint, string model, string? format, string container, double seconds, string type)
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync(endpoint, Bodies.Valid(endpoint, model).With("outputFormat", format));
        api.Advance(100);

        using var response = await api.Http.GetAsync((await OutputAsync(api, id)).ShouldHaveSingleItem(), RunwayApi.Cancellation);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        var facts = SoundProbe.Read(await response.Content.ReadAsByteArrayAsync(RunwayApi.Cancellation)).ShouldNotBeNull();
        facts.Container.ShouldBe(container);
        facts.Seconds!.Value.ShouldBe(seconds, 0.1);
    }

    [Theory]
    [InlineData("video_to_video", "aleph2", null, null, 64, 48)]
    [InlineData("video_to_video", "aleph2", "targetAspectRatio", "\"1:1\"", 48, 48)]
    [InlineData("video_upscale", "magnific_video_upscaler_creative", "resolution", "\"720p\"", 960, 720)]
    [InlineData("video_upscale", "enhance_frame_rate", null, null, 64, 48)]
    [InlineData("video_to_hdr", "ruby", null, null, 64, 48)]
    [InlineData("character_performance", "act_two", "ratio", "\"960:960\"", 960, 960)]
    public async Task A_film_that_is_worked_on_keeps_its_length_and_gets_its_size(
        string endpoint, string model, string? field, string? json, int width, int height)
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid(endpoint, model);
        var (id, _) = await api.CreateAsync(endpoint, field is null ? body : body.With(field, json));
        api.Advance(100);

        var film = await api.Http.GetByteArrayAsync((await OutputAsync(api, id)).ShouldHaveSingleItem(), RunwayApi.Cancellation);

        Mp4Probe.Seconds(film)!.Value.ShouldBe(4, 0.05);
        Mp4Probe.Size(film).ShouldBe((width, height));
    }

    [Fact]
    public async Task An_upscaled_picture_has_the_factor_that_was_ordered_and_not_more_than_the_vendor_makes()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("image_upscale", "magnific_precision_upscaler_v2");
        var (id, _) = await api.CreateAsync("image_upscale", body.With("scaleFactor", "4"));
        api.Advance(100);

        var picture = await api.Http.GetByteArrayAsync((await OutputAsync(api, id))[0], RunwayApi.Cancellation);
        using var refused = await api.PostAsync("image_upscale", body.With("scaleFactor", "16"));

        using var codec = SKCodec.Create(SKData.CreateCopy(picture));
        (codec.Info.Width, codec.Info.Height).ShouldBe((1280, 1280));
        ((int)refused.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task Pictures_come_one_per_count_in_the_format_that_was_ordered()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid(
            "text_to_image", "muse_image").With("ratio", "\"1152:2016\"").With("outputCount", "2").With("outputFormat", "\"webp\"");
        var (id, _) = await api.CreateAsync("text_to_image", body);
        api.Advance(100);

        var urls = await OutputAsync(api, id);
        var pictures = await Task.WhenAll(urls.Select(url => api.Http.GetByteArrayAsync(url, RunwayApi.Cancellation)));

        pictures.Length.ShouldBe(2);
        pictures[0].ShouldNotBe(pictures[1]);
        using var codec = SKCodec.Create(SKData.CreateCopy(pictures[0]));
        (codec.EncodedFormat, codec.Info.Width, codec.Info.Height).ShouldBe((SKEncodedImageFormat.Webp, 1152, 2016));
    }

    [Fact]
    public async Task Address_expires_and_the_next_look_at_the_task_signs_a_new_one()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();
        api.Advance(100);
        var old = (await OutputAsync(api, id))[0];

        api.Advance(24 * 3600);
        using var expired = await api.Http.GetAsync(old, RunwayApi.Cancellation);
        using var renewed = await api.Http.GetAsync((await OutputAsync(api, id))[0], RunwayApi.Cancellation);

        expired.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Address_of_another_file_or_with_a_changed_signature_is_refused()
    {
        await using var api = await RunwayApi.StartAsync();
        var (first, _) = await api.CreateAsync();
        var (second, _) = await api.CreateAsync();
        api.Advance(100);
        var url = (await OutputAsync(api, first))[0];

        using var swapped = await api.Http.GetAsync(url.Replace(first, second, StringComparison.Ordinal), RunwayApi.Cancellation);
        using var forged = await api.Http.GetAsync(url[..^1] + (url[^1] == '0' ? '1' : '0'), RunwayApi.Cancellation);
        using var bare = await api.Http.GetAsync(url.Split('?')[0], RunwayApi.Cancellation);

        new[] { swapped, forged, bare }.ShouldAllBe(response => response.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Part_of_a_result_can_be_fetched()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();
        api.Advance(100);
        using var request = new HttpRequestMessage(HttpMethod.Get, (await OutputAsync(api, id))[0]);
        request.Headers.Range = new RangeHeaderValue(4, 7);

        using var response = await api.Http.SendAsync(request, RunwayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await response.Content.ReadAsStringAsync(RunwayApi.Cancellation)).ShouldBe("ftyp");
    }

    [Fact]
    public async Task Equal_bodies_with_a_seed_give_equal_bytes_and_without_one_they_differ()
    {
        await using var api = await RunwayApi.StartAsync();
        var seeded = Bodies.Valid("text_to_image", "gen4_image").With("seed", "40118");

        var (one, two) = (await PictureAsync(api, seeded), await PictureAsync(api, seeded));
        var (three, four) = (await PictureAsync(api, seeded.With("seed", null)), await PictureAsync(api, seeded));

        one.ShouldBe(two);
        three.ShouldNotBe(four);
    }

    [Fact]
    public async Task Deleted_task_takes_its_results_with_it()
    {
        await using var api = await RunwayApi.StartAsync();
        var (id, _) = await api.CreateAsync();
        api.Advance(100);
        var url = (await OutputAsync(api, id))[0];

        using var deleted = await api.Http.DeleteAsync($"v1/tasks/{id}", RunwayApi.Cancellation);
        using var response = await api.Http.GetAsync(url, RunwayApi.Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<byte[]> PictureAsync(RunwayApi api, System.Text.Json.Nodes.JsonObject body)
    {
        var (id, _) = await api.CreateAsync("text_to_image", body);
        api.Advance(100);
        return await api.Http.GetByteArrayAsync((await OutputAsync(api, id))[0], RunwayApi.Cancellation);
    }
}
