using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;

namespace Atelier.Services.Tests.Artifacts;

public sealed class MediaResolverTests
{
    [Fact]
    public async Task Each_way_to_name_media_becomes_the_id_of_something_stored()
    {
        await using var harness = await MediaHarness.StartAsync();
        harness.Fetcher.Pages["https://example.org/cat.png"] = SampleFiles.Read("picture.png");
        var upload = await harness.UploadSampleAsync("picture.png");
        var artifact = await harness.CompleteAsync("picture.jpg");
        var data = $"data:image/png;base64,{Convert.ToBase64String(SampleFiles.Read("picture.png"))}";

        var resolved = await harness.ResolveAsync(
            "openai/gpt-image-2", new { prompt = "x", image = new[] { upload.Id, artifact.Id, "https://example.org/cat.png", data } });

        resolved.Error?.Message.ShouldBeNull();
        var ids = resolved.Value!.Input.GetProperty("image").EnumerateArray().Select(item => item.GetString()!).ToList();
        ids[..2].ShouldBe([upload.Id, artifact.Id]);
        ids[2..].ShouldAllBe(id => id.StartsWith("upl_", StringComparison.Ordinal));
        resolved.Value.Media["image"].Select(item => item.Id).ShouldBe(ids);
        resolved.Value.Media["image"].ShouldAllBe(item => item.Width == 64 && item.UserId == harness.Ann.UserId);
        resolved.Value.Input.GetProperty("prompt").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task An_input_without_media_is_left_as_it_is()
    {
        await using var harness = await MediaHarness.StartAsync();

        var resolved = await harness.ResolveAsync("stability/core", new { prompt = "upl_01jd0000000000000000000000" });

        resolved.Value!.Input.GetRawText().ShouldBe("""{"prompt":"upl_01jd0000000000000000000000"}""");
        resolved.Value.Media.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_elses_upload_or_artifact_is_not_found_on_its_field()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png", harness.Bob);
        var artifact = await harness.CompleteAsync("picture.png", harness.Bob);

        foreach (var id in new[] { upload.Id, artifact.Id, "upl_01jd0000000000000000000000", "art_01jd0000000000000000000000" })
        {
            foreach (var caller in new[] { harness.Ann, harness.Operator })
            {
                var error = (await harness.ResolveAsync("runway/gen4_turbo", new { image = id }, caller)).Error!;
                (error.Code, error.Field).ShouldBe(("not_found", "input.image"));
            }
        }

        (await harness.ResolveAsync("runway/gen4_turbo", new { image = upload.Id }, harness.Bob with { Book = Book.Live })).Error!.Code.ShouldBe("not_found");
    }

    [Theory]
    [InlineData("runway/gen4_turbo", "image", "constant.mp3", "not_an_image")]
    [InlineData("runway/gen4_turbo", "image", "front.mp4", "not_an_image")]
    [InlineData("openai/whisper-1", "audio", "picture.png", "unsupported_media_type")]
    [InlineData("stability/stable-video", "image", "picture-lossy.webp", "image_too_small", "unsupported_media_type")]
    [InlineData("stability/stable-video", "image", "picture.png", "image_too_small")]
    [InlineData("runway/gen4_turbo", "image", "picture.png", "image_too_small")]
    public async Task Media_must_fit_the_models_input(string model, string name, string sample, string code, string? first = null)
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync(sample);

        var error = (await harness.ResolveAsync(model, new Dictionary<string, string> { [name] = upload.Id })).Error!;

        (error.Code, error.Field).ShouldBe((first ?? code, $"input.{name}"));
    }

    [Theory]
    [InlineData("data:image/png;base64,", "malformed")]
    [InlineData("data:image/png;base64,AAA", "malformed")]
    [InlineData("data:image/png;base64,AA AA", "malformed")]
    [InlineData("data:image/png;base64,!!!!", "malformed")]
    [InlineData("data:image/png;base64,AAAA", "unsupported_media_type")]
    [InlineData("https://example.org/missing.png", "media_unavailable")]
    [InlineData("gen_01jd0000000000000000000000", "malformed")]
    public async Task References_that_lead_nowhere_are_told_on_their_field(string reference, string code)
    {
        await using var harness = await MediaHarness.StartAsync();

        var error = (await harness.ResolveAsync("runway/gen4_turbo", new { image = reference })).Error!;

        (error.Code, error.Field).ShouldBe((code, "input.image"));
        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_item_of_a_list_is_named()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png");

        var error = (await harness.ResolveAsync("openai/gpt-image-2", new { prompt = "x", image = new[] { upload.Id, "upl_01jd0000000000000000000000" } })).Error!;

        error.Field.ShouldBe("input.image[1]");
    }

    [Fact]
    public async Task A_file_larger_than_the_model_takes_is_refused_before_it_is_read_whole()
    {
        await using var harness = await MediaHarness.StartAsync();
        harness.Fetcher.Pages["https://example.org/long.wav"] = [.. SampleFiles.Read("sound.wav"), .. new byte[25_000_000]];

        var error = (await harness.ResolveAsync("openai/whisper-1", new { audio = "https://example.org/long.wav" })).Error!;

        (error.Kind, error.Code, error.Field).ShouldBe((ErrorKind.TooLarge, "file_too_large", "input.audio"));
        harness.Fetcher.AskedLimit.ShouldBe(25_000_000);
        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_gets_the_stored_bytes_and_may_read_them_twice()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png");
        var artifact = await harness.CompleteAsync("picture.jpg");
        var input = JsonSerializer.Serialize(new { prompt = upload.Id, image = new[] { upload.Id, artifact.Id } });

        var media = await harness.Resolver.OpenAsync(harness.Generation(input: input, model: "openai/gpt-image-2"), MediaHarness.Token);

        media.Keys.ShouldBe(["image"]);
        var (first, second) = (media["image"][0], media["image"][1]);
        (first.ContentType, first.Length, first.Width, first.FileName).ShouldBe(("image/png", upload.Bytes, 64, $"{upload.Id}.png"));
        second.FileName.ShouldBe($"{artifact.Id}.jpg");
        for (var time = 0; time < 2; time++)
        {
            await using var stream = await first.OpenAsync(MediaHarness.Token);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, MediaHarness.Token);
            copy.ToArray().ShouldBe(SampleFiles.Read("picture.png"));
        }
    }

    [Fact]
    public async Task An_input_that_is_gone_is_told_as_unavailable()
    {
        await using var harness = await MediaHarness.StartAsync();
        var missing = harness.Generation(input: """{"image":"upl_01jd0000000000000000000000"}""", model: "runway/gen4_turbo");
        await Should.ThrowAsync<MediaUnavailableException>(() => harness.Resolver.OpenAsync(missing, MediaHarness.Token));

        var upload = await harness.UploadSampleAsync("picture.png");
        var media = await harness.Resolver.OpenAsync(harness.Generation(input: $$"""{"image":"{{upload.Id}}"}""", model: "no/longer-there"), MediaHarness.Token);
        await harness.Store.DeleteAsync(upload.StoreKey, MediaHarness.Token);

        (await Should.ThrowAsync<MediaUnavailableException>(() => media["image"][0].OpenAsync(MediaHarness.Token))).Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
    }

    [Fact]
    public async Task Another_users_id_in_a_row_opens_nothing()
    {
        await using var harness = await MediaHarness.StartAsync();
        var upload = await harness.UploadSampleAsync("picture.png", harness.Bob);

        await Should.ThrowAsync<MediaUnavailableException>(() => harness.Resolver.OpenAsync(
            harness.Generation(harness.Ann, $$"""{"image":"{{upload.Id}}"}""", "runway/gen4_turbo"), MediaHarness.Token));
    }
}
