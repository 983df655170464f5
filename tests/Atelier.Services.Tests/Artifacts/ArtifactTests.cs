using System.Security.Cryptography;
using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Tests.Artifacts.Storage;
using Atelier.Testing.Memory;

namespace Atelier.Services.Tests.Artifacts;

public sealed class ArtifactTests
{
    [Theory]
    [InlineData("picture.png", "image/png", 64, 48, "png")]
    [InlineData("tail.mp4", "video/mp4", 64, 48, "mp4")]
    [InlineData("constant.mp3", "audio/mpeg", null, null, "mp3")]
    [InlineData("triangle.glb", "model/gltf-binary", null, null, "glb")]
    public async Task A_result_is_kept_byte_for_byte_with_its_facts(string sample, string contentType, int? width, int? height, string extension)
    {
        await using var harness = await MediaHarness.StartAsync();
        var generation = harness.Generation();
        var bytes = SampleFiles.Read(sample);
        await using var media = new BytesMediaSource(bytes) { ContentType = "application/octet-stream" };

        var artifact = await harness.Writer.StoreAsync(generation, 3, media, MediaHarness.Token);

        (artifact.ContentType, artifact.Width, artifact.Height, artifact.Index, artifact.Kind).ShouldBe((contentType, width, height, 3, "result"));
        artifact.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        artifact.StoreKey.ShouldBe($"test/{generation.CreatedAt.UtcDateTime:yyyy/MM/dd}/{generation.Id[^2..]}/{generation.Id}/3.{extension}");
        await using var content = (await harness.Artifacts.OpenAsync(artifact, null, MediaHarness.Token)).Value!;
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content.Content, MediaHarness.Token)).ShouldBe(artifact.Sha256);
    }

    [Fact]
    public async Task Storing_again_replaces_what_was_there()
    {
        await using var harness = await MediaHarness.StartAsync();
        var generation = harness.Generation();

        foreach (var sample in new[] { "picture.png", "picture.png" })
        {
            await using var media = new BytesMediaSource(SampleFiles.Read(sample));
            await harness.Writer.StoreAsync(generation, 0, media, MediaHarness.Token);
        }

        (await harness.KeysAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_result_is_no_result()
    {
        await using var harness = await MediaHarness.StartAsync();
        await using var media = new BytesMediaSource(Array.Empty<byte>());

        var exception = await Should.ThrowAsync<MediaUnavailableException>(() => harness.Writer.StoreAsync(harness.Generation(), 0, media, MediaHarness.Token));

        exception.Failure.Retryable.ShouldBeTrue();
        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(500_000)]
    public async Task A_vendor_that_hangs_up_leaves_nothing(int after)
    {
        await using var harness = await MediaHarness.StartAsync();
        await using var media = new DelegateMediaSource(_ => Task.FromResult<Stream>(new FaultyStream(after)));

        await Should.ThrowAsync<MediaUnavailableException>(() => harness.Writer.StoreAsync(harness.Generation(), 0, media, MediaHarness.Token));

        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_not_taken_for_the_result()
    {
        await using var harness = await MediaHarness.StartAsync();
        await using var media = new BytesMediaSource(SampleFiles.Read("picture.png")) { Length = 10_000 };

        await Should.ThrowAsync<MediaUnavailableException>(() => harness.Writer.StoreAsync(harness.Generation(), 0, media, MediaHarness.Token));

        (await harness.KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_bytes_do_not_tell_is_taken_from_the_vendor()
    {
        await using var harness = await MediaHarness.StartAsync();
        await using var media = new BytesMediaSource(new byte[] { 0, 1, 2, 3 }) { ContentType = "audio/pcm", DurationSeconds = 1.5 };

        var artifact = await harness.Writer.StoreAsync(harness.Generation(), 0, media, MediaHarness.Token);

        (artifact.ContentType, artifact.DurationSeconds).ShouldBe(("audio/pcm", 1.5));
        artifact.StoreKey.ShouldEndWith(".pcm");
    }

    [Fact]
    public async Task Owners_and_operators_find_an_artifact_and_nobody_else_does()
    {
        await using var harness = await MediaHarness.StartAsync();
        var artifact = await harness.CompleteAsync("picture.png");

        (await harness.Artifacts.FindAsync(harness.Ann, artifact.Id, MediaHarness.Token)).IsOk.ShouldBeTrue();
        (await harness.Artifacts.FindAsync(harness.Operator, artifact.Id, MediaHarness.Token)).IsOk.ShouldBeTrue();
        (await harness.Artifacts.FindAsync(harness.Bob, artifact.Id, MediaHarness.Token)).Error!.Code.ShouldBe("not_found");
        (await harness.Artifacts.FindAsync(harness.Ann with { Book = Book.Live }, artifact.Id, MediaHarness.Token)).Error!.Code.ShouldBe("not_found");
        (await harness.Artifacts.FindAsync(harness.Ann, "art_01jd0000000000000000000000", MediaHarness.Token)).Error!.Code.ShouldBe("not_found");
    }

    [Fact]
    public async Task A_large_result_is_moved_with_little_memory()
    {
        await using var harness = await MediaHarness.StartAsync();
        const int length = 200_000_000;
        var memory = new LiveMemory();
        await using var media = new DelegateMediaSource(_ => Task.FromResult<Stream>(new PatternStream(length) { OnRead = memory.At }));

        var artifact = await harness.Writer.StoreAsync(harness.Generation(), 0, media, MediaHarness.Token);

        artifact.Bytes.ShouldBe(length);
        artifact.Sha256.ShouldBe(await PatternStream.HashAsync(length, MediaHarness.Token));
        memory.MostGrowth.ShouldBeLessThan(64_000_000);
    }
}
