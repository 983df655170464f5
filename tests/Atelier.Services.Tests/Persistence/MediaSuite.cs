using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;

namespace Atelier.Services.Tests.Persistence;

/// <summary>The rows of uploads and artifacts, and what the sweeper is told.</summary>
public abstract class MediaSuite : StoreSuite
{
    [Fact]
    public async Task An_upload_is_found_as_it_was_added()
    {
        var user = await Fixture.UserAsync();
        var upload = Upload(user.Id, TimeSpan.FromHours(1));

        await Fixture.Media.AddUploadAsync(upload, Token);

        (await Fixture.Media.FindUploadAsync(upload.Id, Token)).ShouldBe(upload);
        (await Fixture.Media.FindUploadAsync("upl_none", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Expired_uploads_and_artifacts_of_deleted_generations_are_listed_until_removed()
    {
        var user = await Fixture.UserAsync();
        var fresh = Upload(user.Id, TimeSpan.FromHours(2));
        var expired = Upload(user.Id, TimeSpan.FromHours(1));
        await Fixture.Media.AddUploadAsync(fresh, Token);
        await Fixture.Media.AddUploadAsync(expired, Token);
        var artifact = await DeletedArtifactAsync(user.Id);
        Fixture.Time.Advance(TimeSpan.FromHours(1));

        var removable = await Fixture.Media.FindRemovableAsync(Fixture.Time.GetUtcNow(), 10, Token);

        removable.ShouldBe(
        [
            new RemovableMedia(RemovableKind.Upload, expired.Id, expired.StoreKey),
            new RemovableMedia(RemovableKind.Artifact, artifact.Id, artifact.StoreKey),
        ]);
        (await Fixture.Media.FindRemovableAsync(Fixture.Time.GetUtcNow(), 1, Token)).ShouldBe(removable.Take(1));
        await Fixture.Media.MarkRemovedAsync(removable, Token);
        await Fixture.Media.MarkRemovedAsync(removable, Token);
        (await Fixture.Media.FindRemovableAsync(Fixture.Time.GetUtcNow(), 10, Token)).ShouldBeEmpty();
        (await Fixture.Media.FindUploadAsync(expired.Id, Token)).ShouldBeNull();
        (await Fixture.Media.FindUploadAsync(fresh.Id, Token)).ShouldBe(fresh);
    }

    [Fact]
    public async Task Store_keys_are_known_until_their_bytes_are_removed()
    {
        var user = await Fixture.UserAsync();
        var upload = Upload(user.Id, TimeSpan.FromHours(1));
        await Fixture.Media.AddUploadAsync(upload, Token);
        var artifact = await DeletedArtifactAsync(user.Id);
        string[] keys = [upload.StoreKey, artifact.StoreKey, "artifacts/orphan"];

        (await Fixture.Media.KnownStoreKeysAsync(keys, Token)).ShouldBe([upload.StoreKey, artifact.StoreKey], ignoreOrder: true);
        await Fixture.Media.MarkRemovedAsync([new RemovableMedia(RemovableKind.Artifact, artifact.Id, artifact.StoreKey)], Token);
        (await Fixture.Media.KnownStoreKeysAsync(keys, Token)).ShouldBe([upload.StoreKey]);
    }

    private Upload Upload(string userId, TimeSpan lifetime)
    {
        var id = Fixture.Ids.New(IdPrefixes.Upload);
        return new Upload
        {
            Id = id,
            UserId = userId,
            Book = Book.Test,
            ContentType = "image/jpeg",
            FileName = "boat.jpg",
            Bytes = 10,
            Sha256 = new string('b', 64),
            Width = 10,
            Height = 20,
            StoreKey = $"uploads/{id}",
            CreatedAt = Fixture.Time.GetUtcNow(),
            ExpiresAt = Fixture.Time.GetUtcNow() + lifetime,
        };
    }

    private async Task<Artifact> DeletedArtifactAsync(string userId)
    {
        var row = await AcceptAsync(userId);
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Deliver);
        var artifact = Samples.Artifact(Fixture, row);
        await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { Artifacts = [artifact] });
        (await Fixture.Reader.DeleteAsync(row.Id, Token)).ShouldBeTrue();
        return artifact;
    }
}
