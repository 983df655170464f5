using System.Security.Cryptography;
using System.Text;
using Atelier.Services.Artifacts;
using Atelier.Services.Artifacts.Storage;
using Atelier.Testing.Memory;

namespace Atelier.Services.Tests.Artifacts.Storage;

/// <summary>What every artifact store must do. A store's own tests inherit these.</summary>
public abstract class ArtifactStoreConformance
{
    private const int Megabyte = 1024 * 1024;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IArtifactStore Store { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData((8 * Megabyte) - 1)]
    [InlineData(8 * Megabyte)]
    [InlineData((8 * Megabyte) + 1)]
    [InlineData(17 * Megabyte)]
    public async Task What_is_put_comes_back_byte_for_byte_with_its_hash(int length)
    {
        var bytes = Bytes(length);

        var stored = await PutAsync("a/b/0.png", bytes);

        stored.ShouldBe(new StoredObject("a/b/0.png", length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        await using var content = (await Store.OpenAsync("a/b/0.png", null, Token)).ShouldNotBeNull();
        (content.TotalBytes, content.ContentBytes).ShouldBe((length, length));
        (await ReadAsync(content.Content)).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_object_can_be_put_and_read()
    {
        var stored = await PutAsync("empty.txt", []);

        stored.Bytes.ShouldBe(0);
        stored.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData([])));
        await using var content = (await Store.OpenAsync("empty.txt", null, Token)).ShouldNotBeNull();
        (await ReadAsync(content.Content)).ShouldBeEmpty();
        await using var part = (await Store.OpenAsync("empty.txt", new ByteRange(0, 9), Token)).ShouldNotBeNull();
        (part.TotalBytes, part.ContentBytes).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(0, 3, "0123")]
    [InlineData(3, 5, "345")]
    [InlineData(9, 9, "9")]
    [InlineData(8, 100, "89")]
    [InlineData(0, long.MaxValue, "0123456789")]
    [InlineData(10, 20, "")]
    [InlineData(500, 600, "")]
    public async Task A_range_holds_both_its_ends_and_stops_at_the_objects_end(long from, long to, string expected)
    {
        await PutAsync("range.txt", Encoding.ASCII.GetBytes("0123456789"));

        await using var content = (await Store.OpenAsync("range.txt", new ByteRange(from, to), Token)).ShouldNotBeNull();

        (content.TotalBytes, content.ContentBytes).ShouldBe((10, expected.Length));
        Encoding.ASCII.GetString(await ReadAsync(content.Content)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_range_may_cross_the_parts_of_a_large_object()
    {
        var bytes = Bytes(17 * Megabyte);
        await PutAsync("large.bin", bytes);

        await using var content = (await Store.OpenAsync("large.bin", new ByteRange((8 * Megabyte) - 5, (16 * Megabyte) + 5), Token)).ShouldNotBeNull();

        (await ReadAsync(content.Content)).AsSpan().SequenceEqual(bytes.AsSpan((8 * Megabyte) - 5, (8 * Megabyte) + 11)).ShouldBeTrue();
    }

    [Fact]
    public async Task Putting_again_replaces_the_object_whole()
    {
        await PutAsync("again.bin", Bytes(9 * Megabyte));
        await PutAsync("again.bin", Encoding.ASCII.GetBytes("short"));

        await using var content = (await Store.OpenAsync("again.bin", null, Token)).ShouldNotBeNull();

        Encoding.ASCII.GetString(await ReadAsync(content.Content)).ShouldBe("short");
    }

    [Fact]
    public async Task A_missing_object_is_told_and_not_thrown()
    {
        (await Store.OpenAsync("no/such.bin", null, Token)).ShouldBeNull();
        (await Store.OpenAsync("no/such.bin", new ByteRange(0, 1), Token)).ShouldBeNull();
        (await Store.DeleteAsync("no/such.bin", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_deleting_it_again_is_harmless()
    {
        await PutAsync("gone/0.txt", [1]);

        (await Store.DeleteAsync("gone/0.txt", Token)).ShouldBeTrue();
        (await Store.DeleteAsync("gone/0.txt", Token)).ShouldBeFalse();
        (await Store.OpenAsync("gone/0.txt", null, Token)).ShouldBeNull();
        (await KeysAsync("gone/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_with_size_and_time()
    {
        string[] keys = ["list/a/0.png", "list/a/1.png", "list/ab/0.png", "list/b.png", "lists/0.png"];
        foreach (var key in keys)
        {
            await PutAsync(key, [1, 2, 3]);
        }

        (await KeysAsync("list/")).ShouldBe(keys[..4], ignoreOrder: true);
        (await KeysAsync("list/a")).ShouldBe(keys[..3], ignoreOrder: true);
        (await KeysAsync("list/a/")).ShouldBe(keys[..2], ignoreOrder: true);
        (await KeysAsync("list/a/0.png")).ShouldBe(keys[..1]);
        (await KeysAsync("list/z")).ShouldBeEmpty();
        (await KeysAsync("list")).Count.ShouldBe(5);
        var entry = await Store.ListAsync("list/b", Token).SingleAsync(Token);
        entry.Bytes.ShouldBe(3);
        entry.WrittenAt.Offset.ShouldBe(TimeSpan.Zero);
        (TimeProvider.System.GetUtcNow() - entry.WrittenAt).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_list_longer_than_a_page_is_complete()
    {
        var keys = Enumerable.Range(0, 1_050).Select(i => $"many/{i}.txt").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (key, _) => await PutAsync(key, [1]));

        (await KeysAsync("many/")).ShouldBe(keys, ignoreOrder: true);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20 * Megabyte)]
    public async Task A_source_that_breaks_leaves_nothing_behind(int after)
    {
        var exception = await Should.ThrowAsync<IOException>(() => Store.PutAsync("broken/0.bin", new FaultyStream(after), "application/octet-stream", Token));

        exception.Message.ShouldBe(FaultyStream.Fault);
        exception.ShouldNotBeOfType<StoreUnavailableException>();
        (await Store.OpenAsync("broken/0.bin", null, Token)).ShouldBeNull();
        (await KeysAsync("broken/")).ShouldBeEmpty();
        (await ((IStoreMaintenance)Store).RemoveUnfinishedAsync(DateTimeOffset.MaxValue, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_an_earlier_object_as_it_was()
    {
        await PutAsync("kept.txt", [7]);

        await Should.ThrowAsync<IOException>(() => Store.PutAsync("kept.txt", new FaultyStream(10 * Megabyte), "text/plain", Token));

        await using var content = (await Store.OpenAsync("kept.txt", null, Token)).ShouldNotBeNull();
        (await ReadAsync(content.Content)).ShouldBe([7]);
    }

    [Fact]
    public async Task Cancelling_a_write_leaves_nothing_behind()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var source = new PatternStream(30 * Megabyte) { OnRead = position => { if (position > 12 * Megabyte) { cancel.Cancel(); } } };

        await Should.ThrowAsync<OperationCanceledException>(() => Store.PutAsync("cancelled/0.bin", source, "application/octet-stream", cancel.Token));

        (await KeysAsync("cancelled/")).ShouldBeEmpty();
        (await ((IStoreMaintenance)Store).RemoveUnfinishedAsync(DateTimeOffset.MaxValue, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_large_stream_is_moved_with_little_memory()
    {
        const int length = 200 * Megabyte;
        await PutAsync("warm/up.bin", Bytes(9 * Megabyte));
        var memory = new LiveMemory();
        var source = new PatternStream(length) { OnRead = memory.At };

        var stored = await Store.PutAsync("large/stream.bin", source, "video/mp4", Token);

        stored.Bytes.ShouldBe(length);
        stored.Sha256.ShouldBe(await PatternStream.HashAsync(length, Token));
        memory.MostGrowth.ShouldBeLessThan(64 * Megabyte);
        await using var content = (await Store.OpenAsync("large/stream.bin", null, Token)).ShouldNotBeNull();
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content.Content, Token)).ShouldBe(stored.Sha256);
    }

    [Fact]
    public async Task Many_writers_of_one_key_leave_one_whole_object()
    {
        var versions = Enumerable.Range(1, 8).Select(i => Enumerable.Repeat((byte)i, 300_000 + i).ToArray()).ToList();

        await Task.WhenAll(versions.Select(bytes => PutAsync("contended/0.bin", bytes)));

        await using var content = (await Store.OpenAsync("contended/0.bin", null, Token)).ShouldNotBeNull();
        var read = await ReadAsync(content.Content);
        read.ShouldBe(versions[read[0] - 1]);
        (await KeysAsync("contended/")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Writers_and_removers_in_one_folder_do_not_disturb_each_other()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (i, token) =>
        {
            await PutAsync($"busy/deep/{i}.txt", [1]);
            (await Store.DeleteAsync($"busy/deep/{i}.txt", token)).ShouldBeTrue();
        });

        (await KeysAsync("busy/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_keeps_what_it_opened_while_the_object_is_replaced()
    {
        await PutAsync("reading.bin", Bytes(Megabyte));
        await using var content = (await Store.OpenAsync("reading.bin", null, Token)).ShouldNotBeNull();
        var first = new byte[10];
        await content.Content.ReadExactlyAsync(first, Token);

        await PutAsync("reading.bin", [1]);

        (await ReadAsync(content.Content)).Length.ShouldBe(Megabyte - 10);
    }

    [Theory]
    [InlineData("0.png")]
    [InlineData("live/2026/11/23/k7/gen_01jd0000000000000000000000/0.png")]
    [InlineData("a-b_c/d-e_f.g-h")]
    [InlineData("__/-_.x")]
    public async Task Odd_but_well_formed_keys_work(string key)
    {
        await PutAsync(key, [1, 2]);

        (await KeysAsync(key)).ShouldBe([key]);
        await using var content = (await Store.OpenAsync(key, null, Token)).ShouldNotBeNull();
        content.TotalBytes.ShouldBe(2);
        (await Store.DeleteAsync(key, Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/0.png")]
    [InlineData("../0.png")]
    [InlineData("a/../0.png")]
    [InlineData("a/..")]
    [InlineData("a//0.png")]
    [InlineData("a/0.png/")]
    [InlineData("a/.png")]
    [InlineData("a/png")]
    [InlineData("a.b/0.png")]
    [InlineData("a/0.p.ng")]
    [InlineData("A/0.png")]
    [InlineData("a\\0.png")]
    [InlineData("a/0.png\0")]
    [InlineData("a/ü.png")]
    [InlineData("/etc/passwd.x")]
    [InlineData("c:/0.png")]
    public async Task Keys_that_could_leave_their_folder_or_mean_two_things_are_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(key, [1]));
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenAsync(key, null, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(key, Token));
    }

    [Fact]
    public async Task A_working_store_is_healthy_and_its_check_leaves_no_trace()
    {
        (await Store.CheckAsync(Token)).ShouldBe(new StoreHealth(true, null));

        (await KeysAsync(string.Empty)).ShouldNotContain(key => key.Contains("check", StringComparison.Ordinal) || key.Contains("probe", StringComparison.Ordinal));
        Store.Description.ShouldNotBeEmpty();
    }

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    protected async Task<StoredObject> PutAsync(string key, byte[] bytes)
    {
        await using var content = new MemoryStream(bytes);
        return await Store.PutAsync(key, content, "application/octet-stream", Token);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }

    private async Task<List<string>> KeysAsync(string prefix) => await Store.ListAsync(prefix, Token).Select(entry => entry.Key).ToListAsync(Token);
}
