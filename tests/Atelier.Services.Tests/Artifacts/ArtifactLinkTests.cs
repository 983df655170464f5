using Atelier.Services.Artifacts;

namespace Atelier.Services.Tests.Artifacts;

public sealed class ArtifactLinkTests
{
    private static readonly byte[] One = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Two = [.. Enumerable.Repeat((byte)2, 32)];

    [Fact]
    public async Task A_link_opens_its_own_artifact_until_its_end_and_nothing_else()
    {
        await using var harness = await MediaHarness.StartAsync();
        var artifact = await harness.CompleteAsync("picture.png");
        var other = await harness.CompleteAsync("picture.jpg", harness.Bob);
        var links = Links(harness, One);
        var expires = harness.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signature = links.Sign(artifact, expires);

        (await FindAsync(links, artifact.Id, expires, signature)).ShouldBeTrue();
        (await FindAsync(links, other.Id, expires, signature)).ShouldBeFalse();
        (await FindAsync(links, artifact.Id, expires + 1, signature)).ShouldBeFalse();
        (await FindAsync(links, artifact.Id, expires, signature.ToUpperInvariant())).ShouldBeFalse();
        (await FindAsync(links, artifact.Id, expires, signature[..^1])).ShouldBeFalse();
        (await FindAsync(links, artifact.Id, expires, "")).ShouldBeFalse();
        (await FindAsync(links, "art_none", expires, signature)).ShouldBeFalse();
        harness.Clock.Advance(TimeSpan.FromHours(1));
        (await FindAsync(links, artifact.Id, expires, signature)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_database_holds_does_not_suffice_to_sign()
    {
        await using var harness = await MediaHarness.StartAsync();
        var artifact = await harness.CompleteAsync("picture.png");
        var expires = harness.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();

        // Same row, same time: only the key differs.
        Links(harness, One).Sign(artifact, expires).ShouldNotBe(Links(harness, Two).Sign(artifact, expires));
    }

    [Fact]
    public async Task Links_of_an_older_key_work_while_it_is_kept()
    {
        await using var harness = await MediaHarness.StartAsync();
        var artifact = await harness.CompleteAsync("picture.png");
        var expires = harness.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signature = Links(harness, One).Sign(artifact, expires);

        (await FindAsync(Links(harness, Two, One), artifact.Id, expires, signature)).ShouldBeTrue();
        (await FindAsync(Links(harness, Two), artifact.Id, expires, signature)).ShouldBeFalse();
        Links(harness, Two, One).Sign(artifact, expires).ShouldBe(Links(harness, Two).Sign(artifact, expires));
    }

    private static ArtifactLinks Links(MediaHarness harness, params byte[][] keys) => new(harness.Records, new Kept(keys), harness.Clock);

    private static async Task<bool> FindAsync(ArtifactLinks links, string id, long expires, string signature) =>
        (await links.FindAsync(id, expires, signature, MediaHarness.Token)).IsOk;

    private sealed record Kept(IReadOnlyList<byte[]> Keys) : ILinkKeys;
}
