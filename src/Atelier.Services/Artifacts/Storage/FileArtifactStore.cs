using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>
/// Keeps objects as files. A write goes to a temporary file, is flushed to the disk and renamed, so a key shows the old bytes or the new
/// ones, never a part.
/// </summary>
internal sealed class FileArtifactStore : IArtifactStore, IStoreMaintenance
{
    private const int BufferSize = 128 * 1024;
    private const int MostRenameTries = 20;

    // No key has a folder with a dot, so this one is never listed.
    private const string TemporaryFolder = ".tmp";

    private readonly string _root;
    private readonly string _temporary;

    /// <param name="root">The folder; made when missing.</param>
    public FileArtifactStore(string root)
    {
        _root = Path.GetFullPath(root);
        _temporary = Path.Combine(_root, TemporaryFolder);
    }

    public string Description => $"files {_root}";

    public async Task<StoredObject> PutAsync(string key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        var temporary = Path.Combine(_temporary, Guid.NewGuid().ToString("n"));
        try
        {
            var (bytes, sha256) = await WriteAsync(temporary, content, cancellationToken);
            Publish(temporary, PathOf(key));
            return new StoredObject(key, bytes, sha256);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    public Task<StoredContent?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard(() => Open(PathOf(key), range)));
    }

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard(() =>
        {
            var path = PathOf(key);
            if (!File.Exists(path))
            {
                return false;
            }

            File.Delete(path);
            RemoveEmptyFolders(Path.GetDirectoryName(path)!);
            return true;
        }));
    }

    public async IAsyncEnumerable<StoredEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreKey.CheckPrefix(prefix);
        var folder = Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        foreach (var file in Guard(() => Walk(folder)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (key.StartsWith(prefix, StringComparison.Ordinal) && StoreKey.IsWellFormed(key) && Describe(file, key) is { } entry)
            {
                yield return entry;
            }
        }

        await Task.CompletedTask;
    }

    public async Task<StoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var probe = Path.Combine(_temporary, $"probe-{Guid.NewGuid():n}");
        try
        {
            await using (var nothing = new MemoryStream([1]))
            {
                await WriteAsync(probe, nothing, cancellationToken);
            }

            File.Delete(probe);
            return new StoreHealth(true, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new StoreHealth(false, exception.Message);
        }
    }

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(Guard(() =>
    {
        var removed = 0;
        foreach (var file in Directory.Exists(_temporary) ? new DirectoryInfo(_temporary).EnumerateFiles() : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < before.UtcDateTime)
            {
                file.Delete();
                removed++;
            }
        }

        return removed;
    }));

    private static async Task<(long Bytes, string Sha256)> CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long bytes = 0;

            // A fault of the source leaves as it is; only the file's own faults are the store's.
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                hash.AppendData(buffer, 0, count);
                bytes += count;
                await GuardAsync(() => file.WriteAsync(buffer.AsMemory(0, count), cancellationToken));
            }

            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static StoredContent? Open(string path, ByteRange? range)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var total = file.Length;
        if (range is not { } wanted)
        {
            return new StoredContent(file, total, total);
        }

        var from = Math.Clamp(wanted.From, 0, total);
        var length = Math.Max(0, Math.Min(wanted.To, total - 1) - from + 1);
        file.Position = from;
        return new StoredContent(new BoundedReadStream(file, length), total, length);
    }

    private static IEnumerable<FileInfo> Walk(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        : [];

    /// <summary>A file may be deleted between being seen and being looked at.</summary>
    private static StoredEntry? Describe(FileInfo file, string key)
    {
        try
        {
            return new StoredEntry(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first fault is the one to report; maintenance removes the file later.
        }
    }

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException and not StoreUnavailableException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private static async ValueTask GuardAsync(Func<ValueTask> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private static StoreUnavailableException Unavailable(Exception exception) =>
        new($"The artifact folder cannot be used: {exception.Message}", exception);

    private async Task<(long Bytes, string Sha256)> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        await using var file = Guard(() =>
        {
            Directory.CreateDirectory(_temporary);
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        });
        var written = await CopyAsync(content, file, cancellationToken);
        await GuardAsync(() =>
        {
            file.Flush(flushToDisk: true);
            return ValueTask.CompletedTask;
        });
        return written;
    }

    /// <summary>Another object's removal may take the still empty folder away between making it and moving the file into it.</summary>
    private static void Publish(string temporary, string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(temporary, path, overwrite: true);
                return;
            }
            catch (IOException) when (attempt < MostRenameTries && File.Exists(temporary))
            {
                // Which exception a folder that comes and goes ends in differs from call to call; a lasting fault is told by the last one.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unavailable(exception);
            }
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        try
        {
            while (folder.Length > _root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // A writer was quicker and the folder is in use again, or another removal took it away.
        }
    }

    private string PathOf(string key) => Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));
}
