using System.Globalization;
using System.Net;
using Atelier.Simulators.Media.Sounds;
using Atelier.Simulators.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>v2beta audio: recordings that play for the time asked for.</summary>
public sealed class AudioTests
{
    private static readonly byte[] Recording = SoundMaker.Make(new Sound(7, "upload", 1, SoundFormat.Wav));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text-to-audio", "stable-audio-2", "mp3", "30", 18.8, "audio/mpeg")]
    [InlineData("text-to-audio", "stable-audio-2", "wav", "50", 20, "audio/wav")]
    [InlineData("text-to-audio", "stable-audio-2.5", null, "4", 20, "audio/mpeg")]
    [InlineData("audio-to-audio", "stable-audio-2", "mp3", "100", 23, "audio/mpeg")]
    [InlineData("inpaint", "stable-audio-2.5", "wav", null, 20, "audio/wav")]
    public async Task Recording_plays_for_the_time_asked_for_and_costs_its_price(
        string service, string model, string? format, string? steps, double price, string type)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(
            $"v2beta/audio/stable-audio-2/{service}", Form(service, ("model", model), ("duration", "3.5"), ("output_format", format), ("steps", steps)), "audio/*");

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
        Vendor.ContentType(response).ShouldBe(type);
        response.Headers.GetValues("finish-reason").ShouldBe(["SUCCESS"]);
        long.Parse(response.Headers.GetValues("seed").Single(), CultureInfo.InvariantCulture).ShouldBePositive();
        (await SecondsAsync(await response.Content.ReadAsByteArrayAsync(Token), type)).ShouldBe(3.5, 0.1);
        vendor.Simulators.Calls.List("stability").ShouldHaveSingleItem().Price.ShouldBe((decimal)price);
    }

    [Fact]
    public async Task Json_carries_the_recording_in_audio()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(
            "v2beta/audio/stable-audio-2/text-to-audio", Form("text-to-audio", ("duration", "1"), ("seed", "5")), "application/json");

        Vendor.ContentType(response).ShouldBe("application/json; type=audio/mpeg");
        var body = await Vendor.BodyAsync(response);
        body.GetProperty("seed").GetInt64().ShouldBe(5);
        body.GetProperty("audio").GetBytesFromBase64().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("text-to-audio", "stable-audio-2", "steps=8", "steps: must be between 30 and 100")]
    [InlineData("text-to-audio", "stable-audio-2", "model=stable-audio-2.5&steps=50", "steps: must be between 4 and 8")]
    [InlineData("text-to-audio", "stable-audio-2", "duration=191", "duration: must be between 1 and 190")]
    [InlineData("text-to-audio", "stable-audio", "duration=381", "duration: must be between 1 and 380")]
    [InlineData("text-to-audio", "stable-audio", "model=stable-audio-2", "model: must be one of stable-audio-3")]
    [InlineData("audio-to-audio", "stable-audio-2", "model=stable-audio-2.5&strength=0", "strength: must be between 0.01 and 1")]
    [InlineData("inpaint", "stable-audio-2", "mask_start=50&mask_end=40", "mask_end: must be greater than mask_start")]
    [InlineData("text-to-audio", "stable-audio-2", "output_format=flac", "output_format: must be one of mp3, wav")]
    public async Task Fields_out_of_range_are_refused_unpaid(string service, string family, string fields, string error)
    {
        await using var vendor = await Vendor.StabilityAsync();
        (string, string?)[] values = [.. fields.Split('&').Select(field => field.Split('=')).Select(pair => (pair[0], (string?)pair[1]))];

        using var response = await vendor.PostAsync($"v2beta/audio/{family}/{service}", Form(service, values));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe(error);
        vendor.Simulators.Calls.Billed("stability").ShouldBe(0);
    }

    [Theory]
    [InlineData(5, "audio: must be 6 to 190 seconds long, but we received 5")]
    [InlineData(191, "audio: must be 6 to 190 seconds long, but we received 191")]
    public async Task Uploaded_recording_has_limits_of_length(int seconds, string error)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = Vendor.Form(("prompt", "a waltz")).WithFile("audio", SoundMaker.Make(new Sound(seconds, "upload", 1, SoundFormat.Wav)));

        using var response = await vendor.PostAsync("v2beta/audio/stable-audio-2/audio-to-audio", form);

        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe(error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploaded_recording_must_be_mp3_or_wav(bool flac)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var content = flac ? SoundMaker.Make(new Sound(7, "upload", 1, SoundFormat.Flac)) : Pictures.Png(64, 64);

        using var response = await vendor.PostAsync(
            "v2beta/audio/stable-audio-2/audio-to-audio", Vendor.Form(("prompt", "a waltz")).WithFile("audio", content));

        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe("audio: must be one of mp3, wav");
    }

    [Fact]
    public async Task Requests_may_have_50_MiB_where_pictures_may_have_10()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var large = await vendor.PostAsync("v2beta/audio/stable-audio-2/audio-to-audio", Vendor.Form(("prompt", "a")).WithFile("audio", new byte[11 * 1024 * 1024]));
        using var larger = await vendor.PostAsync("v2beta/audio/stable-audio-2/audio-to-audio", Vendor.Form(("prompt", "a")).WithFile("audio", new byte[51 * 1024 * 1024]));

        large.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        larger.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Vendor.BodyAsync(larger)).GetProperty("errors")[0].GetString().ShouldBe("body: payloads cannot be larger than 50MiB in size");
    }

    [Fact]
    public async Task Stable_audio_3_is_accepted_then_running_then_there_for_a_day_and_for_its_key_only()
    {
        var time = new FakeTimeProvider();
        await using var vendor = await Vendor.StabilityAsync(time: time);

        using var start = await vendor.PostAsync("v2beta/audio/stable-audio/text-to-audio", Form("text-to-audio", ("duration", "2")), "application/json");
        start.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await Vendor.BodyAsync(start)).GetProperty("id").GetString();
        vendor.Simulators.Calls.List("stability")[0].Price.ShouldBe(26);
        using var early = await vendor.GetAsync($"v2beta/audio/results/{id}");
        early.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        time.Advance(TimeSpan.FromSeconds(2));
        using var done = await vendor.GetAsync($"v2beta/audio/results/{id}");
        (await SecondsAsync(await done.Content.ReadAsByteArrayAsync(Token), Vendor.ContentType(done))).ShouldBe(2, 0.1);
        using var stranger = vendor.As("sk-sandbox-key-0002");
        (await stranger.GetAsync($"v2beta/audio/results/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await vendor.GetAsync($"v2beta/results/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        time.Advance(TimeSpan.FromHours(24));
        (await vendor.GetAsync($"v2beta/audio/results/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Recognised_recordings_are_refused()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(
            "v2beta/audio/stable-audio-2/audio-to-audio", Vendor.Form(("prompt", "[simulate:copyrighted_content]")).WithFile("audio", Recording));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("copyrighted_content");
    }

    private static MultipartFormDataContent Form(string service, params (string Name, string? Value)[] fields)
    {
        var form = Vendor.Form([("prompt", "a waltz"), .. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))]);
        return service == "text-to-audio" ? form : form.WithFile("audio", Recording);
    }

    private static Task<double> SecondsAsync(byte[] bytes, string type) =>
        Task.FromResult(Simulators.Media.Probes.SoundProbe.Read(bytes).ShouldNotBeNull(type).Seconds.ShouldNotBeNull());
}
