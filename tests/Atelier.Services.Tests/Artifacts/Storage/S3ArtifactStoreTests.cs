using Atelier.Services.Artifacts;
using Atelier.Services.Artifacts.Storage;
using Atelier.Testing.Storage;

namespace Atelier.Services.Tests.Artifacts.Storage;

/// <summary>The conformance suite against a real S3 server.</summary>
[Collection(S3Collection.Name)]
public sealed class S3ArtifactStoreTests : ArtifactStoreConformance, IDisposable
{
    private readonly S3Server _server;
    private readonly S3ArtifactStore _store;

    public S3ArtifactStoreTests(S3Server server)
    {
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? string.Empty);
        _server = server;
        _store = Open($"atelier-{Guid.NewGuid():n}", "&prefix=some/folder");
    }

    protected override IArtifactStore Store => _store;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Objects_outside_the_prefix_are_never_seen()
    {
        var bucket = $"atelier-{Guid.NewGuid():n}";
        using var one = Open(bucket, "&prefix=one");
        using var two = Open(bucket, "&prefix=two");
        await using (var content = new MemoryStream([1]))
        {
            await one.PutAsync("a/0.png", content, "image/png", Token);
        }

        (await two.OpenAsync("a/0.png", null, Token)).ShouldBeNull();
        (await two.ListAsync(string.Empty, Token).CountAsync(Token)).ShouldBe(0);
        (await one.ListAsync(string.Empty, Token).CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_unavailable_store_and_the_secret_is_not_told()
    {
        var address = StorageAddress.Parse(_server.Address("atelier-x").Replace(_server.SecretKey, "wrong-secret", StringComparison.Ordinal), "data");
        using var store = new S3ArtifactStore((StorageAddress.S3)address, TimeProvider.System);

        var exception = await Should.ThrowAsync<StoreUnavailableException>(() => store.OpenAsync("a.txt", null, Token));

        exception.Message.ShouldContain("403");
        exception.ToString().ShouldNotContain("wrong-secret");
        store.Description.ShouldNotContain("wrong-secret");
        (await store.CheckAsync(Token)).IsHealthy.ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_bucket_is_an_unavailable_store_unless_it_may_be_made()
    {
        var address = (StorageAddress.S3)StorageAddress.Parse(_server.Address($"atelier-{Guid.NewGuid():n}"), "data");
        using var store = new S3ArtifactStore(address with { CreateBucket = false }, TimeProvider.System);
        await using var content = new MemoryStream([1]);

        (await Should.ThrowAsync<StoreUnavailableException>(() => store.PutAsync("a.txt", content, "text/plain", Token))).Message.ShouldContain("create_bucket=true");
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_not_waited_for_for_ever()
    {
        var address = new StorageAddress.S3
        {
            Bucket = "b", Region = "us-east-1", Endpoint = new Uri("http://127.0.0.1:9"), PathStyle = true, AccessKey = "a", SecretKey = "s",
            Timeout = TimeSpan.FromSeconds(1),
        };
        using var store = new S3ArtifactStore(address, TimeProvider.System);

        var health = await store.CheckAsync(Token);

        health.IsHealthy.ShouldBeFalse();
        health.Problem.ShouldNotBeNullOrEmpty();
    }

    private S3ArtifactStore Open(string bucket, string more) =>
        new((StorageAddress.S3)StorageAddress.Parse(_server.Address(bucket, more), "data"), TimeProvider.System);
}

/// <summary>One server for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class S3Collection : ICollectionFixture<S3Server>
{
    public const string Name = "S3 server";
}
