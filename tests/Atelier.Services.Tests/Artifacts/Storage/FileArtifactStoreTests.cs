using Atelier.Services.Artifacts;
using Atelier.Services.Artifacts.Storage;

namespace Atelier.Services.Tests.Artifacts.Storage;

public sealed class FileArtifactStoreTests : ArtifactStoreConformance, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-files-");
    private readonly FileArtifactStore _store;

    public FileArtifactStoreTests() => _store = new FileArtifactStore(Path.Combine(_folder.FullName, "artifacts"));

    protected override IArtifactStore Store => _store;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Empty_folders_do_not_pile_up()
    {
        await PutAsync("live/2026/11/23/0.png", [1]);
        await PutAsync("live/2026/12/24/0.png", [1]);

        await Store.DeleteAsync("live/2026/11/23/0.png", Token);

        Directory.GetDirectories(Path.Combine(_folder.FullName, "artifacts", "live", "2026")).Select(Path.GetFileName).ShouldBe(["12"]);
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_removed_once_it_is_old()
    {
        await PutAsync("a/0.png", [1]);
        var left = Path.Combine(_folder.FullName, "artifacts", ".tmp", "left");
        await File.WriteAllBytesAsync(left, [1, 2], Token);
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(left), TimeSpan.Zero);

        (await _store.RemoveUnfinishedAsync(written.AddSeconds(-1), Token)).ShouldBe(0);
        (await _store.RemoveUnfinishedAsync(written.AddSeconds(1), Token)).ShouldBe(1);

        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_an_unavailable_store()
    {
        var path = Path.Combine(_folder.FullName, "taken");
        await File.WriteAllTextAsync(path, "x", Token);
        var store = new FileArtifactStore(path);

        (await store.CheckAsync(Token)).IsHealthy.ShouldBeFalse();
        await using var content = new MemoryStream([1]);
        await Should.ThrowAsync<StoreUnavailableException>(() => store.PutAsync("a.txt", content, "text/plain", Token));
    }
}
